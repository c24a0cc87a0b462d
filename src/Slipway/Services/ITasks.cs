namespace Slipway.Services;

/// <summary>Tasks of Amazon ECS that belong to no service. Failures are <see cref="DeployException"/>, as of <see cref="IEcs"/>.</summary>
internal interface ITasks
{
    /// <summary>Starts one task and returns its ARN. The same <see cref="TaskStart.Token"/> again gives the same task.</summary>
    /// <exception cref="DeployException">Also where ECS answers well, but with failures in the place of a task.</exception>
    Task<string> Run(string cluster, TaskStart start, CancellationToken ct);

    /// <summary>How a task stands; null: ECS does not know it yet, or has forgotten it, an hour or so after its end.</summary>
    Task<TaskSnapshot?> Task(string cluster, string arn, CancellationToken ct);

    /// <summary>ARNs of tasks that have not ended, those among them that were told to.</summary>
    Task<IReadOnlyList<string>> StillThere(string cluster, string startedBy, CancellationToken ct);

    /// <summary>Sends SIGTERM, and SIGKILL after the containers' stop timeout. It does not wait for the end.</summary>
    Task Stop(string cluster, string arn, string reason, CancellationToken ct);
}

/// <summary>Everything that a task is started with, on Fargate, with the tags of its task definition.</summary>
/// <param name="Container">The one that gets <paramref name="Command"/>.</param>
/// <param name="StartedBy">At most 36 letters, digits, hyphens, slashes and underscores.</param>
/// <param name="Token">Of this attempt alone; at most 64 characters.</param>
internal sealed record TaskStart(
    string TaskDefinition, string Container, IReadOnlyList<string> Command, NetworkSettings Network, string StartedBy, string Token);

/// <param name="Status">PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING or STOPPED.</param>
/// <param name="Task">Its containers' exit codes and reasons, as far as they have ended.</param>
internal sealed record TaskSnapshot(string Status, StoppedTask Task)
{
    public bool Ended => Status == "STOPPED";
}
