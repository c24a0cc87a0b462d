using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace Slipway.Traffic;

/// <summary>Between Elastic Load Balancing's actions and <see cref="TrafficRule"/>s.</summary>
internal static class AwsTrafficRules
{
    public static TrafficRule Read(Rule rule) => Read(rule.RuleArn!, rule.Actions) with { IsDefault = rule.IsDefault == true };

    /// <summary>The listener's default action, under the listener's ARN.</summary>
    public static TrafficRule Read(Listener listener) => Read(listener.ListenerArn!, listener.DefaultActions) with { IsDefault = true };

    /// <summary>
    /// The actions in their order, the forward action with new weights. They replace all that the rule has, so that each is sent whole. An OIDC client's secret is never
    /// answered; Elastic Load Balancing keeps the one that it has when it is told to.
    /// </summary>
    public static List<Action> With(IReadOnlyList<Action> actions, IReadOnlyList<GroupWeight> weights)
    {
        var ordered = Ordered(actions);
        foreach (var oidc in ordered.Select(action => action.AuthenticateOidcConfig).OfType<AuthenticateOidcActionConfig>())
            oidc.UseExistingClientSecret = true;

        var forward = ordered[ordered.FindIndex(IsForward)];
        forward.ForwardConfig ??= new ForwardActionConfig();
        forward.ForwardConfig.TargetGroups = [.. Merge(Groups(forward), weights).Select(group => new TargetGroupTuple { TargetGroupArn = group.Group, Weight = group.Weight })];
        // Beside a configuration with several groups the plain ARN is refused.
        forward.TargetGroupArn = null;
        return ordered;
    }

    public static bool IsForward(Action action) => action.Type == ActionTypeEnum.Forward;

    private static TrafficRule Read(string arn, List<Action>? actions)
    {
        var ordered = Ordered(actions ?? []);
        var forward = ordered.Find(IsForward);
        return new TrafficRule(arn, [.. ordered.Select(action => action.Type?.Value ?? "")], forward is null ? [] : Groups(forward))
        {
            IsSticky = forward?.ForwardConfig?.TargetGroupStickinessConfig?.Enabled == true,
        };
    }

    // One group alone may be answered by its plain ARN, which means all of the traffic.
    private static List<GroupWeight> Groups(Action forward) => forward.ForwardConfig?.TargetGroups is { Count: > 0 } groups
        ? [.. groups.Select(group => new GroupWeight(group.TargetGroupArn!, group.Weight ?? 1))]
        : forward.TargetGroupArn is { } only ? [new GroupWeight(only, 1)] : [];

    private static IEnumerable<GroupWeight> Merge(IReadOnlyList<GroupWeight> present, IReadOnlyList<GroupWeight> weights) =>
        present.Select(group => weights.FirstOrDefault(weight => weight.Group == group.Group) ?? group)
            .Concat(weights.Where(weight => !present.Any(group => group.Group == weight.Group)));

    private static List<Action> Ordered(IReadOnlyList<Action> actions) => [.. actions.OrderBy(action => action.Order ?? int.MaxValue)];
}
