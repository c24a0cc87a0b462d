using Slipway.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Services;

/// <summary>Reads what a plan for services is decided from. Writes nothing.</summary>
internal sealed class ServicesObserver(IEcs ecs, ILogs logs, ISecrets secrets, IWeights weights)
{
    // So many at once that ECS does not throttle a cluster's worth of them.
    private const int RevisionsAtOnce = 20;

    /// <summary>Reads all of it, every task definition included.</summary>
    public async Task<ServicesObservation> Observe(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct) =>
        await Complete(await Look(application, environment, infrastructure, ct), new Dictionary<string, TaskDefinitionRevision>(), ct);

    /// <summary>Reads what is told of many services by one call: their number grows with pages, not with services.</summary>
    public async Task<ServicesLook> Look(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        // Everything else is asked by name.
        var groups = application.Services.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<string, int?>>(new Dictionary<string, int?>())
            : logs.Groups(EcsNames.LogGroupPrefix(application, environment), ct);
        var arns = Secrets(application, environment, ct);
        var pairs = application.Services.Where(service => service.Rollout.In(environment) is ServicePairRollout).ToList();
        var reading = Rules(pairs, infrastructure, ct);

        // A pair may have been one service before.
        string[] names = [.. application.Services.SelectMany(service => EcsNames.Services(application, environment, service)), .. pairs.Select(pair => EcsNames.Service(application, pair))];
        var existing = await ecs.Services(infrastructure.Cluster, names, ct);
        var snapshots = (await Task.WhenAll(existing.Select(service => WithHistory(infrastructure.Cluster, service, ct))))
            .ToDictionary(service => service.Name, StringComparer.Ordinal);

        return new ServicesLook(application, environment, infrastructure, snapshots, await groups, await arns, await reading);
    }

    /// <summary>Reads the task definitions that a look does not tell.</summary>
    /// <param name="known">Task definitions whose content is known, by the definition's name: they are not read where the service has that very revision.</param>
    public async Task<ServicesObservation> Complete(ServicesLook look, IReadOnlyDictionary<string, TaskDefinitionRevision> known, CancellationToken ct)
    {
        Dictionary<string, ServiceRevisions> found = new(StringComparer.Ordinal);
        foreach (var some in look.Application.Services.Chunk(RevisionsAtOnce))
        {
            foreach (var (service, revisions) in some.Zip(await Task.WhenAll(some.Select(service => Revisions(look, service, known.GetValueOrDefault(service.Name), ct)))))
                found[service.Name] = revisions;
        }

        var pairs = look.Application.Services.Where(service => service.Rollout.In(look.Environment) is ServicePairRollout).ToList();
        return new ServicesObservation(
            look.Application.Services.Except(pairs).Where(service => found[service.Name].Running.Count > 0).ToDictionary(service => service.Name, service => found[service.Name].Running[0]),
            look.LogGroups,
            look.Secrets)
        {
            Newest = found.Where(one => one.Value.Newest is not null).ToDictionary(one => one.Key, one => one.Value.Newest!),
            Pairs = pairs.ToDictionary(pair => pair.Name, pair => Pair(look, pair, found[pair.Name].Running)),
        };
    }

    private async Task<ServiceRevisions> Revisions(ServicesLook look, EcsService service, TaskDefinitionRevision? known, CancellationToken ct)
    {
        List<ServiceSnapshot> existing = [.. EcsNames.Services(look.Application, look.Environment, service).Select(look.Services.GetValueOrDefault).OfType<ServiceSnapshot>()];
        if (known is not null && existing.Count > 0 && existing.TrueForAll(snapshot => snapshot.TaskDefinition == known.Arn))
            return new ServiceRevisions(Newest: null, [.. existing.Select(snapshot => new ObservedService(snapshot, known))]);

        var newest = await Revision(EcsNames.Family(look.Application, look.Environment, service), ct);
        var running = await Task.WhenAll(existing.Select(async snapshot => new ObservedService(
            snapshot,
            snapshot.TaskDefinition == newest?.Arn ? newest : snapshot.TaskDefinition == known?.Arn ? known : await Revision(snapshot.TaskDefinition, ct))));
        return new ServiceRevisions(newest, running);
    }

