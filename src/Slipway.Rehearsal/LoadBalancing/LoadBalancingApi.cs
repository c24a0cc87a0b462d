using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Elastic Load Balancing v2, as far as Application Load Balancers over HTTP go.</summary>
internal sealed class LoadBalancingApi(LoadBalancers balancers, TimeProvider clock) : IAwsApi
{
    private static readonly FrozenDictionary<string, Operation> Operations = new Dictionary<string, Operation>
    {
        ["CreateLoadBalancer"] = LoadBalancerOperations.Create,
        ["DescribeLoadBalancers"] = LoadBalancerOperations.List,
        ["DescribeLoadBalancerAttributes"] = LoadBalancerOperations.ListAttributes,
        ["ModifyLoadBalancerAttributes"] = LoadBalancerOperations.ModifyAttributes,
        ["DeleteLoadBalancer"] = LoadBalancerOperations.Delete,
        ["AddTags"] = LoadBalancerOperations.AddTags,
        ["RemoveTags"] = LoadBalancerOperations.RemoveTags,
        ["DescribeTags"] = LoadBalancerOperations.ListTags,
        ["CreateTargetGroup"] = TargetGroupOperations.Create,
        ["DescribeTargetGroups"] = TargetGroupOperations.List,
        ["ModifyTargetGroup"] = TargetGroupOperations.Modify,
        ["DescribeTargetGroupAttributes"] = TargetGroupOperations.ListAttributes,
        ["ModifyTargetGroupAttributes"] = TargetGroupOperations.ModifyAttributes,
        ["DeleteTargetGroup"] = TargetGroupOperations.Delete,
        ["RegisterTargets"] = TargetGroupOperations.Register,
        ["DeregisterTargets"] = TargetGroupOperations.Deregister,
        ["CreateListener"] = ListenerOperations.Create,
        ["DescribeListeners"] = ListenerOperations.List,
        ["ModifyListener"] = ListenerOperations.Modify,
        ["DeleteListener"] = ListenerOperations.Delete,
        ["CreateRule"] = ListenerOperations.CreateRule,
        ["DescribeRules"] = ListenerOperations.ListRules,
        ["ModifyRule"] = ListenerOperations.ModifyRule,
        ["DeleteRule"] = ListenerOperations.DeleteRule,
        ["SetRulePriorities"] = ListenerOperations.SetRulePriorities,
    }.ToFrozenDictionary();

    public string SigningName => "elasticloadbalancing";

    public async Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct)
    {
        if (operation == "DescribeTargetHealth")
            return TargetHealth(input);

        if (!Operations.TryGetValue(operation, out var carryOut))
            throw AwsError.UnknownOperation(operation);

        var circumstances = new Circumstances(caller, clock.GetUtcNow());
        var answer = await balancers.Change(state => carryOut(state, input, circumstances), ct);
        return answer.Result;
    }

    private JsonObject TargetHealth(JsonObject input)
    {
        var group = balancers.State.TargetGroup(input.Required("TargetGroupArn"));
        var asked = TargetGroupOperations.ReadTargets(input, group);
        var shown = asked.Count > 0
            ? asked.Select(target => (Target: target, Health: balancers.Health(group.Arn, target)))
            : balancers.Targets.All(group.Arn);

        return new() { ["TargetHealthDescriptions"] = Describe.List(shown.Select(one => Describe.TargetHealth(one.Target, one.Health, group.HealthCheck.Port))) };
    }
}
