using Slipway.Output;

namespace Slipway.Services;

/// <summary>Captures why tasks of a deployment fail while it happens: ECS forgets a stopped task after about an hour.</summary>
internal sealed class FailureCapture(IEcs ecs, ILogs logs, ITargetHealth health, IOutput output)
{
    private const int LogLines = 20;

    /// <summary>Adds reports of failed tasks that were not captured before, and emits the first of each kind.</summary>
    public async Task Capture(ServiceFlight flight, string cluster, CancellationToken ct)
    {
        var stopped = await ecs.StoppedTasks(cluster, flight.Plan.EcsName, ct);
        foreach (var task in stopped.Where(task => task.StartedBy == flight.Followed.Id).OrderBy(task => task.StoppedAt))
        {
            if (flight.Failures.Any(report => report.Task == EcsNames.Short(task.Arn)) || FailureCause.Of(task) is not { } cause)
                continue;

            var first = flight.Failures.All(report => report.Cause.Signature != cause.Signature);
            var report = new FailureReport(flight.Plan.Name, EcsNames.Short(task.Arn), cause, task.StopCode, task.Reason) { Containers = task.Containers };
            if (first)
            {
                report = report with { Targets = await Targets(flight, ct), LogLines = await Lines(flight, task, cause, ct) };
                output.Emit(new TaskFailed(report));
            }

            flight.Failures.Add(report);
        }
    }

    private async Task<IReadOnlyList<TargetState>> Targets(ServiceFlight flight, CancellationToken ct) =>
        flight.Plan.TargetGroup is { } group ? await Try(() => health.Targets(group, ct)) : [];

    private async Task<IReadOnlyList<string>> Lines(ServiceFlight flight, StoppedTask task, FailureCause cause, CancellationToken ct) =>
        // The awslogs driver's stream: prefix/container/task.
        await Try(() => logs.LastLines(
            flight.Plan.LogGroup.Name, $"{flight.Plan.Name}/{cause.Container ?? flight.Plan.Name}/{EcsNames.Short(task.Arn)}", LogLines, ct));

    // A report with less in it is better than none: what explains a failure must not replace it.
    private static async Task<IReadOnlyList<T>> Try<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is DeployException or PassingFailureException)
        {
            return [];
        }
    }
}
