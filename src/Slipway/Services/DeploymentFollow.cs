using Slipway.Gates;
using Slipway.Output;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>Follows deployments, all at once, to their ends, and takes the others back when one of them fails.</summary>
internal sealed class DeploymentFollow(
    IEcs ecs, ILogs logs, ITargetHealth health, JudgeGates judge, Tempo tempo, ShiftPorts pairs, WayBack back, IOutput output, TimeProvider time)
{
    /// <summary>Failures of one kind after which a deployment is not waited for any longer.</summary>
    private const int SameFailures = 3;

    /// <summary>Looks without any movement after which ended tasks are looked for, whatever ECS counts.</summary>
    private const int StillLooks = 3;

    private readonly FailureCapture _failures = new(ecs, logs, health, output);
    private readonly TrafficWatch _traffic = new(ecs, judge, tempo, back, output, time);

    /// <param name="flights">Those that go back by a deployment of their own take the places of those that they take back.</param>
    /// <param name="failed">The service that failed before; null: none.</param>
    /// <returns>The service that failed first; null: none.</returns>
    public async Task<string?> Follow(string cluster, List<ServiceFlight> flights, string? failed, CancellationToken ct)
    {
        var watch = new DeploymentWatch(ecs, output);
        var pace = new Pace(time, tempo);
        var began = time.GetTimestamp();
        if (failed is not null)
            await back.Others(cluster, flights, failed, ct);

        while (flights.Where(flight => flight.Result is null).ToList() is { Count: > 0 } open)
        {
            var moved = false;
            try
            {
                moved = await Look(cluster, flights, open, watch, time.GetElapsedTime(began), ct);
            }
            catch (DeployException exception) when (exception.MayPass)
            {
                // No news. The budget bounds how long that may go on.
                pace.SlowDown();
                foreach (var flight in open.Where(flight => flight.Result is null && time.GetElapsedTime(began) > flight.Plan.Budget.Total))
                    back.End(flight, ServiceVerdicts.TimedOut(flight));
            }
            catch (DeployException exception)
            {
                await back.BreakOff(cluster, flights, (flight, goesBack) => ServiceVerdicts.Lost(flight, goesBack, exception.Message));
                return failed ?? flights.Find(Spoils)?.Plan.Name;
            }

            failed ??= flights.Find(Spoils)?.Plan.Name;
            if (failed is not null)
                await back.Others(cluster, flights, failed, ct);

            if (flights.Exists(flight => flight.Result is null))
                await pace.Wait(moved, ct);
        }

        return failed;
    }

    /// <summary>Looks once, so that what is left to ECS can be named.</summary>
    public async Task LookOnce(string cluster, List<ServiceFlight> flights, CancellationToken ct)
    {
        try
        {
            await new DeploymentWatch(ecs, output).Look(cluster, [.. flights.Where(flight => flight.Result is null)], ct);
        }
        catch (DeployException)
        {
            // Names are a courtesy: the deployments go on all the same.
        }
    }

    /// <returns>Whether anything moved.</returns>
    private async Task<bool> Look(
        string cluster, List<ServiceFlight> flights, List<ServiceFlight> open, DeploymentWatch watch, TimeSpan passed, CancellationToken ct)
    {
        var before = open.Select(flight => flight.Status).ToList();
        // Of a pair whose traffic moves, ECS has nothing more to tell.
        await watch.Look(cluster, [.. open.Where(flight => flight.Shift is null)], ct);
        var moved = false;
        for (var index = 0; index < open.Count; index++)
        {
            var flight = open[index];
            if (flight.Shift is { } shift)
            {
                moved |= await Shift(cluster, flight, shift, ct);
                continue;
            }

            var status = flight.Status;
            flight.Still = status == before[index] ? flight.Still + 1 : 0;
            moved |= flight.Still == 0;
            if (status is DeploymentStatus.InProgress now && flight.Still == 0)
                output.Emit(new RolloutMoved(flight.Plan.Name, now.Stage, now.Running, now.Desired));

            await CaptureFailures(cluster, flight, status, ct);
            if (ServiceVerdicts.Of(flight) is { } result)
                moved |= await Land(cluster, flight, result, ct);
            else if (passed > flight.Plan.Budget.Total)
                back.End(flight, ServiceVerdicts.TimedOut(flight));
            else
                moved |= await Steer(cluster, flights, flight, ct);
        }

        return moved;
    }

    /// <summary>Ends a flight or, where a side of a pair is deployed, begins to move the traffic.</summary>
    private async Task<bool> Land(string cluster, ServiceFlight flight, ServiceResult result, CancellationToken ct)
    {
        if (result.Verdict == Verdict.Deployed && flight is { IsWayBack: false, RemainsFor: null, Plan.Shift: { } step })
            return await Shift(cluster, flight, flight.Shift = new PairShift(flight.Plan.Name, flight.TaskDefinition, step, pairs), ct);

        await End(cluster, flight, result, ct);
        return true;
    }

    /// <returns>Whether anything moved.</returns>
    private async Task<bool> Shift(string cluster, ServiceFlight flight, PairShift shift, CancellationToken ct)
    {
        var before = shift.Percent;
        if (await shift.Look(ct) is not { } result)
            return shift.Percent != before;

        // Tasks may fail after ECS has called them deployed: then that is what explains it.
        if (result.Verdict is Verdict.RolledBack or Verdict.Failed && flight.TakenBackFor is null)
        {
            await _failures.Capture(flight, cluster, ct);
            await _failures.Complete(flight, ct);
        }

        back.End(flight, result with { Deployment = flight.Arn, Failure = ServiceVerdicts.Telling(flight) });
        return true;
    }

    /// <returns>Whether anything moved.</returns>
    private async Task<bool> Steer(string cluster, List<ServiceFlight> flights, ServiceFlight flight, CancellationToken ct)
    {
        if (await AbortEarly(cluster, flights, flight, ct))
            return true;

        if (flight is { GivenUp: null, TakenBackFor: null, Followed.CanGoBack: true }
            && await new GreenHealth(health, _traffic, tempo, time).Verdict(flight, ct) is { } sick)
        {
            output.Emit(new TakingBack(flight.Plan.Name, $"since {sick}"));
            await back.Abort(cluster, flights, flight, sick, ct);
            return true;
        }

        return await _traffic.Look(cluster, flights, flight, ct);
    }

    // ECS counts failures in a row and starts again when a task runs, so its count alone misses tasks that come up and go down.
    private async Task CaptureFailures(string cluster, ServiceFlight flight, DeploymentStatus status, CancellationToken ct)
    {
        var ended = status is DeploymentStatus.RolledBack or DeploymentStatus.Stalled;
        if (ended || (status is DeploymentStatus.InProgress && (flight.FailuresCounted > 0 || flight.Still >= StillLooks)))
            await _failures.Capture(flight, cluster, ct);

        if (ended)
            await _failures.Complete(flight, ct);
    }

    private async Task<bool> AbortEarly(string cluster, List<ServiceFlight> flights, ServiceFlight flight, CancellationToken ct)
    {
        var same = flight.Failures.GroupBy(failure => failure.Cause.Signature, StringComparer.Ordinal).FirstOrDefault(group => group.Count() >= SameFailures);
        if (same is null || flight.GivenUp is not null || flight.TakenBackFor is not null)
            return false;

        var cause = same.First().Cause.Cause;
        output.Emit(new StoppingEarly(flight.Plan.Name, same.Count(), cause, flight.Followed.CanGoBack));
        if (flight.Followed.CanGoBack)
            await back.Abort(cluster, flights, flight, cause, ct);
        else
            // The count is not set to zero: the next deploy would then find a service that is meant to have no tasks, and call it deployed.
            back.End(flight, ServiceVerdicts.NeverCameUp(flight, cause));

        return true;
    }

    private async Task End(string cluster, ServiceFlight flight, ServiceResult result, CancellationToken ct)
    {
        if (result.Verdict == Verdict.Deployed)
            _traffic.Leave(flight);

        back.End(flight, result);
        // A newer deployment, or a person, has settings of its own.
        if (flight.Rest is not { } rest || result.Verdict is not (Verdict.Deployed or Verdict.RolledBack))
            return;

        try
        {
            await ecs.Update(cluster, flight.Plan.EcsName, new ServiceChange { Deployment = rest }, ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new SettingsRemain(flight.Plan.Name, exception.Message));
        }
    }

    // A newer deployment, or a person, has taken over: what the others reached stays.
    private static bool Spoils(ServiceFlight flight) =>
        flight.GivenUp is not null || flight is { Result.Verdict: Verdict.Failed or Verdict.RolledBack, TakenBackFor: null };
}
