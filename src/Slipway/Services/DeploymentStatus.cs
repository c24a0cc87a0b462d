namespace Slipway.Services;

/// <summary>How one deployment stands.</summary>
internal abstract record DeploymentStatus
{
    internal sealed record InProgress(string Stage, int Running, int Desired) : DeploymentStatus;

    internal sealed record Deployed : DeploymentStatus;

    internal sealed record RolledBack(string Reason) : DeploymentStatus;

    internal sealed record Superseded(string By) : DeploymentStatus;

    internal sealed record Stopped(string Reason) : DeploymentStatus;

    /// <summary>It failed and nothing took its place, as in a first release.</summary>
    internal sealed record Stalled(string Reason) : DeploymentStatus;

    /// <summary>
    /// Judges the deployment that this run started, and nothing else. After a circuit-breaker rollback the service itself is stable
    /// again, on the old revision; asking "is the service stable?" would call that a success.
    /// </summary>
    /// <param name="service">Null: not read, or not there yet.</param>
    /// <param name="deployment">What the service-deployment API says of it; null where that is denied, missing or not found yet.</param>
    /// <param name="newer">A service deployment that began later, if one was looked for and found.</param>
    public static DeploymentStatus Judge(Followed mine, ServiceSnapshot? service, ServiceDeployment? deployment, ServiceDeployment? newer) =>
        deployment is not null ? ByServiceDeployment(mine, service, deployment, newer) : ByDeployment(mine, service);

    private static DeploymentStatus ByServiceDeployment(Followed mine, ServiceSnapshot? service, ServiceDeployment deployment, ServiceDeployment? newer)
    {
        var own = service?.Deployments.FirstOrDefault(candidate => candidate.Id == mine.Id);
        var said = deployment.Rollback ?? own?.Reason ?? deployment.Reason;
        var reason = (deployment.Cause, said) switch
        {
            (null, _) => said ?? "ECS gave no reason",
            ({ } cause, null) => cause,
            ({ } cause, _) => $"{cause} ({said})",
        };
        return deployment.Status switch
        {
            "SUCCESSFUL" => new Deployed(),
            "ROLLBACK_SUCCESSFUL" => new RolledBack(reason),
            "ROLLBACK_FAILED" => new Stalled($"the rollback failed: {reason}"),
            "STOPPED" when newer is not null && deployment.Rollback is null => new Superseded(newer.Arn),
            "STOPPED" when own?.RolloutState == "FAILED" || deployment.BreakerTriggered => new Stalled(reason),
            "STOPPED" => new Stopped(deployment.Reason ?? "ECS gave no reason"),
            // The breaker tripped, and there is nothing that ECS could go back to: it starts no more tasks and the deployment stays as it is.
            "PENDING" or "IN_PROGRESS" when !mine.CanGoBack && (own?.RolloutState == "FAILED" || deployment.BreakerTriggered) => new Stalled(reason),
            "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS" => new InProgress("rolling back", deployment.Running, deployment.Requested),
            "STOP_REQUESTED" => new InProgress("stopping", deployment.Running, deployment.Requested),
            _ => new InProgress(
                StageName(deployment.Stage) ?? "rolling out", own?.Running ?? deployment.Running, own?.Desired ?? deployment.Requested),
        };
    }

    private static DeploymentStatus ByDeployment(Followed mine, ServiceSnapshot? service)
    {
        var own = service?.Deployments.FirstOrDefault(deployment => deployment.Id == mine.Id);
        var primary = service?.Primary;
        return (own, primary) switch
        {
            // DescribeServices may lag behind UpdateService: absence means nothing until the deployment was seen once.
            (null, _) when !mine.Seen => new InProgress("starting", 0, service?.DesiredCount ?? 0),
            (_, null) => new InProgress("waiting for ECS", own?.Running ?? 0, own?.Desired ?? 0),
            ({ Status: "PRIMARY", RolloutState: "COMPLETED" }, _) => new Deployed(),
            ({ Status: "PRIMARY", RolloutState: "FAILED" }, _) when !mine.CanGoBack => new Stalled(own.Reason ?? "ECS gave no reason"),
            ({ Status: "PRIMARY", RolloutState: "FAILED" }, _) => new InProgress("failed; ECS goes back", own.Running, own.Desired),
            ({ Status: "PRIMARY" }, _) => new InProgress("rolling out", own.Running, own.Desired),
            _ when !IsWayBack(mine, primary) => new Superseded(primary.Id),
            _ when primary.RolloutState == "COMPLETED" => new RolledBack(own?.Reason ?? primary.Reason ?? "ECS replaced the deployment"),
            _ => new InProgress("rolling back", primary.Running, primary.Desired),
        };
    }

    // Going back is a new deployment of the old task definition. Where mine has that same one, ECS's words tell.
    private static bool IsWayBack(Followed mine, DeploymentSnapshot primary) =>
        (mine.Proven is not null && mine.Proven != mine.TaskDefinition && primary.TaskDefinition == mine.Proven)
        || primary.Reason?.Contains("rolling back", StringComparison.OrdinalIgnoreCase) == true;

    private static string? StageName(string? stage) => stage?.Replace('_', ' ').ToLowerInvariant();
}

/// <summary>The deployment that a run follows.</summary>
/// <param name="Id">Of the PRIMARY deployment in the answer to the update; null: it was not in it.</param>
/// <param name="Proven">What ECS would go back to; null: nothing.</param>
/// <param name="Seen">Whether DescribeServices has named it once.</param>
internal sealed record Followed(string? Id, string TaskDefinition, string? Proven, bool Seen)
{
    public bool CanGoBack => Proven is not null;
}
