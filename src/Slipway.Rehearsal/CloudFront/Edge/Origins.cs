using System.Net;
using System.Text;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>An origin's answer: headers first, the body to be read once.</summary>
internal sealed class OriginReply(int status, IReadOnlyList<KeyValuePair<string, string>> headers, Stream body, IDisposable? owner = null) : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Trailer", "Proxy-Connection"];

    public int Status { get; } = status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [.. headers.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase))];

    public Stream Body { get; } = body;

    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).DefaultIfEmpty(null).Aggregate((a, b) => $"{a}, {b}");

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        owner?.Dispose();
    }
}

/// <summary>Asks origins: buckets directly, servers by HTTP.</summary>
internal sealed class Origins(IOriginBuckets buckets, LoopbackProxy proxy, TimeProvider clock)
{
    /// <summary>Sends a GET or OPTIONS whose answer may be kept (a HEAD is asked for as GET, so that all viewers share one answer). An origin that cannot be reached is answered for: 502, or 504 when it is silent.</summary>
    /// <param name="noneMatch">The ETag of the stale copy; null: there is none.</param>
    public async Task<OriginReply> Ask(Exchange exchange, ViewerRequest request, Behaviour behaviour, CacheKey key, string? noneMatch, CancellationToken ct)
    {
        var origin = exchange.OriginOf(behaviour);
        if (origin.Bucket is not null)
            return FromBucket(exchange, request, origin, noneMatch);

        var sent = OriginRequest.Of(request, exchange.OriginPath(request), behaviour, origin, key, exchange.RequestId);
        using var message = new HttpRequestMessage(request.Method == "OPTIONS" ? HttpMethod.Options : HttpMethod.Get, UriOf(origin, sent.Target));
        foreach (var (name, value) in sent.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (noneMatch is not null)
            message.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);

        return await Send(message, origin, ct);
    }

    /// <summary>What S3 answers to a GET.</summary>
    public OriginReply FromBucket(Exchange exchange, ViewerRequest request, OriginSettings origin, string? noneMatch)
    {
        var key = Uri.UnescapeDataString($"{origin.Path}{exchange.OriginPath(request)}"[1..]);
        var answer = buckets.Get(origin.Bucket!, key, origin.Signs ? exchange.View.Arn : null, noneMatch);
        return new OriginReply(answer.Status, [.. answer.Headers.Where(header => header.Key != "Server"), new("Server", "AmazonS3")], answer.Open());
    }

    public static Uri UriOf(OriginSettings origin, string target) =>
        new($"http://{origin.Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task<OriginReply> Send(HttpRequestMessage message, OriginSettings origin, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(origin.ReadTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        try
        {
            var response = await proxy.Client.SendAsync(message, either.Token);
            var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
            return new OriginReply((int)response.StatusCode, [.. headers], await response.Content.ReadAsStreamAsync(ct), response);
        }
        catch (HttpRequestException)
        {
            return Unreachable(HttpStatusCode.BadGateway);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Unreachable(HttpStatusCode.GatewayTimeout);
        }
    }

    private static OriginReply Unreachable(HttpStatusCode status)
    {
        var page = Encoding.UTF8.GetBytes(ErrorPage.Html((int)status, ErrorPage.OriginFailure));
        return new OriginReply((int)status, [new("Server", "CloudFront"), new("Content-Type", "text/html"), new("Content-Length", $"{page.Length}")], new MemoryStream(page));
    }
}
