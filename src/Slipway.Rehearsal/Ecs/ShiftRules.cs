using System.Text.Json.Nodes;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// What the strategies that shift traffic need of load balancers
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html).
/// </summary>
internal sealed class ShiftRules(ITargetGroups targetGroups, IListenerRules listenerRules)
{
    /// <param name="balancers">Each checked already as for any strategy.</param>
    /// <exception cref="AwsError">InvalidParameterException.</exception>
    public void Check(string strategy, IReadOnlyList<JsonObject> balancers)
    {
        if (balancers.Count == 0)
            throw EcsRefusals.Invalid($"The deployment strategy {strategy} needs a load balancer. (On AWS Service Connect would do, too; the rehearsal cloud shifts no traffic of it.)");

        foreach (var balancer in balancers)
            Check(strategy, balancer);
    }

    private void Check(string strategy, JsonObject balancer)
    {
        var group = balancer.RequiredString("targetGroupArn");
        var advanced = balancer.OptionalObject("advancedConfiguration")
            ?? throw EcsRefusals.Invalid($"advancedConfiguration must be provided for the target group {group} with the deployment strategy {strategy}.");
        var alternate = Required(advanced, "alternateTargetGroupArn");
        var production = Required(advanced, "productionListenerRule");
        _ = Required(advanced, "roleArn");

        CheckPair(group, alternate);
        CheckRule("productionListenerRule", production, group, alternate);
        if (advanced.OptionalString("testListenerRule") is not { } test)
            return;

        if (test == production)
            throw EcsRefusals.Invalid("testListenerRule must be another rule than productionListenerRule.");
        CheckRule("testListenerRule", test, group, alternate);
    }

    private void CheckPair(string group, string alternate)
    {
        if (alternate == group)
            throw EcsRefusals.Invalid("alternateTargetGroupArn must be another target group than targetGroupArn.");

        var other = targetGroups.Find(alternate)
            ?? throw EcsRefusals.Invalid($"Unable to assume role and validate the specified alternateTargetGroupArn. Please verify that the target group {alternate} exists.");
        if (!other.InUse)
            throw EcsRefusals.Invalid($"The target group with targetGroupArn {alternate} does not have an associated load balancer.");

        var own = targetGroups.Find(group)!;
        if (own.TargetType != other.TargetType)
            throw EcsRefusals.Invalid($"The target groups {group} and {alternate} must have the same target type; they have {own.TargetType} and {other.TargetType}.");
    }

    private void CheckRule(string member, string arn, string group, string alternate)
    {
        var rule = listenerRules.FindRule(arn)
            ?? throw EcsRefusals.Invalid($"Unable to assume role and validate the specified {member}. Please verify that the listener rule {arn} exists.");
        var groups = rule.Groups
            ?? throw EcsRefusals.Invalid($"The {member} {arn} must have a forward action only: traffic of a rule that redirects, authenticates or answers by itself can not be shifted.");

        if (!groups.Select(one => one.TargetGroupArn).Order(StringComparer.Ordinal).SequenceEqual(new[] { group, alternate }.Order(StringComparer.Ordinal)))
            throw EcsRefusals.Invalid($"The forward action of the {member} {arn} must name the target groups {group} and {alternate}, and no other.");
    }

    private static string Required(JsonObject advanced, string name) =>
        advanced.OptionalString(name) ?? throw EcsRefusals.Invalid($"{name} must be provided in advancedConfiguration.");
}
