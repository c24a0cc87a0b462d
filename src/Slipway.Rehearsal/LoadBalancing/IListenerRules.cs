namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What ECS needs of listener rules to shift traffic from one target group to another.</summary>
internal interface IListenerRules
{
    /// <summary>The rule, or null when there is none of that ARN. A listener's default action is told by the ARN of its default rule.</summary>
    ListenerRule? FindRule(string ruleArn);

    /// <summary>
    /// Makes a rule forward to these groups with these weights, from the next request on; its stickiness stays. Whether it could: a
    /// rule that is gone, or does not forward any more, is left alone.
    /// </summary>
    bool Weigh(string ruleArn, IReadOnlyList<WeightedGroup> groups);
}

/// <param name="Groups">What its only action forwards to; null when it redirects or answers by itself.</param>
internal sealed record ListenerRule(string Arn, IReadOnlyList<WeightedGroup>? Groups);
