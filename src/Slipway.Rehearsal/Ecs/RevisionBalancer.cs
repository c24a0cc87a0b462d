using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>A load balancer of a service revision, and which of its two target groups the revision is in.</summary>
/// <param name="Groups">As the service names them: the target group and, where traffic can be shifted, the alternate one.</param>
/// <param name="TargetGroup">The one of the two that the revision's tasks are registered in.</param>
internal sealed record RevisionBalancer(IReadOnlyList<string> Groups, string TargetGroup, int ContainerPort, string? ProductionRule, string? TestRule)
{
    /// <param name="balancer">A member of <c>loadBalancers</c>.</param>
    public static RevisionBalancer Of(JsonObject balancer, bool alternate)
    {
        var group = balancer.RequiredString("targetGroupArn");
        var advanced = balancer.OptionalObject("advancedConfiguration") ?? [];
        var other = advanced.OptionalString("alternateTargetGroupArn");

        return new RevisionBalancer(
            other is null ? [group] : [group, other], alternate && other is not null ? other : group, balancer.RequiredInt("containerPort"),
            advanced.OptionalString("productionListenerRule"), advanced.OptionalString("testListenerRule"));
    }
}
