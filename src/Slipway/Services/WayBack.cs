using Slipway.Output;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>
/// Takes services back when a release fails or is broken off. Each is taken back or says what remains of it; a refusal concerns the
/// service that it met and no other.
/// </summary>
internal sealed class WayBack(IEcs ecs, ShiftPorts pairs, IOutput output, TimeProvider time)
{
    /// <summary>How long a run that is broken off may take to bring its services into a defined state.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private const int StopLooks = 4;
    private static readonly TimeSpan BetweenStopLooks = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Takes back all but the service that failed. Meant to be called after every look: a deployment may have ended before it could be
    /// stopped, and a call that failed for the moment is made again.
    /// </summary>
    public async Task Others(string cluster, List<ServiceFlight> flights, string failed, CancellationToken ct)
    {
        foreach (var flight in flights.Where(flight => flight.Plan.Name != failed && flight is { IsWayBack: false, RemainsFor: null }).ToList())
        {
            if (flight.Plan.Shift is { } shift)
                Traffic(flights, flight, shift, failed);
            else if (flight is { Result: null, TakenBackFor: null } && flight.Followed.CanGoBack)
                await Return(cluster, flights, flight, failed, ct);
            else if (flight.Result is { Verdict: Verdict.Deployed } && flight.Plan is { IsOfThisRelease: true, Undo: { } undo })
                await Reverse(cluster, flights, flight, undo, $"because {failed} failed", ct);
            else if (flight.Result is null or { Verdict: Verdict.Deployed } && flight.TakenBackFor is null)
                Remain(flight, failed);
        }
    }

    /// <summary>Takes back services that were deployed well. One that has nothing to go back to fails and says what remains.</summary>
    /// <param name="why">Completes "taken back to web:1, ...".</param>
    public async Task All(string cluster, List<ServiceFlight> flights, string why, CancellationToken ct)
    {
        foreach (var flight in flights.ToList())
        {
            if (flight.Plan.Shift is { CanGoBack: true } shift)
                TrafficBack(flights, flight, shift, why);
            else if (flight.Plan is { Shift: null, Undo: { } undo })
                await Reverse(cluster, flights, flight, undo, why, ct);
            else
                End(flight, ServiceVerdicts.NothingToGoBackTo(flight, why));
        }
    }

    /// <summary>Takes a service back whose own tasks fail. <see cref="ServiceFlight.GivenUp"/> says whether that was begun.</summary>
    public async Task Abort(string cluster, List<ServiceFlight> flights, ServiceFlight flight, string cause, CancellationToken ct)
    {
        try
        {
            if (!await Stop(flight, ct) && flight.Plan.Service is ServiceStep.Update { Undo.StartsDeployment: true } update)
                (flights[flights.IndexOf(flight)] = await Undo(cluster, flight, update.Undo, $"since {cause}", ct)).GivenUp = cause;

            flight.GivenUp = cause;
        }
        catch (DeployException exception) when (!exception.MayPass)
        {
            End(flight, ServiceVerdicts.NotTakenBack(flight, $"since {cause}", exception.Message));
        }
    }

    /// <summary>Begins the way back of everything, what was begun last first, and does not wait for it.</summary>
    /// <param name="verdict">What to say of a flight, given whether it is on its way back.</param>
    public async Task BreakOff(string cluster, List<ServiceFlight> flights, Func<ServiceFlight, bool, ServiceResult> verdict)
    {
        using var deadline = new CancellationTokenSource(Within, time);
        foreach (var flight in flights.Where(flight => flight.Result is null or { Verdict: Verdict.Deployed }).Reverse())
            End(flight, verdict(flight, await IsGoingBack(cluster, flight, deadline.Token)));
    }

    /// <summary>Gives a flight its result and tells of it.</summary>
    public void End(ServiceFlight flight, ServiceResult result)
    {
        flight.Result = flight.Shift is null ? PairVerdicts.BeforeShift(flight.Plan, result) : result;
        output.Emit(new ServiceEnded(flight.Result));
    }

    /// <summary>A pair goes back by its weights. Before they moved there is nothing to take back: the side without traffic keeps what it got.</summary>
    private void Traffic(List<ServiceFlight> flights, ServiceFlight flight, ShiftStep step, string failed)
    {
        var why = $"because {failed} failed";
        if (flight.TakenBackFor is not null || flight.Result is { Verdict: not Verdict.Deployed })
            return;

        if (!step.CanGoBack)
        {
            Remain(flight, failed);
        }
        else if (flight.Result is not null)
        {
            TrafficBack(flights, flight, step, why);
        }
        else if (flight.Shift is { } shift)
        {
            shift.TakeBack(why);
            flight.TakenBackFor = why;
        }
        else
        {
            flight.TakenBackFor = why;
            End(flight, new ServiceResult(flight.Plan.Name, Verdict.RolledBack, $"not deployed to its end, {why}", flight.TaskDefinition, null));
        }
    }

