using Slipway.Output;

namespace Slipway.Services;

/// <summary>Runs one-off tasks to their ends, never two of a service at once, and streams what they write.</summary>
internal sealed class OneOffRunner(ITasks tasks, ILogs logs, IOutput output, TimeProvider time)
{
    /// <summary>Time that a task gets to end after it was told to: Fargate's longest stop timeout and the removal of its network.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromMinutes(3);

    /// <summary>How long a run that is broken off may take to stop its task.</summary>
    private static readonly TimeSpan BreakingOff = TimeSpan.FromSeconds(10);

    /// <summary>Runs one task. Cancellation stops it and gives the verdict Stopped.</summary>
    /// <returns>What to say of the service; null: the task succeeded.</returns>
    /// <exception cref="DeployException">It could not be started.</exception>
    public async Task<ServiceResult?> Run(string cluster, ServicePlan service, OneOffStep step, string taskDefinition, CancellationToken ct)
    {
        await AwaitEarlier(cluster, service, step, ct);
        var began = time.GetTimestamp();
        var arn = await Start(cluster, service, step, taskDefinition, ct);
        output.Emit(new OneOffStarted(service.Name, step.Name, EcsNames.Short(arn)));
        try
        {
            var failure = await Follow(new Flight(cluster, service, step, arn, LogOf(service, arn)), began, ct);
            if (failure is null)
            {
                output.Emit(new OneOffEnded(service.Name, step.Name, time.GetElapsedTime(began)));
                return null;
            }

            output.Emit(new TaskFailed(failure));
            return OneOffVerdicts.Failed(service, step, taskDefinition, failure);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            var told = await BreakOff(cluster, service, step, arn, "because the run was stopped");
            return OneOffVerdicts.Stopped(service, step, taskDefinition, EcsNames.Short(arn), told);
        }
        catch (DeployException exception)
        {
            var told = await BreakOff(cluster, service, step, arn, "because it cannot be followed");
            return OneOffVerdicts.Lost(service, step, taskDefinition, EcsNames.Short(arn), told, exception.Message);
        }
    }

    // A run that was killed leaves its task to itself. Interrupting it is worse than waiting, up to the time that it would have had.
    private async Task AwaitEarlier(string cluster, ServicePlan service, OneOffStep step, CancellationToken ct)
    {
        foreach (var arn in await tasks.StillThere(cluster, step.StartedBy, ct))
        {
            var earlier = new Flight(cluster, service, step, arn, Log: null);
            output.Emit(new OneOffAwaited(service.Name, step.Name, EcsNames.Short(arn)));
            if (await UntilEnded(earlier, step.Timeout, ct) is null && await Stop(earlier, "because it does not end", ct) is null)
            {
                throw new DeployException(
                    $"""
                     {service.Name}: {step.Name} was not run, since a one-off task of an earlier run does not end. No service was begun.
                       task  {arn}
                       try   aws ecs stop-task --cluster {cluster} --task {EcsNames.Short(arn)}, and deploy again when it has ended
                     """);
            }
        }
    }

    private async Task<string> Start(string cluster, ServicePlan service, OneOffStep step, string taskDefinition, CancellationToken ct)
    {
        var start = new TaskStart(taskDefinition, service.Name, step.Command, step.Network, step.StartedBy, $"{Guid.NewGuid():N}");
        var pace = new Pace(time);
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await Grace.Answer(token => tasks.Run(cluster, start, token), $"a task for {step.Name} of {service.Name} was started", time, ct);
            }
            catch (DeployException exception) when (exception.MayPass && time.GetElapsedTime(began) < step.Timeout)
            {
                // The token makes sure that what was started although it was not answered is not started again.
                pace.SlowDown();
                await pace.Wait(moved: false, ct);
            }
        }
    }

    /// <returns>Why it failed; null: it did not.</returns>
    private async Task<FailureReport?> Follow(Flight flight, long began, CancellationToken ct)
    {
        var (_, service, step, arn, log) = flight;
        var ended = await UntilEnded(flight, step.Timeout - time.GetElapsedTime(began), ct);
        if (ended is null)
        {
            var stopped = await Stop(flight, $"because it has not ended after {step.Timeout.TotalMinutes:0.##} min", ct);
            return OneOffVerdicts.TimedOut(service, step, arn, stopped, log!.Last);
        }

        if (OneOffVerdicts.Of(ended, service.Name) is not { } cause)
            return null;

        // The last lines arrive a moment after the end.
        if (log!.Last.Count == 0)
        {
            await new Pace(time).Wait(moved: false, ct);
            await Tell(flight, ct);
        }

        return OneOffVerdicts.Report(service, step, ended, cause, log.Last);
    }

    /// <returns>How it ended; null: it has not, within that time.</returns>
    private async Task<StoppedTask?> UntilEnded(Flight flight, TimeSpan within, CancellationToken ct)
    {
        var pace = new Pace(time);
        var began = time.GetTimestamp();
        var status = "";
        while (true)
        {
            var moved = false;
            try
            {
                var seen = await tasks.Task(flight.Cluster, flight.Arn, ct);
                moved = seen is not null && seen.Status != status;
                if (moved)
                    output.Emit(new OneOffMoved(flight.Service.Name, flight.Step.Name, status = seen!.Status));

                moved |= await Tell(flight, ct);
                if (seen is { Ended: true })
                    return seen.Task;
            }
            catch (DeployException exception) when (exception.MayPass)
            {
                // No news. The time is bounded.
                pace.SlowDown();
            }

            if (time.GetElapsedTime(began) >= within)
                return null;

            await pace.Wait(moved, ct);
        }
    }

    /// <returns>Whether there was anything new.</returns>
    private async Task<bool> Tell(Flight flight, CancellationToken ct)
    {
        var lines = flight.Log is null ? [] : await flight.Log.Next(ct);
        foreach (var line in lines)
            output.Emit(new OneOffSaid(flight.Service.Name, flight.Step.Name, line));

        return lines.Count > 0;
    }

    /// <returns>How it ended; null: it has not.</returns>
    private async Task<StoppedTask?> Stop(Flight flight, string why, CancellationToken ct)
    {
        output.Emit(new OneOffStopping(flight.Service.Name, flight.Step.Name, EcsNames.Short(flight.Arn), why));
        await tasks.Stop(flight.Cluster, flight.Arn, Reason(why), ct);
        return await UntilEnded(flight, Ending, ct);
    }

    /// <returns>Whether ECS took the wish.</returns>
    private async Task<bool> BreakOff(string cluster, ServicePlan service, OneOffStep step, string arn, string why)
    {
        using var deadline = new CancellationTokenSource(BreakingOff, time);
        output.Emit(new OneOffStopping(service.Name, step.Name, EcsNames.Short(arn), why));
        try
        {
            await tasks.Stop(cluster, arn, Reason(why), deadline.Token);
            return true;
        }
        catch (Exception exception) when (exception is DeployException or OperationCanceledException)
        {
            // Said in the verdict.
            return false;
        }
    }

    private static string Reason(string why) => $"Stopped by Slipway, {why}";

    // The awslogs driver's stream: prefix/container/task.
    private OneOffLog LogOf(ServicePlan service, string arn) => new(logs, service.LogGroup.Name, $"{service.Name}/{service.Name}/{EcsNames.Short(arn)}");

    /// <param name="Log">Null: not told.</param>
    private sealed record Flight(string Cluster, ServicePlan Service, OneOffStep Step, string Arn, OneOffLog? Log);
}
