namespace Slipway.Services;

/// <summary>What DescribeServices says of a service at one moment.</summary>
internal sealed record ServiceSnapshot(string Name, string TaskDefinition, int DesiredCount)
{
    /// <summary>Newest first. During an update there are at least two.</summary>
    public IReadOnlyList<DeploymentSnapshot> Deployments { get; init; } = [];

    public IReadOnlyList<ServiceEvent> Events { get; init; } = [];

    public ServiceSettings Settings { get; init; } = ServiceSettings.None;

    public DeploymentSnapshot? Primary => Deployments.FirstOrDefault(deployment => deployment.Status == "PRIMARY");

    /// <summary>
    /// The task definition of the last deployment that succeeded, from ECS's own history. Read only where <see cref="Deployments"/> do not
    /// tell it: while ECS is still going back, the deployment that it goes back to is in progress again.
    /// </summary>
    public string? LastSuccess { get; init; }

    /// <summary>
    /// What the service can go back to: the task definition of a deployment that came up. Null before the first success, when ECS
    /// has nothing to roll back to either.
    /// </summary>
    public string? Proven =>
        (Primary is { RolloutState: "COMPLETED" or null } primary ? primary : Deployments.FirstOrDefault(d => d.RolloutState == "COMPLETED"))
        ?.TaskDefinition ?? LastSuccess;
}

/// <param name="Id">Also what tasks of the deployment have as <c>startedBy</c>.</param>
/// <param name="Status">PRIMARY, ACTIVE or INACTIVE.</param>
/// <param name="RolloutState">IN_PROGRESS, COMPLETED or FAILED; null where ECS does not roll out by itself.</param>
/// <param name="CreatedAt">On ECS's clock.</param>
internal sealed record DeploymentSnapshot(
    string Id, string Status, string TaskDefinition, string? RolloutState, DateTimeOffset CreatedAt, int Running, int Desired)
{
    public string? Reason { get; init; }

    /// <summary>Tasks that failed in a row; ECS sets it back when one runs.</summary>
    public int FailedTasks { get; init; }
}

internal sealed record ServiceEvent(string Id, DateTimeOffset At, string Message);

/// <summary>What ListServiceDeployments or DescribeServiceDeployments says.</summary>
/// <param name="Status">
/// PENDING, IN_PROGRESS, SUCCESSFUL, STOP_REQUESTED, STOPPED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL or
/// ROLLBACK_FAILED.
/// </param>
internal sealed record ServiceDeployment(string Arn, string Status, DateTimeOffset CreatedAt)
{
    public string? Reason { get; init; }

    /// <summary>ARN of the service revision that is deployed.</summary>
    public string? Target { get; init; }

    /// <summary>Read tolerantly: AWS adds stages.</summary>
    public string? Stage { get; init; }

    /// <summary>Why ECS goes back; null: it does not.</summary>
    public string? Rollback { get; init; }

    public bool BreakerTriggered { get; init; }

    public int BreakerFailures { get; init; }

    public int Running { get; init; }

    public int Requested { get; init; }
}

/// <param name="StartedBy">Id of the deployment that started the task.</param>
internal sealed record StoppedTask(string Arn, string StartedBy, string? StopCode, string? Reason, IReadOnlyList<StoppedContainer> Containers)
{
    public DateTimeOffset? StoppedAt { get; init; }
}

/// <param name="ExitCode">Null: it never ran.</param>
internal sealed record StoppedContainer(string Name, int? ExitCode, string? Reason);
