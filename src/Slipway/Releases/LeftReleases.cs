using Slipway.Services;

namespace Slipway.Releases;

/// <summary>Reads what became of releases whose runs are gone. Writes nothing.</summary>
internal sealed class LeftReleases(Application application, DeployEnvironment environment, Ledger ledger, IEcs ecs)
{
    // ECS's clock and that of the run that wrote the ledger need not agree.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>The verdict of a release that is not gone on with; null: a deploy of commit <paramref name="next"/> goes on with it.</summary>
    public async Task<Verdict?> Verdict(ReleaseManifest left, string? next, CancellationToken ct)
    {
        var arns = left.Services.Where(service => service.IsUndecided).Select(service => service.Deployment).OfType<string>().ToList();
        return Of(left, next, left.Detached is null || arns.Count == 0 ? [] : await ecs.DescribeDeployments(arns, ct) ?? []);
    }

    /// <param name="deployments">What it had in flight when it was left to ECS.</param>
    public static Verdict? Of(ReleaseManifest left, string? next, IReadOnlyList<ServiceDeployment> deployments) =>
        left.Detached is null ? Slipway.Verdict.Stopped
        : deployments.Any(deployment => deployment.Status == "ROLLBACK_FAILED") ? Slipway.Verdict.Failed
        : deployments.Any(WentBack) ? Slipway.Verdict.RolledBack
        : deployments.Any(deployment => deployment.Status is "STOPPED" or "STOP_REQUESTED") ? Slipway.Verdict.Stopped
        : left.Commit == next ? null
        : Slipway.Verdict.Superseded;

    /// <summary>Whether the ledger says what a release had in flight, and ECS carries all of that out: the traffic of a pair is moved by a run alone.</summary>
    public bool IsKnown(ReleaseManifest left)
    {
        var undecided = left.Services.Where(service => service.IsUndecided).Select(service => service.Name).ToList();
        return undecided.Count > 0
            && !application.Services.Any(service => service.Rollout.In(environment) is ServicePairRollout && undecided.Contains(service.Name, StringComparer.Ordinal));
    }

    /// <summary>How a release's deployments are followed, from the ledger alone: its commit need not be checked out.</summary>
    public async Task<ServicesPlan> Following(ReleaseManifest left, string cluster, CancellationToken ct)
    {
        var before = left.Previous is { } id ? await ledger.Find(id, ct) : null;
        var services = application.Services.Join(left.Services, service => service.Name, released => released.Name, (service, released) => (service, released))
            .Where(pair => pair.released is { IsUndecided: true } or { TaskDefinition: not null, Deployment: not null, Verdict: Slipway.Verdict.Deployed, Side: null })
            .Select(pair => new LeftService(
                pair.service, pair.released.TaskDefinition!, pair.released.Deployment,
                before?.Services.FirstOrDefault(older => older.Name == pair.service.Name)?.TaskDefinition, left.Begun - Slack))
            .ToList();

        var names = services.ToDictionary(left => EcsNames.Service(application, left.Service), left => left.Service.Name, StringComparer.Ordinal);
        var seen = names.Count == 0 ? [] : await ecs.Services(cluster, [.. names.Keys], ct);
        return FollowPlan.Create(application, environment, cluster, services, seen.ToDictionary(service => names[service.Name], StringComparer.Ordinal));
    }

    /// <summary>Names of services whose deployment by the release went back, or goes back now, without a run that said so.</summary>
    /// <param name="others">Releases whose deployments do not count.</param>
    public async Task<IReadOnlyList<string>> WentBack(ReleaseManifest left, IReadOnlyList<ReleaseManifest> others, string cluster, CancellationToken ct)
    {
        var known = others.Where(other => other.Id != left.Id).SelectMany(other => other.Services).Select(service => service.Deployment).OfType<string>().ToHashSet(StringComparer.Ordinal);
        List<string> back = [];
        var existing = await ecs.Services(cluster, [.. application.Services.Select(service => EcsNames.Service(application, service))], ct);
        foreach (var service in application.Services.Where(service => existing.Any(one => one.Name == EcsNames.Service(application, service))))
        {
            var history = await ecs.Deployments(cluster, EcsNames.Service(application, service), left.Begun - Slack, ct);
            if (history is [var newest, ..] && WentBack(newest) && !known.Contains(newest.Arn))
                back.Add(service.Name);
        }

        return back;
    }

    private static bool WentBack(ServiceDeployment deployment) => deployment.Status.StartsWith("ROLLBACK", StringComparison.Ordinal);
}
