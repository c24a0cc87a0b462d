namespace Slipway.Services;

/// <summary>Why a task ended, as far as ECS's words tell, and what to do about it.</summary>
/// <param name="Signature">Equal for failures of the same kind.</param>
/// <param name="Container">The container at fault; null: the task as a whole.</param>
internal sealed record FailureCause(string Signature, string Cause, string NextStep, string? Container)
{
    /// <summary>The likely cause; null: the task did not fail, it was stopped on purpose.</summary>
    /// <param name="essential">The container whose end ends the task. The others are killed with it, which is no fault of theirs.</param>
    public static FailureCause? Of(StoppedTask task, string essential)
    {
        var reason = task.Reason ?? "";
        var container = task.Containers.FirstOrDefault(one => task.StopCode == "EssentialContainerExited" && one.Name == essential)
            ?? task.Containers.FirstOrDefault(one => one.Reason is not null || one.ExitCode is not (null or 0))
            ?? (task.Containers.Count > 0 ? task.Containers[0] : null);
        var words = $"{reason} {container?.Reason}";

        foreach (var (text, cause, step) in Known)
        {
            if (words.Contains(text, StringComparison.OrdinalIgnoreCase))
                return new FailureCause(text, cause, step, container?.Name);
        }

        return (container?.ExitCode, task.StopCode) switch
        {
            (137, "EssentialContainerExited") => new("137", "the container was killed (137), most often for want of memory", "give the service a larger Size, or look for a leak", container!.Name),
            (139, "EssentialContainerExited") => new("139", "the container crashed (139)", "read its last log lines below; without any, check native libraries and platform", container!.Name),
            ({ } code, "EssentialContainerExited") => new($"exit {code}", $"the container ended with exit code {code}", "read its last log lines below", container!.Name),
            (_, "EssentialContainerExited") => new("ended", "the container ended, and ECS gave no exit code", "read its last log lines below", container?.Name),
            (_, "SpotInterruption") => new("spot", "AWS took the capacity back", "deploy again, or use on-demand capacity", null),
            (_, "TaskFailedToStart") => new($"start {reason}", "the task did not start", "read the reason; it is ECS's own", container?.Name),
            _ => null,
        };
    }

    // In order: the first that occurs in the reasons of the task and its container counts.
    private static readonly (string Text, string Cause, string Step)[] Known =
    [
        ("exec format error", "the image is built for another platform than the task's", "set Image.Platform to what the image is, and build again"),
        ("CannotPullContainerError: pull image manifest has been retried", "the registry could not be reached, or the image is not there", "check that the subnets reach ECR (NAT, endpoints or AssignPublicIp), and the digest"),
        ("CannotPullContainer", "the image could not be pulled", "check that it exists, that ExecutionRole may pull it, and that the subnets reach ECR"),
        ("unable to pull secrets", "a secret could not be read", "check that ExecutionRole may call secretsmanager:GetSecretValue on it, that its key exists, and that the subnets reach Secrets Manager"),
        ("ResourceInitializationError", "ECS could not prepare the task: secrets, logs or network", "check ExecutionRole, the log group, and the way from the subnets to AWS"),
        ("OutOfMemory", "the container ran out of memory", "give the service a larger Size, or look for a leak"),
        ("failed ELB health checks", "the load balancer's health checks failed", "check that the container listens on Port on 0.0.0.0, that Health.Path answers 200, and that StartupGrace is long enough"),
        ("failed container health checks", "the container's own health check failed", "run the check's command in the image on this machine"),
        ("CannotStartContainer", "the container could not be started", "check Command and the image's entry point"),
        ("CannotCreateContainer", "the container could not be created", "check Command, and the task definition's settings"),
    ];
}

/// <summary>One failed task, captured while ECS still knew it.</summary>
internal sealed record FailureReport(string Service, string Task, FailureCause Cause, string? StopCode, string? Reason)
{
    /// <summary>Name of the one-off task; null: a task of the service itself.</summary>
    public string? OneOff { get; init; }

    public IReadOnlyList<StoppedContainer> Containers { get; init; } = [];

    public IReadOnlyList<TargetState> Targets { get; init; } = [];

    public IReadOnlyList<string> LogLines { get; init; } = [];

    public override string ToString() => string.Join('\n',
    [
        $"{(OneOff is null ? "A task" : $"Task {OneOff}")} of {Service} failed: {Cause.Cause}.",
        $"  task        {Task}{(StopCode is null ? "" : $", {StopCode}")}",
        .. Reason is null ? Array.Empty<string>() : [$"  reason      {Reason}"],
        .. Containers.Select(one => $"  container   {one.Name}: {(one.ExitCode is { } code ? $"exit code {code}" : "never ran")}{(one.Reason is null ? "" : $", {one.Reason}")}"),
        .. Targets.Where(target => target.Reason is not null).Select(target => $"  target      {target.Target} {target.State}: {target.Reason} {target.Description}".TrimEnd()),
        $"  try         {Cause.NextStep}",
        .. LogLines.Count == 0 ? Array.Empty<string>() : ["  last lines", .. LogLines.Select(line => $"    {line}")],
    ]);
}
