using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;
using Yarp.ReverseProxy.Forwarder;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Sends a request to a target of a group, by YARP's forwarder: HTTP/1.1, streaming and WebSockets.</summary>
internal sealed class Forwarding : IDisposable
{
    private readonly LiveTargets _targets;
    private readonly LoadBalancerMetrics _metrics;
    private readonly RehearsalTime _time;
    private readonly ITargetFaults _faults;
    private readonly LoopbackProxy _proxy = new();

    public Forwarding(LiveTargets targets, LoadBalancerMetrics metrics, RehearsalTime time, ITargetFaults faults) =>
        (_targets, _metrics, _time, _faults) = (targets, metrics, time, faults);

    /// <summary>
    /// Tries targets until one takes the connection; what was sent to a target is never sent to another. Answers 503 when the
    /// group has no target, 502 when the target fails, 504 when it is silent for too long.
    /// </summary>
    /// <param name="stickFor">Set when the client is told to stay in the group for that long.</param>
    public async Task Send(HttpContext context, Route route, TargetGroup group, TimeSpan? stickFor)
    {
        var stickyId = group.Sticky ? Stickiness.Read(context.Request.Cookies[Stickiness.TargetCookie], _time.Now) : null;
        var config = new ForwarderRequestConfig
        {
            ActivityTimeout = route.LoadBalancer.IdleTimeout,
            Version = new Version(1, 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var refused = new List<LiveTarget>();

        while (_targets.Choose(group.Arn, stickyId, refused) is { } target)
        {
            var hop = new Hop(route, _time, target, _faults, SetCookies, (status, took) => _metrics.Answered(route.LoadBalancer, group, status, took));
            var error = await _proxy.Forwarder.SendAsync(context, $"http://{target.Endpoint}", _proxy.Client, config, hop, target.Gone);
            if (error == ForwarderError.None)
                return;

            if (context.Response.HasStarted || hop.Answered)
            {
                // The client must see that the answer is not whole.
                context.Abort();
                return;
            }

            var exception = context.GetForwarderErrorFeature()?.Exception;
            if (!NeverConnected(error, exception))
            {
                await Fail(context, route, group, error, exception);
                return;
            }

            _metrics.RefusedConnection(route.LoadBalancer, group);
            refused.Add(target);
            context.Response.Clear();

            void SetCookies(HttpResponse response)
            {
                if (stickFor is { } duration)
                    SetCookie(response, Stickiness.GroupCookie, Stickiness.Id(group.Arn), duration);
                if (group.Sticky && stickyId != target.Id)
                    SetCookie(response, Stickiness.TargetCookie, target.Id, group.StickyFor);
            }
        }

        if (refused.Count > 0)
            _metrics.Unanswered(route.LoadBalancer, group);
        await Answer(context, route, refused.Count > 0 ? 502 : 503);
    }

    public void Dispose() => _proxy.Dispose();

    private Task Fail(HttpContext context, Route route, TargetGroup group, ForwarderError error, Exception? exception)
    {
        _metrics.Unanswered(route.LoadBalancer, group);

        // 460 is what AWS counts when the client went away first; nobody is left to read it.
        return context.RequestAborted.IsCancellationRequested
            ? Answer(context, route, 460)
            : Answer(context, route, error == ForwarderError.RequestTimedOut || exception is TimeoutException || exception?.InnerException is TimeoutException ? 504 : 502);
    }

    private Task Answer(HttpContext context, Route route, int statusCode)
    {
        _metrics.OwnError(route.LoadBalancer, statusCode);
        return context.RequestAborted.IsCancellationRequested ? Task.CompletedTask : OwnResponses.Error(context, statusCode);
    }

    private static bool NeverConnected(ForwarderError error, Exception? exception) =>
        error == ForwarderError.Request && exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    /// <summary>A cookie, and its twin for requests from other sites, which browsers want marked.</summary>
    private void SetCookie(HttpResponse response, string name, string id, TimeSpan duration)
    {
        var value = Stickiness.Write(id, _time.Now + _time.Scaled(duration));
        var expires = _time.Now.AddDays(7);

        response.Cookies.Append(name, value, new CookieOptions { Expires = expires });
        response.Cookies.Append(name + "CORS", value, new CookieOptions { Expires = expires, SameSite = SameSiteMode.None, Secure = true });
    }
}
