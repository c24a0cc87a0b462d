using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>One request that is passed to a server as it is: streaming, bodies and WebSockets included.</summary>
internal sealed class Passage(Exchange exchange, ViewerRequest request, OriginSettings origin, ViewerFunctions functions) : HttpTransformer
{
    /// <summary>Set when the origin answered with an error that a custom error response stands for.</summary>
    public int? ReplacedStatus { get; private set; }

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Copies all of the viewer's headers; those about the body are right, the others are the policies' business.
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var sent = OriginRequest.Of(request, exchange.OriginPath(request), exchange.Behaviour, origin, key: null, exchange.RequestId);
        proxyRequest.RequestUri = Origins.UriOf(origin, sent.Target);
        proxyRequest.Headers.Clear();
        foreach (var (name, value) in sent.Headers)
            proxyRequest.Headers.TryAddWithoutValidation(name, value);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);

        var status = (int)proxyResponse.StatusCode;
        if (exchange.View.Settings.RuleFor(status) is { PagePath: not null })
        {
            ReplacedStatus = status;
            return false;
        }

        var goOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (exchange.Behaviour.ViewerResponseFunction is not null && status is >= 200 and < 400 && !await Change(httpContext, status))
            return false;

        exchange.Mark(status >= 400 ? XCache.Error : XCache.Miss);
        return goOn;
    }

    /// <summary>Whether the body is still the origin's.</summary>
    private async Task<bool> Change(HttpContext context, int status)
    {
        var http = context.Response;
        var length = http.ContentLength;
        var headers = http.Headers.Where(header => header.Key != "Content-Length").SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? ""))).ToList();
        if (await functions.OnResponse(exchange, request, status, headers) is not { } changed)
            return false;

        http.Headers.Clear();
        http.StatusCode = changed.Status;
        EdgeWriter.Copy(http, changed.Headers);
        http.ContentLength = changed.Body?.Length ?? length;
        if (changed.Body is null)
            return true;

        exchange.Mark(XCache.Miss);
        await http.Body.WriteAsync(changed.Body, exchange.Aborted);
        return false;
    }
}