    private void TrafficBack(List<ServiceFlight> flights, ServiceFlight done, ShiftStep step, string why) =>
        flights[flights.IndexOf(done)] = new ServiceFlight(done.Plan, done.TaskDefinition, started: null, new ServiceSnapshot(done.Plan.EcsName, done.TaskDefinition, 0))
        {
            Arn = done.Arn,
            IsWayBack = true,
            TakenBackFor = why,
            Shift = PairShift.Back(done.Plan.Name, done.TaskDefinition, step, pairs, why),
        };

    private async Task Return(string cluster, List<ServiceFlight> flights, ServiceFlight flight, string failed, CancellationToken ct)
    {
        var why = $"because {failed} failed";
        try
        {
            if (await Stop(flight, ct))
            {
                flight.TakenBackFor = why;
                output.Emit(new TakingBack(flight.Plan.Name, why));
            }
            else if (flight.Plan.Service is ServiceStep.Update { Undo.StartsDeployment: true } update)
            {
                flights[flights.IndexOf(flight)] = await Undo(cluster, flight, update.Undo, why, ct);
            }
            else
            {
                Remain(flight, failed);
            }
        }
        catch (DeployException exception) when (!exception.MayPass)
        {
            End(flight, ServiceVerdicts.NotTakenBack(flight, why, exception.Message));
        }
        catch (DeployException)
        {
            // Tried again after the next look.
        }
    }

    private async Task Reverse(string cluster, List<ServiceFlight> flights, ServiceFlight done, ServiceChange undo, string why, CancellationToken ct)
    {
        try
        {
            var back = await Undo(cluster, done, undo, why, ct);
            flights[flights.IndexOf(done)] = back;
            if (!undo.StartsDeployment)
                End(back, ServiceVerdicts.TakenBack(back));
        }
        catch (DeployException exception)
        {
            End(done, ServiceVerdicts.NotTakenBack(done, why, exception.Message));
        }
    }

    /// <summary>What has nothing to go back to stays, and says so at its end.</summary>
    private void Remain(ServiceFlight flight, string failed)
    {
        flight.RemainsFor = failed;
        if (flight.Result is not null)
            End(flight, ServiceVerdicts.Remains(flight));
    }

    /// <returns>False: the service-deployment API is missing, denied or does not name the deployment yet.</returns>
    private async Task<bool> Stop(ServiceFlight flight, CancellationToken ct) =>
        flight.Arn is { } arn && await ecs.StopWithRollback(arn, ct) is not StopAnswer.Denied;

    // The way back by an update is a deployment of its own, and is followed like one.
    private async Task<ServiceFlight> Undo(string cluster, ServiceFlight flight, ServiceChange undo, string why, CancellationToken ct)
    {
        output.Emit(new TakingBack(flight.Plan.Name, why));
        var reply = await ecs.Update(cluster, flight.Plan.EcsName, undo, ct);
        var back = new ServiceFlight(flight.Plan with { Proven = null }, reply.TaskDefinition, reply.Primary, reply) { IsWayBack = true, TakenBackFor = why };
        back.Failures.AddRange(flight.Failures);
        return back;
    }

    private async Task<bool> IsGoingBack(string cluster, ServiceFlight flight, CancellationToken ct)
    {
        if (flight is { TakenBackFor: not null, Shift: null })
            return true;

        try
        {
            if (flight is { Shift: null, Result: not null, Plan.Shift: { CanGoBack: true } step })
                flight.Shift = PairShift.Back(flight.Plan.Name, flight.TaskDefinition, step, pairs, "because the run was stopped");

            if (flight.Shift is { } shift)
                return await shift.BreakOff(ct);

            if (flight.GivenUp is not null && flight.Result is null)
                return true;

            if (flight.Result is null && flight is { Arn: { } arn, Followed.CanGoBack: true }
                && await ecs.StopWithRollback(arn, ct) is StopAnswer.Accepted && await IsStopping(arn, ct))
                return true;

            if (flight.Plan is not { IsOfThisRelease: true, Undo: { } undo })
                return false;

            await ecs.Update(cluster, flight.Plan.EcsName, undo, ct);
            return true;
        }
        catch (Exception exception) when (exception is DeployException or OperationCanceledException)
        {
            // Said in the verdict: going back was not accepted.
            return false;
        }
    }

    // The answer says that the wish was heard. That ECS follows it, at a pause too, is seen in the deployment.
    private async Task<bool> IsStopping(string arn, CancellationToken ct)
    {
        for (var look = 0; look < StopLooks; look++)
        {
            if (await ecs.DescribeDeployments([arn], ct) is not [{ IsUnderWay: true, Rollback: null }])
                return true;

            await Task.Delay(BetweenStopLooks, time, ct);
        }

        return false;
    }
}
