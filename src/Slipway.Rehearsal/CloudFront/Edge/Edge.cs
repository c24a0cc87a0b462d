using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>
/// Answers the viewers of distributions. Viewers come by HTTP, which stands for HTTPS too: a ViewerProtocolPolicy redirects nobody here.
/// </summary>
internal sealed class Edge(Func<string, EdgeView?> view, Origins origins, LoopbackProxy proxy, ViewerFunctions functions, RehearsalTime time)
{
    /// <summary>How long a WebSocket may be silent on AWS.</summary>
    private static readonly TimeSpan WebSocketSilence = TimeSpan.FromMinutes(10);

    private readonly CachedAnswers _cached = new(origins, time);
    private readonly EdgeWriter _writer = new(functions, time);

    public async Task Serve(HttpContext context, string distributionId)
    {
        if (view(distributionId) is not { } current)
        {
            context.Abort();
            return;
        }

        var request = ViewerRequest.Of(context);
        var exchange = new Exchange(context, current, current.Settings.BehaviourOf(request.Uri), Exchange.NewId());
        try
        {
            await Serve(exchange, request);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            await ErrorPage.Write(exchange, StatusCodes.Status502BadGateway, ErrorPage.OriginFailure);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The viewer must see that the answer is not whole.
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // There is no other place to see it.
            await ErrorPage.Write(exchange, StatusCodes.Status500InternalServerError, $"A bug in the rehearsal cloud: {exception}");
        }
    }

    private async Task Serve(Exchange exchange, ViewerRequest asked)
    {
        var behaviour = exchange.Behaviour;
        if (!exchange.View.Settings.Enabled)
        {
            await ErrorPage.Write(exchange, StatusCodes.Status403Forbidden, ErrorPage.Disabled);
            return;
        }

        if (!behaviour.AllowedMethods.Contains(asked.Method))
        {
            await ErrorPage.Write(exchange, StatusCodes.Status403Forbidden, ErrorPage.MethodRefused);
            return;
        }

        if (await functions.OnRequest(exchange, asked) is not { } request)
            return;

        var origin = exchange.OriginOf(behaviour);
        if (origin.Bucket is null && (behaviour.Cache.Disabled || !behaviour.CachedMethods.Contains(asked.Method) || IsUpgrade(exchange.Http)))
            await Pass(exchange, request, origin);
        else if (origin.Bucket is not null && asked.Method is not ("GET" or "HEAD"))
            await ErrorPage.Write(exchange, StatusCodes.Status405MethodNotAllowed, "The specified method is not allowed against this resource: buckets are read through CloudFront.");
        else
            await Answer(exchange, request);
    }

    /// <summary>By the cache, or for a bucket with caching disabled, by the origin.</summary>
    private async Task Answer(Exchange exchange, ViewerRequest request)
    {
        var errorToReplace = (int?)null;
        if (await _cached.Get(exchange, request, exchange.Behaviour, Stream) is { } answer)
        {
            if (exchange.View.Settings.RuleFor(answer.Response.Status) is not { PagePath: not null } rule || !await WritePage(exchange, request, rule, answer.Response))
                await _writer.Write(exchange, request, answer.Response, answer.XCache, answer.FromCache);
        }
        else if (errorToReplace is { } status)
        {
            await Replace(exchange, request, status, ErrorPage.PageMissing);
        }

        Task Stream(OriginReply reply)
        {
            if (exchange.View.Settings.RuleFor(reply.Status) is not { PagePath: not null })
                return _writer.Stream(exchange, request, reply);

            errorToReplace = reply.Status;
            return Task.CompletedTask;
        }
    }

    private async Task Pass(Exchange exchange, ViewerRequest request, OriginSettings origin)
    {
        var http = exchange.Http;
        var passage = new Passage(exchange, request, origin, functions);
        var config = new ForwarderRequestConfig
        {
            ActivityTimeout = IsUpgrade(http) ? WebSocketSilence : origin.ReadTimeout,
            Version = new Version(1, 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        var error = await proxy.Forwarder.SendAsync(http, $"http://{origin.Authority}", proxy.Client, config, passage);
        if (passage.ReplacedStatus is { } status)
            await Replace(exchange, request, status, ErrorPage.PageMissing);
        else if (error == ForwarderError.None || exchange.Aborted.IsCancellationRequested)
            return;
        else if (http.Response.HasStarted)
            http.Abort();
        else
            await Replace(exchange, request, IsTimeout(error, http) ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, ErrorPage.OriginFailure);
    }

    /// <summary>Answers an error whose own body is gone: by the custom page, or else by CloudFront's.</summary>
    /// <param name="reason">What CloudFront's own page tells.</param>
    private async Task Replace(Exchange exchange, ViewerRequest request, int status, string reason)
    {
        if (exchange.View.Settings.RuleFor(status) is not { PagePath: not null } rule || !await WritePage(exchange, request, rule))
            await ErrorPage.Write(exchange, status, reason);
    }

    /// <summary>Writes a custom error page, which comes by the behaviour that its own path has; false when it cannot be had.</summary>
    /// <param name="error">What it stands for; null: an error that no cache keeps.</param>
    private async Task<bool> WritePage(Exchange exchange, ViewerRequest request, ErrorRule rule, CachedResponse? error = null)
    {
        var behaviour = exchange.View.Settings.BehaviourOf(rule.PagePath!);
        var page = error?.Shown is { } shown
            ? new CachedAnswer(shown, XCache.Error, FromCache: true)
            : await _cached.Get(exchange, request.ForPage(rule.PagePath!), behaviour, stream: null);
        if (page is not { Response.Status: 200 })
            return false;
        if (error is { Shown: null })
            _cached.KeepShown(exchange, request, error, page.Response);

        // Functions are not asked about errors, whatever is shown in their place.
        var quiet = exchange with { Behaviour = exchange.Behaviour with { ViewerResponseFunction = null } };
        exchange.Http.Response.Clear();
        await _writer.Write(quiet, request with { Headers = [] }, page.Response with { Status = rule.ResponseCode }, XCache.Error, page.FromCache);
        return true;
    }

    private static bool IsTimeout(ForwarderError error, HttpContext context) =>
        error == ForwarderError.RequestTimedOut || context.GetForwarderErrorFeature()?.Exception is TimeoutException or { InnerException: TimeoutException };

    private static bool IsUpgrade(HttpContext context) => context.Request.Headers.Upgrade.Count > 0;
}
