using Slipway.Output;

namespace Slipway.Services;

/// <summary>Reads how deployments stand: all of them in as few calls as ECS's batches allow.</summary>
internal sealed class DeploymentWatch(IEcs ecs, IOutput output)
{
    // ECS gives a deployment and its service deployment their times one after the other.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private bool _denied;

    /// <summary>Reads every flight once and emits what ECS said since.</summary>
    public async Task Look(string cluster, IReadOnlyList<ServiceFlight> flights, CancellationToken ct)
    {
        foreach (var snapshot in await ecs.Services(cluster, [.. flights.Select(flight => flight.Plan.EcsName)], ct))
        {
            var flight = flights.Single(candidate => candidate.Plan.EcsName == snapshot.Name);
            foreach (var said in flight.Take(snapshot))
                output.Emit(new EcsSaid(flight.Plan.Name, said.At, said.Message));
        }

        foreach (var flight in flights.Where(flight => flight.Arn is null && !_denied))
            flight.Arn = await Find(cluster, flight, ct);

        var known = flights.Where(flight => flight.Arn is not null).ToDictionary(flight => flight.Arn!, StringComparer.Ordinal);
        if (known.Count == 0 || _denied)
            return;

        if (await ecs.DescribeDeployments(known.Keys, ct) is not { } deployments)
        {
            Deny(flights[0]);
            return;
        }

        foreach (var deployment in deployments)
            known[deployment.Arn].Deployment = deployment;

        foreach (var flight in flights.Where(flight => flight.MayBeSuperseded))
            flight.Newer = await Newer(cluster, flight, ct);
    }

    /// <summary>Finds the service deployment of a flight; null: ECS does not name it yet.</summary>
    private async Task<string?> Find(string cluster, ServiceFlight flight, CancellationToken ct)
    {
        // currentServiceDeployment of DescribeServices may still name the one before: revision and time decide, both on ECS's clock.
        var since = (flight.StartedAt ?? DateTimeOffset.UnixEpoch) - Slack;
        var found = await ecs.Deployments(cluster, flight.Plan.EcsName, since, ct);
        var candidates = found?.Where(deployment => deployment.Target is not null && deployment.CreatedAt >= since).ToList();
        if (candidates is { Count: 0 })
            return null;

        if (candidates is null
            || await ecs.RevisionTaskDefinitions([.. candidates.Select(deployment => deployment.Target!).Distinct(StringComparer.Ordinal)], ct) is not { } revisions)
        {
            Deny(flight);
            return null;
        }

        // An earlier deployment of the same task definition may lie within the slack: the one that began with this flight is the nearest.
        var mine = candidates.Where(deployment => revisions.GetValueOrDefault(deployment.Target!) == flight.TaskDefinition)
            .MinBy(deployment => (deployment.CreatedAt - (flight.StartedAt ?? deployment.CreatedAt)).Duration());

        if (mine?.Status != "SUCCESSFUL" || !candidates[0].Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
            return mine?.Arn;

        // What succeeded once and is gone back to has yet to come up again: until ECS is there, DescribeServices alone tells how it stands.
        flight.GoneBackSince = candidates[0].CreatedAt;
        return candidates[0].Status switch
        {
            "ROLLBACK_SUCCESSFUL" => mine.Arn,
            "ROLLBACK_FAILED" => candidates[0].Arn,
            _ => null,
        };
    }

    private async Task<ServiceDeployment?> Newer(string cluster, ServiceFlight flight, CancellationToken ct) =>
        (await ecs.Deployments(cluster, flight.Plan.EcsName, flight.Deployment!.CreatedAt, ct))
            ?.FirstOrDefault(deployment => deployment.Arn != flight.Arn && deployment.CreatedAt > flight.Deployment.CreatedAt);

    private void Deny(ServiceFlight flight)
    {
        _denied = true;
        output.Emit(new ServiceDeploymentsDenied(flight.Plan.Name));
    }
}
