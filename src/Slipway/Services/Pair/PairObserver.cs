using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>Reads one pair by itself: both of its ECS services, what they run, and the rule in front of them.</summary>
internal sealed class PairObserver(IEcs ecs, IWeights weights)
{
    public async Task<PairObservation> Observe(Application application, EcsService pair, Infrastructure infrastructure, CancellationToken ct)
    {
        var rule = infrastructure.Traffic.GetValueOrDefault(pair.Name)?.Rule;
        var rules = rule is null ? null : await weights.Read([rule], ct);
        var (blue, green) = (EcsNames.Side(application, pair, PairSide.Blue), EcsNames.Side(application, pair, PairSide.Green));
        var found = await ecs.Services(infrastructure.Cluster, [blue, green], ct);
        return new PairObservation(await Side(blue), await Side(green), rule is null ? null : rules!.GetValueOrDefault(rule));

        async Task<ObservedService?> Side(string name) => found.FirstOrDefault(service => service.Name == name) is { } service
            ? new ObservedService(service, await ecs.TaskDefinition(service.TaskDefinition, ct) is { } content ? new TaskDefinitionRevision(service.TaskDefinition, content) : null)
            : null;
    }
}
