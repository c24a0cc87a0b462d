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
    /// The deployment that has not ended; null: none. ECS documents rollout states for rolling updates alone: of the other strategies a second
    /// deployment beside the newest tells it.
    /// </summary>
    public DeploymentSnapshot? UnderWay =>
        Primary is { RolloutState: "IN_PROGRESS" } || (Primary is { RolloutState: null } && Deployments.Count > 1 && Settings.Deployment.Strategy != "ROLLING") ? Primary : null;

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
        (UnderWay is null && Primary is { RolloutState: "COMPLETED" or null } primary ? primary : Deployments.FirstOrDefault(d => d.RolloutState == "COMPLETED"))
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

    /// <summary>ECS's clock when it answered, in whole seconds; null: it was not told.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>ARN of the service revision that is deployed.</summary>
    public string? Target { get; init; }

    /// <summary>ARNs of the service revisions that it replaces.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Percent of production traffic that the new revision is to have; null: ECS moves none.</summary>
    public double? Weight { get; init; }

    /// <summary>Hooks that it has come by, each with an id of its own at every stop.</summary>
    public IReadOnlyList<HookState> Hooks { get; init; } = [];

    /// <summary>What it is carried out with, whatever the service is set to by now; null: not told.</summary>
    public DeploymentSettings? Settings { get; init; }

    /// <summary>Read tolerantly: AWS adds stages.</summary>
    public string? Stage { get; init; }

    /// <summary>Why ECS goes back; null: it does not.</summary>
    public string? Rollback { get; init; }

    public bool BreakerTriggered { get; init; }

    public int BreakerFailures { get; init; }

    /// <summary>Names of the alarms that went off while it was watched.</summary>
    public IReadOnlyList<string> TriggeredAlarms { get; init; } = [];

    /// <summary>Whether ECS watches none of its alarms, because one was in ALARM when it began.</summary>
    public bool AlarmsIgnored { get; init; }

    public int Running { get; init; }

    public int Requested { get; init; }

    /// <summary>Whether it can still be stopped or told to go on.</summary>
    public bool IsUnderWay => Status is "PENDING" or "IN_PROGRESS";

    /// <summary>Why it ended, where that does not rest on words; null: words alone tell it.</summary>
    public string? Cause =>
        TriggeredAlarms.Count > 0 ? $"alarm {string.Join(", ", TriggeredAlarms.Order(StringComparer.Ordinal))} went off"
        : Hooks.Any(hook => hook is { Type: "PAUSE", Status: "TIMED_OUT" }) ? "nobody answered its pause in time"
        : Hooks.Any(hook => hook is { Type: "PAUSE", Status: "FAILED" }) ? "it was aborted at a pause"
        : Hooks.Any(hook => hook.Status is "FAILED" or "TIMED_OUT") ? "a function that it has to ask said no"
        : null;

    /// <summary>The pause at which ECS waits for a word; null: it does not.</summary>
    public HookState? Waiting => Status == "IN_PROGRESS" ? Hooks.FirstOrDefault(hook => hook is { Type: "PAUSE", Status: "AWAITING_ACTION" }) : null;
}

/// <param name="Status">AWAITING_ACTION, IN_PROGRESS, SUCCEEDED, FAILED or TIMED_OUT.</param>
internal sealed record HookState(string Id, string Type, string Status)
{
    /// <summary>When ECS goes on, or back, without a word; on its clock.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <param name="StartedBy">Id of the deployment that started the task.</param>
internal sealed record StoppedTask(string Arn, string StartedBy, string? StopCode, string? Reason, IReadOnlyList<StoppedContainer> Containers)
{
    public DateTimeOffset? StoppedAt { get; init; }
}

/// <param name="ExitCode">Null: it never ran.</param>
internal sealed record StoppedContainer(string Name, int? ExitCode, string? Reason);