    private static PairObservation Pair(ServicesLook look, EcsService pair, IReadOnlyList<ObservedService> sides)
    {
        return new PairObservation(Side(PairSide.Blue), Side(PairSide.Green), RuleOf(pair, look.Infrastructure, look.Rules))
        {
            Single = look.Services.GetValueOrDefault(EcsNames.Service(look.Application, pair)),
        };

        ObservedService? Side(PairSide side) => sides.FirstOrDefault(one => one.Snapshot.Name == EcsNames.Side(look.Application, pair, side));
    }

    private async Task<IReadOnlyDictionary<string, TrafficRule>> Rules(IReadOnlyList<EcsService> pairs, Infrastructure infrastructure, CancellationToken ct)
    {
        string[] rules = [.. pairs.Select(pair => infrastructure.Traffic.GetValueOrDefault(pair.Name)?.Rule).OfType<string>()];
        return rules.Length == 0 ? new Dictionary<string, TrafficRule>() : await weights.Read(rules, ct);
    }

    private static TrafficRule? RuleOf(EcsService pair, Infrastructure infrastructure, IReadOnlyDictionary<string, TrafficRule> rules) =>
        infrastructure.Traffic.GetValueOrDefault(pair.Name) is { Rule: var rule } ? rules.GetValueOrDefault(rule) : null;

    /// <summary>Where nothing that came up is in sight, asks ECS's history of service deployments, which it keeps for 90 days.</summary>
    private async Task<ServiceSnapshot> WithHistory(string cluster, ServiceSnapshot service, CancellationToken ct)
    {
        if (service.Proven is not null || service.Primary is not { } primary)
            return service;

        var history = await ecs.Deployments(cluster, service.Name, primary.CreatedAt - TimeSpan.FromDays(90), ct);
        if (history?.FirstOrDefault(deployment => deployment.Status == "SUCCESSFUL")?.Target is not { } revision)
            return service;

        var taskDefinitions = await ecs.RevisionTaskDefinitions([revision], ct);
        return service with { LastSuccess = taskDefinitions?.GetValueOrDefault(revision) };
    }

    private async Task<IReadOnlyDictionary<string, string>> Secrets(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        string[] names = [.. application.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(environment)).Distinct(StringComparer.Ordinal)];
        return names.Length == 0 ? new Dictionary<string, string>() : await secrets.Arns(names, ct);
    }

    private async Task<TaskDefinitionRevision?> Revision(string arnOrFamily, CancellationToken ct) =>
        await ecs.TaskDefinition(arnOrFamily, ct) is { } content
            ? new TaskDefinitionRevision(content["taskDefinitionArn"]!.GetValue<string>(), content)
            : null;

    /// <param name="Newest">Of the family; null: there is none, or nothing rests on it.</param>
    /// <param name="Running">Of the ECS services that exist, blue before green.</param>
    private sealed record ServiceRevisions(TaskDefinitionRevision? Newest, IReadOnlyList<ObservedService> Running);
}

/// <summary>What few calls tell of all services of an application: everything but the content of their task definitions.</summary>
/// <param name="Services">By the names of ECS services; those that do not exist are absent.</param>
/// <param name="LogGroups">Retention in days by name; null: for ever.</param>
/// <param name="Secrets">Full ARN by name; a secret that does not exist is absent.</param>
/// <param name="Rules">Those that pairs share their traffic with.</param>
internal sealed record ServicesLook(
    Application Application, DeployEnvironment Environment, Infrastructure Infrastructure, IReadOnlyDictionary<string, ServiceSnapshot> Services,
    IReadOnlyDictionary<string, int?> LogGroups, IReadOnlyDictionary<string, string> Secrets, IReadOnlyDictionary<string, TrafficRule> Rules);
