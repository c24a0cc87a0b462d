using System.Globalization;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>An answer and what X-Cache tells of it.</summary>
internal sealed record CachedAnswer(CachedResponse Response, string XCache, bool FromCache);

/// <summary>Answers from the cache, and from origins into it.</summary>
internal sealed class CachedAnswers(Origins origins, RehearsalTime time)
{
    /// <param name="stream">Passes an answer on that is not kept; null: it is read whole as well.</param>
    /// <returns>Null when <paramref name="stream"/> has passed it on.</returns>
    public async Task<CachedAnswer?> Get(Exchange exchange, ViewerRequest request, Behaviour behaviour, Func<OriginReply, Task>? stream)
    {
        var (view, key) = (exchange.View, CacheKey.Of(request, behaviour.Cache));
        var kept = view.Cache.Find(key, view.Purges, time.Now);
        if (kept is not null && time.Now < kept.FreshUntil)
            return new(kept, kept.Status >= 400 ? XCache.Error : XCache.Hit, FromCache: true);

        if (behaviour.Cache.Disabled)
            return await Fetch(null);

        CachedAnswer? mine = null;
        var (shared, fetched) = await view.Cache.Collapse(key, async waiting => (mine = await Fetch(waiting))?.Response, exchange.Aborted);
        return fetched ? mine
            : shared is not null ? new(shared, shared.Status >= 400 ? XCache.Error : XCache.Hit, FromCache: true)
            : await Fetch(null);

        async Task<CachedAnswer?> Fetch(TaskCompletionSource<CachedResponse?>? waiting)
        {
            var began = time.Now;
            await using var reply = await origins.Ask(exchange, request, behaviour, key, Tag(kept), exchange.Aborted);
            var ttl = Freshness.Of(behaviour.Cache, reply.Status, reply.Header, view.Settings.RuleFor(reply.Status), time.Now);

            if (kept is not null && (reply.Status == 304 || (reply.Status >= 500 && kept.Status < 400)))
                return Renew(reply, kept, began, ttl);

            if (stream is not null && (ttl is null || Length(reply) > EdgeCache.LargestBody))
            {
                // Those that wait for the same do not get it: it is not kept, so it is this viewer's alone.
                waiting?.TrySetResult(null);
                await stream(reply);
                return null;
            }

            var response = await Read(reply, key, behaviour.Compress, began, ttl ?? TimeSpan.Zero, exchange.Aborted);
            if (ttl is not null)
                view.Cache.Keep(key, response);

            return new(response, response.Status >= 400 ? XCache.Error : XCache.Miss, FromCache: false);
        }

        CachedAnswer Renew(OriginReply reply, CachedResponse stale, DateTimeOffset began, TimeSpan? errorTtl)
        {
            // An origin that fails is no reason to give up what is there: it is served until the error would have been forgotten.
            var confirmed = reply.Status == 304;
            var ttl = confirmed
                ? Freshness.Of(behaviour.Cache, stale.Status, name => reply.Header(name) ?? stale.Header(name), null, time.Now)
                : errorTtl;
            var renewed = stale with
            {
                Fetched = confirmed ? began : stale.Fetched,
                Validated = confirmed ? time.Now : stale.Validated,
                FreshUntil = time.Now + time.Scaled(ttl ?? TimeSpan.Zero),
            };
            view.Cache.Keep(key, renewed);
            return new(renewed, confirmed ? XCache.RefreshHit : XCache.Hit, FromCache: true);
        }
    }

    /// <summary>
    /// Keeps with an error what was shown in its place, for as long as the error is kept (developer guide, "Custom error pages and error caching": the
    /// minimum TTL is that of the custom error page too).
    /// </summary>
    public void KeepShown(Exchange exchange, ViewerRequest request, CachedResponse error, CachedResponse page)
    {
        if (time.Now < error.FreshUntil)
            exchange.View.Cache.Keep(CacheKey.Of(request, exchange.Behaviour.Cache), error with { Shown = page });
    }

    private async Task<CachedResponse> Read(OriginReply reply, CacheKey key, bool compress, DateTimeOffset began, TimeSpan ttl, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await reply.Body.CopyToAsync(buffer, ct);
        var (body, headers) = (buffer.ToArray(), reply.Headers);

        if (Compression.Choose(compress, reply.Status, reply.Header("Content-Type"), reply.Header("Content-Encoding"), Length(reply), key.Encodings) is { } encoding)
            (body, headers) = (Compression.Compress(body, encoding), Compression.Headers(headers, encoding));

        var now = time.Now;
        return new(key.Url, reply.Status, headers, body, began, now, now + time.Scaled(ttl));
    }

    private static long? Length(OriginReply reply) =>
        long.TryParse(reply.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;

    /// <summary>The ETag of the origin: one that was made weak by compression is not known there.</summary>
    private static string? Tag(CachedResponse? kept) =>
        kept is not { Status: 200 } ? null
        : kept.Header("ETag") is { } tag && tag.StartsWith("W/", StringComparison.Ordinal) && kept.Header("Content-Encoding") is not null ? tag[2..]
        : kept.Header("ETag");
}
