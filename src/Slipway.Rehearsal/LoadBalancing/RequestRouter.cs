using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Answers a request at a listener: finds its rule, then forwards, redirects or answers itself.</summary>
/// <param name="unit">From 0 up to, not including, 1: chooses between weighted groups. Called from many threads.</param>
internal sealed class RequestRouter(Func<Routes> routes, Forwarding forwarding, LoadBalancerMetrics metrics, Func<double> unit, TimeProvider clock)
{
    public async Task Handle(HttpContext context, string listenerArn)
    {
        var current = routes();
        if (current.Of(listenerArn) is not { } route)
        {
            context.Abort();
            return;
        }

        var action = RuleMatch.First(route.Rules, Facts(context)).Action;
        if (action.Forward is { } forward)
        {
            await Forward(context, current, route, forward);
            return;
        }

        metrics.OwnAnswer(route.LoadBalancer, redirect: action.Redirect is not null);
        if (action.Redirect is { } redirect)
            await OwnResponses.Redirect(context, redirect, route.Listener.Port);
        else
            await OwnResponses.Fixed(context, action.FixedResponse!);
    }

    /// <summary>Stickiness goes before weights: a client stays in its group even when that one's weight is zero by now, as on AWS.</summary>
    private async Task Forward(HttpContext context, Routes current, Route route, Forward forward)
    {
        var stuckTo = forward.StickySeconds is null ? null : Stickiness.Read(context.Request.Cookies[Stickiness.GroupCookie], clock.GetUtcNow());
        var sticky = stuckTo is null ? null : forward.Groups.FirstOrDefault(group => Stickiness.Id(group.TargetGroupArn) == stuckTo);

        if ((sticky ?? WeightedChoice.Pick(forward.Groups, unit())) is not { } chosen)
        {
            metrics.OwnError(route.LoadBalancer, 503);
            await OwnResponses.Error(context, 503);
            return;
        }

        var stickFor = sticky is null && forward.StickySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        await forwarding.Send(context, route, current.Group(chosen.TargetGroupArn), stickFor);
    }

    private static RequestFacts Facts(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = context.Request;

        return new(
            request.Method, request.Host.Host, target.StartsWith('/') ? target.Split('?', 2)[0] : request.Path.Value ?? "/",
            context.Connection.RemoteIpAddress ?? IPAddress.Loopback,
            [.. request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))],
            name => request.Headers[name]);
    }
}
