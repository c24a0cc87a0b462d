using Slipway.Output;

namespace Slipway.Services;

/// <summary>Captures why tasks of a deployment fail while it happens: ECS forgets a stopped task after about an hour.</summary>
internal sealed class FailureCapture(IEcs ecs, ILogs logs, ITargetHealth health, IOutput output)
{
    private const int LogLines = 20;

    private bool _denied;

    /// <summary>Adds reports of failed tasks that were not captured before, and emits the first of each kind.</summary>
    public async Task Capture(ServiceFlight flight, string cluster, CancellationToken ct)
    {
        foreach (var task in (await Stopped(flight, cluster, ct)).OrderBy(task => task.StoppedAt))
        {
            if (!flight.Examined.Add(task.Arn) || task.StartedBy != flight.Followed.Id || task.StoppedAt < flight.GoneBackSince || FailureCause.Of(task, flight.Plan.Name) is not { } cause)
                continue;

            var report = new FailureReport(flight.Plan.Name, EcsNames.Short(task.Arn), cause, task.StopCode, task.Reason) { Containers = task.Containers };
            var kin = flight.Failures.Where(known => known.Cause.Signature == cause.Signature).ToList();
            if (kin.Count == 0)
                report = report with { Targets = await Targets(flight, ct) };

            if (kin.TrueForAll(known => known.LogLines.Count == 0))
                report = report with { LogLines = await Lines(flight, report, ct) };

            if (kin.Count == 0 || report.LogLines.Count > 0)
                output.Emit(new TaskFailed(report));

            flight.Failures.Add(report);
        }
    }

    /// <summary>Looks once more for the log of a failed task: its last lines arrive a moment after its end.</summary>
    public async Task Complete(ServiceFlight flight, CancellationToken ct)
    {
        if (flight.Failures is not [.., var last] || flight.Failures.Exists(report => report.LogLines.Count > 0))
            return;

        var lines = await Lines(flight, last, ct);
        if (lines.Count == 0)
            return;

        flight.Failures[^1] = last with { LogLines = lines };
        output.Emit(new TaskFailed(flight.Failures[^1]));
    }

    private async Task<IReadOnlyList<StoppedTask>> Stopped(ServiceFlight flight, string cluster, CancellationToken ct)
    {
        try
        {
            return _denied ? [] : await ecs.StoppedTasks(cluster, flight.Plan.EcsName, flight.Examined, ct);
        }
        catch (DeployException exception)
        {
            // What explains a failure must not be one.
            if (!exception.MayPass)
            {
                _denied = true;
                output.Emit(new StoppedTasksDenied(flight.Plan.Name, exception.Message));
            }

            return [];
        }
    }

    private async Task<IReadOnlyList<TargetState>> Targets(ServiceFlight flight, CancellationToken ct) =>
        flight.Plan.TargetGroup is { } group ? await Try(() => health.Targets(group, ct)) : [];

    private async Task<IReadOnlyList<string>> Lines(ServiceFlight flight, FailureReport report, CancellationToken ct) =>
        // The awslogs driver's stream: prefix/container/task.
        await Try(() => logs.LastLines(
            flight.Plan.LogGroup.Name, $"{flight.Plan.Name}/{report.Cause.Container ?? flight.Plan.Name}/{report.Task}", LogLines, ct));

    // A report with less in it is better than none.
    private static async Task<IReadOnlyList<T>> Try<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (DeployException)
        {
            return [];
        }
    }
}
