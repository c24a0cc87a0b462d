using System.Text.Json.Nodes;
using Slipway.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Services;

/// <summary>What a plan for services is decided from.</summary>
/// <param name="Services">By the definition's name; a service that does not exist is absent.</param>
/// <param name="LogGroups">Retention in days by name; null: for ever.</param>
/// <param name="Secrets">Full ARN by name; a secret that does not exist is absent.</param>
internal sealed record ServicesObservation(
    IReadOnlyDictionary<string, ObservedService> Services,
    IReadOnlyDictionary<string, int?> LogGroups,
    IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>The newest revision of a family whose service runs another one, or does not exist, by the definition's name.</summary>
    public IReadOnlyDictionary<string, TaskDefinitionRevision> Newest { get; init; } = new Dictionary<string, TaskDefinitionRevision>();

    /// <summary>Services that are pairs, by the definition's name; <see cref="Services"/> has none of them.</summary>
    public IReadOnlyDictionary<string, PairObservation> Pairs { get; init; } = new Dictionary<string, PairObservation>();

    /// <summary>Every ECS service, both of each pair.</summary>
    public IEnumerable<ObservedService> All => Services.Values.Concat(Pairs.Values.SelectMany(pair => new[] { pair.Blue, pair.Green }).OfType<ObservedService>());

    /// <summary>The live side of pairs as the ledger has it, by the definition's name; what it does not know is absent.</summary>
    public IReadOnlyDictionary<string, PairSide> LiveSides { get; init; } = new Dictionary<string, PairSide>();
}

/// <param name="Running">The task definition that the service is set to; null: it was deleted.</param>
internal sealed record ObservedService(ServiceSnapshot Snapshot, TaskDefinitionRevision? Running);

internal sealed record TaskDefinitionRevision(string Arn, JsonObject Content);

/// <summary>Reads what a plan for services is decided from. Writes nothing.</summary>
internal sealed class ServicesObserver(IEcs ecs, ILogs logs, ISecrets secrets, IWeights weights)
{
    public async Task<ServicesObservation> Observe(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var groups = logs.Groups(EcsNames.LogGroupPrefix(application, environment), ct);
        var arns = Secrets(application, environment, ct);
        var pairs = application.Services.Where(service => service.Rollout.In(environment) is ServicePairRollout).ToList();
        var reading = Rules(pairs, infrastructure, ct);

        // A pair may have been one service before.
        string[] names = [.. application.Services.SelectMany(service => EcsNames.Services(application, environment, service)), .. pairs.Select(pair => EcsNames.Service(application, pair))];
        var existing = await ecs.Services(infrastructure.Cluster, names, ct);
        var snapshots = (await Task.WhenAll(existing.Select(service => WithHistory(infrastructure.Cluster, service, ct))))
            .ToDictionary(service => service.Name, StringComparer.Ordinal);

        var found = (await Task.WhenAll(application.Services.Select(async service =>
        {
            var newest = await Revision(EcsNames.Family(application, environment, service), ct);
            var running = await Task.WhenAll(EcsNames.Services(application, environment, service).Where(snapshots.ContainsKey).Select(async name =>
                new ObservedService(snapshots[name], snapshots[name].TaskDefinition == newest?.Arn ? newest : await Revision(snapshots[name].TaskDefinition, ct))));
            return (service.Name, Newest: newest, Running: running);
        }))).ToDictionary(one => one.Name, StringComparer.Ordinal);

        var rules = await reading;
        return new ServicesObservation(
            application.Services.Except(pairs).Where(service => found[service.Name].Running.Length > 0).ToDictionary(service => service.Name, service => found[service.Name].Running[0]),
            await groups,
            await arns)
        {
            Newest = found.Values.Where(one => one.Newest is not null).ToDictionary(one => one.Name, one => one.Newest!),
            Pairs = pairs.ToDictionary(pair => pair.Name, pair => Pair(application, pair, found[pair.Name].Running, snapshots, RuleOf(pair, infrastructure, rules))),
        };
    }

    private static PairObservation Pair(
        Application application, EcsService pair, IReadOnlyList<ObservedService> sides, IReadOnlyDictionary<string, ServiceSnapshot> snapshots, TrafficRule? rule)
    {
        return new PairObservation(Side(PairSide.Blue), Side(PairSide.Green), rule) { Single = snapshots.GetValueOrDefault(EcsNames.Service(application, pair)) };

        ObservedService? Side(PairSide side) => sides.FirstOrDefault(one => one.Snapshot.Name == EcsNames.Side(application, pair, side));
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
        var names = application.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(environment)).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(names.Select(async name => (name, arn: await secrets.Arn(name, ct))));
        return found.Where(secret => secret.arn is not null).ToDictionary(secret => secret.name, secret => secret.arn!);
    }

    private async Task<TaskDefinitionRevision?> Revision(string arnOrFamily, CancellationToken ct) =>
        await ecs.TaskDefinition(arnOrFamily, ct) is { } content
            ? new TaskDefinitionRevision(content["taskDefinitionArn"]!.GetValue<string>(), content)
            : null;
}
