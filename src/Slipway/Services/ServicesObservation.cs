using System.Text.Json.Nodes;

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
}

/// <param name="Running">The task definition that the service is set to; null: it was deleted.</param>
internal sealed record ObservedService(ServiceSnapshot Snapshot, TaskDefinitionRevision? Running);

internal sealed record TaskDefinitionRevision(string Arn, JsonObject Content);

/// <summary>Reads what a plan for services is decided from. Writes nothing.</summary>
internal sealed class ServicesObserver(IEcs ecs, ILogs logs, ISecrets secrets)
{
    public async Task<ServicesObservation> Observe(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var groups = logs.Groups(EcsNames.LogGroupPrefix(application, environment), ct);
        var arns = Secrets(application, environment, ct);
        var names = application.Services.ToDictionary(service => EcsNames.Service(application, service), StringComparer.Ordinal);
        var existing = await ecs.Services(infrastructure.Cluster, [.. names.Keys], ct);
        var snapshots = (await Task.WhenAll(existing.Select(service => WithHistory(infrastructure.Cluster, service, ct))))
            .ToDictionary(service => names[service.Name].Name, StringComparer.Ordinal);

        var revisions = await Task.WhenAll(application.Services.Select(async service =>
        {
            var newest = await Revision(EcsNames.Family(application, environment, service), ct);
            var running = snapshots.GetValueOrDefault(service.Name)?.TaskDefinition is not { } arn ? null
                : arn == newest?.Arn ? newest
                : await Revision(arn, ct);
            return (service.Name, newest, running);
        }));

        return new ServicesObservation(
            revisions.Where(found => snapshots.ContainsKey(found.Name)).ToDictionary(found => found.Name, found => new ObservedService(snapshots[found.Name], found.running)),
            await groups,
            await arns)
        {
            Newest = revisions.Where(found => found.newest is not null).ToDictionary(found => found.Name, found => found.newest!),
        };
    }

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
