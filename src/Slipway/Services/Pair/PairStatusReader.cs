using Slipway.Infrastructures;
using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>Finds the rule of a pair from its ECS services alone, so that a state can be shown without reading the infrastructure.</summary>
internal sealed class PairStatusReader(ITargetGroups groups, IRules rules)
{
    /// <summary>The rule that forwards to the target groups of both, or of the one that is there; null: it was not found, or may not be read.</summary>
    public async Task<TrafficRule?> Rule(ServiceSnapshot? blue, ServiceSnapshot? green, CancellationToken ct)
    {
        string[] wanted = [.. new[] { blue, green }.SelectMany(service => service?.Settings.LoadBalancers ?? []).Select(target => target.TargetGroup).Distinct(StringComparer.Ordinal)];
        if (wanted.Length == 0 || !(await groups.Find(wanted, ct)).Is(out var found))
            return null;

        var answer = await rules.Of([.. found.SelectMany(group => group.LoadBalancers).Distinct(StringComparer.Ordinal)], ct);
        return answer.Is(out var all) ? all.FirstOrDefault(rule => wanted.All(rule.Has)) : null;
    }
}
