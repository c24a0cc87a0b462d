using Pairs = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>
/// What the edge sends to an origin: of the viewer's request only what policies name, and what CloudFront adds
/// (developer guide, "Request and response behavior for custom origins").
/// </summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">All but those that describe the body.</param>
internal sealed record OriginRequest(string Target, Pairs Headers)
{
    private static readonly string[] Own =
    [
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate",
        "Accept-Encoding", "User-Agent", "Via", "X-Forwarded-For", "X-Amz-Cf-Id",
    ];

    private static readonly string[] OfTheMessage = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"];

    /// <param name="path">The viewer's, or the default root object.</param>
    /// <param name="key">Of a request whose answer may be kept; null for one that is passed on as it is.</param>
    public static OriginRequest Of(ViewerRequest request, string path, Behaviour behaviour, OriginSettings origin, CacheKey? key, string requestId)
    {
        var (cache, forwards) = (behaviour.Cache, behaviour.Forwards);
        var headers = request.Headers.Where(header => Forwards(header.Key)).ToList();

        headers.Add(new("Host", Takes("Host") ? request.Header("Host") ?? origin.Authority : origin.Authority));
        headers.Add(new("User-Agent", Takes("User-Agent") ? request.Header("User-Agent") ?? "Amazon CloudFront" : "Amazon CloudFront"));
        headers.Add(new("X-Forwarded-For", request.Header("X-Forwarded-For") is { } before ? $"{before}, {request.Ip}" : request.Ip));
        headers.Add(new("Via", EdgeHeaders.Via));
        headers.Add(new("X-Amz-Cf-Id", requestId));
        if ((key is { Encodings.Length: > 0 } ? key.Encodings : Takes("Accept-Encoding") ? request.Header("Accept-Encoding") : null) is { } encodings)
            headers.Add(new("Accept-Encoding", encodings));
        if (request.Cookies.Where(cookie => TakesCookie(cookie.Key)).Select(cookie => $"{cookie.Key}={cookie.Value}").ToList() is [_, ..] cookies)
            headers.Add(new("Cookie", string.Join("; ", cookies)));

        headers.AddRange(EdgeHeaders.AboutViewer(request).Where(header => cache.Headers.Names.Concat(forwards.Headers.Names).Contains(header.Key, StringComparer.OrdinalIgnoreCase)));
        headers.RemoveAll(header => origin.CustomHeaders.Any(own => own.Key.Equals(header.Key, StringComparison.OrdinalIgnoreCase)));
        headers.AddRange(origin.CustomHeaders);

        var query = QueryPart.Join(request.Query.Where(part => cache.Query.Takes(part.Name, StringComparer.Ordinal) || forwards.Query.Takes(part.Name, StringComparer.Ordinal)));
        return new($"{origin.Path}{path}{(query.Length == 0 ? "" : $"?{query}")}", headers);

        bool Takes(string name) => cache.Headers.Takes(name, StringComparer.OrdinalIgnoreCase) || forwards.Headers.Takes(name, StringComparer.OrdinalIgnoreCase);

        bool TakesCookie(string name) => cache.Cookies.Takes(name, StringComparer.Ordinal) || forwards.Cookies.Takes(name, StringComparer.Ordinal);

        bool Forwards(string name) =>
            !Own.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            && (name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase)
                || (OfTheMessage.Contains(name, StringComparer.OrdinalIgnoreCase) ? key is null : Takes(name) || IsOwnAuthorization(name)));

        // What changes something carries its credentials whatever the policies say.
        bool IsOwnAuthorization(string name) =>
            name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && request.Method is not ("GET" or "HEAD" or "OPTIONS");
    }
}

/// <summary>The headers by which CloudFront tells of itself.</summary>
internal static class EdgeHeaders
{
    public const string Via = "1.1 rehearsal.cloudfront.net (CloudFront)";
    public const string Pop = "RHL50-P1";

    /// <summary>What an origin is told of the viewer when a policy names it.</summary>
    public static Pairs AboutViewer(ViewerRequest request) =>
    [
        new("CloudFront-Forwarded-Proto", "http"),
        new("CloudFront-Viewer-Address", $"{request.Ip}:{request.Port}"),
        new("CloudFront-Viewer-Http-Version", "1.1"),
    ];
}
