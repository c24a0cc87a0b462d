using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>
/// One request on its way to one target: adds the headers that a load balancer adds, leaves the path as it was sent and the
/// host as it was asked for, and tells when the answer begins.
/// </summary>
internal sealed class Hop(
    Route route, RehearsalTime time, LiveTarget target, ITargetFaults faults, Action<HttpResponse> setCookies, Action<int, TimeSpan> answered) : HttpTransformer
{
    private readonly long _start = time.Clock.GetTimestamp();

    /// <summary>Whether the target's answer began, so that nothing else can be answered.</summary>
    public bool Answered { get; private set; }

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var raw = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.StartsWith('/'))
            proxyRequest.RequestUri = new Uri($"http://{target.Endpoint}{raw}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        var headers = proxyRequest.Headers;
        var client = httpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1";
        var before = httpContext.Request.Headers["X-Forwarded-For"].ToString();
        Replace(headers, "X-Forwarded-For", before.Length == 0 ? client : $"{before}, {client}");
        Replace(headers, "X-Forwarded-Proto", "http");
        Replace(headers, "X-Forwarded-Port", route.Listener.Port.ToString(CultureInfo.InvariantCulture));
        if (!httpContext.Request.Headers.ContainsKey("X-Amzn-Trace-Id"))
            Replace(headers, "X-Amzn-Trace-Id", $"Root=1-{time.Now.ToUnixTimeSeconds():x8}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);

        var fault = faults.OnAnswer(target.Endpoint);
        await Hold(fault.HeldBack, httpContext.RequestAborted);
        if (fault.Replaced)
            httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
        var goOn = !fault.Replaced && await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);

        // Counted before the client can have read anything, so that a client's own count and the metric agree.
        Answered = true;
        answered(httpContext.Response.StatusCode, time.Clock.GetElapsedTime(_start));
        setCookies(httpContext.Response);
        return goOn;
    }

    /// <summary>Lets an answer wait: at most for as long as a target may be silent.</summary>
    /// <exception cref="TimeoutException">It was that long.</exception>
    private async Task Hold(TimeSpan heldBack, CancellationToken ct)
    {
        if (heldBack <= TimeSpan.Zero)
            return;

        var patience = route.LoadBalancer.IdleTimeout;
        await Task.Delay(heldBack < patience ? heldBack : patience, time.Clock, ct);
        if (heldBack >= patience)
            throw new TimeoutException($"The target was silent for {patience.TotalSeconds} s.");
    }

    private static void Replace(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }
}
