using Slipway.Output;

namespace Slipway.Services;

/// <summary>
/// Ends deployments that a rollback finds under way. Where ECS goes back to what is wanted, stopping with rollback is the quickest way there: the old
/// tasks have not left yet.
/// </summary>
internal sealed class InFlight(IEcs ecs, IOutput output, TimeProvider time)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Stops what is under way and would be gone back from, and waits until ECS has gone back. A deployment of what is wanted goes on; one after which ECS would
    /// go back to something else is left to the deployment that supersedes it. Pauses of what was ended do not stay on the service.
    /// </summary>
    /// <param name="wanted">The services that are to go back.</param>
    /// <returns>Whether anything was under way.</returns>
    public async Task<bool> Stop(ServicesPlan wanted, CancellationToken ct)
    {
        List<(ServicePlan Plan, string Arn)> open = [];
        List<ServiceSnapshot> paused = [];
        foreach (var service in await ecs.Services(wanted.Cluster, [.. wanted.Services.Select(plan => plan.EcsName)], ct))
        {
            var plan = wanted.Services.Single(plan => plan.EcsName == service.Name);
            if (await Ending(wanted.Cluster, plan, service, ct) is not { } arn)
                continue;

            open.Add((plan, arn));
            if (service.Settings.Deployment.Pauses.Count > 0)
                paused.Add(service);
        }

        if (open.Count > 0)
            await Settle(open, ct);

        foreach (var service in paused)
            await ecs.Update(wanted.Cluster, service.Name, new ServiceChange { Deployment = service.Settings.Deployment.AtRest }, ct);

        return open.Count > 0;
    }

    /// <summary>The service deployment that goes back, of itself or since it is stopped now; null: there is none.</summary>
    private async Task<string?> Ending(string cluster, ServicePlan plan, ServiceSnapshot service, CancellationToken ct)
    {
        var target = Target(plan);
        var since = (service.Primary?.CreatedAt ?? DateTimeOffset.UnixEpoch) - Slack;
        var history = await ecs.Deployments(cluster, service.Name, since, ct);
        if (history?.FirstOrDefault(deployment => !IsOver(deployment)) is not { } unfinished)
            return null;

        if (unfinished.Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
            return unfinished.Arn;

        var revisions = unfinished.Target is { } revision ? await ecs.RevisionTaskDefinitions([revision], ct) : null;
        if (revisions?.GetValueOrDefault(unfinished.Target!) == target || service.Proven != target)
            return null;

        output.Emit(new StoppingDeployment(plan.Name, unfinished.Arn));
        return await ecs.StopWithRollback(unfinished.Arn, ct) is StopAnswer.Accepted ? unfinished.Arn : null;
    }

    private async Task Settle(List<(ServicePlan Plan, string Arn)> open, CancellationToken ct)
    {
        var pace = new Pace(time);
        var began = time.GetTimestamp();
        var limit = open.Max(one => one.Plan.Budget.Total);
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        while (time.GetElapsedTime(began) < limit)
        {
            var now = await Look([.. open.Select(one => one.Arn)], ct);
            if (now is not null && now.All(IsOver))
                return;

            var moved = now?.Count(deployment => seen.GetValueOrDefault(deployment.Arn) != deployment.Status) > 0;
            foreach (var deployment in now ?? [])
                seen[deployment.Arn] = deployment.Status;

            await pace.Wait(moved, ct);
        }
    }

    /// <returns>Null: no news.</returns>
    private async Task<IReadOnlyList<ServiceDeployment>?> Look(IReadOnlyList<string> arns, CancellationToken ct)
    {
        try
        {
            return await ecs.DescribeDeployments(arns, ct);
        }
        catch (DeployException exception) when (exception.MayPass)
        {
            return null;
        }
    }

    private static string? Target(ServicePlan plan) => plan.TaskDefinition switch
    {
        TaskDefinitionStep.Keep keep => keep.Arn,
        TaskDefinitionStep.Reuse reuse => reuse.Arn,
        _ => null,
    };

    private static bool IsOver(ServiceDeployment deployment) => deployment.Status is "SUCCESSFUL" or "STOPPED" or "ROLLBACK_SUCCESSFUL" or "ROLLBACK_FAILED";
}

/// <summary>A deployment that is under way is stopped, so that ECS goes back.</summary>
internal sealed record StoppingDeployment(string Service, string Deployment) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"{Service}: deployment {EcsNames.Short(Deployment)} is stopped with rollback";
}
