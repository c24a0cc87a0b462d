namespace Slipway.Services;

/// <summary>Turns how a one-off task ended into words.</summary>
internal static class OneOffVerdicts
{
    /// <summary>
    /// Why the task failed; null: it did not. The essential container's exit code decides; what became of sidecars does not, and a code
    /// of 0 from a task that somebody stopped is not the end of its work.
    /// </summary>
    public static FailureCause? Of(StoppedTask task, string essential)
    {
        var code = task.Containers.FirstOrDefault(container => container.Name == essential)?.ExitCode;
        return code is 0 && task.StopCode is null or "EssentialContainerExited"
            ? null
            : FailureCause.Of(task, essential) ?? new FailureCause(
                $"stopped {task.StopCode}", $"it was stopped before its end: {task.Reason ?? task.StopCode ?? "ECS gave no reason"}",
                "deploy again; the task begins from its start", essential);
    }

    public static FailureReport Report(ServicePlan service, OneOffStep step, StoppedTask task, FailureCause cause, IReadOnlyList<string> lines) =>
        new(service.Name, EcsNames.Short(task.Arn), cause, task.StopCode, task.Reason) { OneOff = step.Name, Containers = task.Containers, LogLines = lines };

    /// <param name="task">How it ended after it was told to; null: it has not.</param>
    public static FailureReport TimedOut(ServicePlan service, OneOffStep step, string arn, StoppedTask? task, IReadOnlyList<string> lines) => Report(
        service, step, task ?? new StoppedTask(arn, step.StartedBy, null, null, []),
        new FailureCause(
            "timeout",
            $"it had not ended after {step.Timeout.TotalMinutes:0.##} min and was {(task is null ? "told to stop, but is still there" : "stopped")}",
            "read its last log lines below, or give it a longer Timeout", service.Name),
        lines);

    public static ServiceResult Failed(ServicePlan service, OneOffStep step, string taskDefinition, FailureReport report) =>
        Result(service, taskDefinition, Verdict.Failed, $"{step.Name} failed: {report.Cause.Cause}. No service was begun") with { Failure = report };

    public static ServiceResult Lost(ServicePlan service, OneOffStep step, string taskDefinition, string task, bool told, string reason) =>
        Result(service, taskDefinition, Verdict.Failed, $"{step.Name} could not be followed; {Left(task, told)}. No service was begun\n{reason}");

    public static ServiceResult Stopped(ServicePlan service, OneOffStep step, string taskDefinition, string task, bool told) =>
        Result(service, taskDefinition, Verdict.Stopped, $"stopped while {step.Name} ran; {Left(task, told)}. No service was begun");

    private static string Left(string task, bool told) => told ? $"task {task} was told to stop" : $"task {task} could not be stopped and goes on";

    private static ServiceResult Result(ServicePlan service, string taskDefinition, Verdict verdict, string text) =>
        new(service.Name, verdict, text, taskDefinition, null);
}
