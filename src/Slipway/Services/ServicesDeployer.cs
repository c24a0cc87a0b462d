using Slipway.Output;

namespace Slipway.Services;

/// <summary>
/// Applies a <see cref="ServicesPlan"/>: runs what comes before, begins every service, follows all of their deployments at once to their ends, and takes back what
/// it changed when one of them fails. Each service gets its own verdict.
/// </summary>
internal sealed class ServicesDeployer(IEcs ecs, ITasks tasks, ILogs logs, ITargetHealth health, IOutput output, TimeProvider time)
{
    /// <summary>Failures of one kind after which a deployment is not waited for any longer.</summary>
    private const int SameFailures = 3;

    /// <summary>Looks without any movement after which ended tasks are looked for, whatever ECS counts.</summary>
    private const int StillLooks = 3;

    private readonly FailureCapture _failures = new(ecs, logs, health, output);
    private readonly ServicesBegin _begin = new(ecs, tasks, logs, output, time);
    private readonly WayBack _back = new(ecs, output, time);

    /// <summary>
    /// Carries the plan out: prepares every service, runs the one-off tasks one after the other, and only then begins the services.
    /// Cancellation stops what is in flight with rollback and gives the verdict Stopped.
    /// </summary>
    public async Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, CancellationToken ct)
    {
        List<ServiceFlight> flights = [];
        ServiceResult? notBegun = null;
        try
        {
            notBegun = await _begin.Begin(plan, flights, ct);
            ct.ThrowIfCancellationRequested();
            await Follow(plan.Cluster, flights, notBegun?.Service, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await _back.BreakOff(plan.Cluster, flights, ServiceVerdicts.Stopped);
        }

        return Results(plan, flights, notBegun);
    }

    /// <summary>
    /// Takes back what a release changed although its services were deployed well: something that came after them failed. What the plan
    /// did not touch stays as it is, and so does every result that is not Deployed.
    /// </summary>
    /// <param name="results">Of <see cref="Apply"/> for the same plan.</param>
    /// <param name="why">Completes "taken back to web:1, ...", such as <c>because a smoke check failed</c>.</param>
    public async Task<IReadOnlyList<ServiceResult>> TakeBack(
        ServicesPlan plan, IReadOnlyList<ServiceResult> results, string why, CancellationToken ct)
    {
        var flights = plan.Services.Join(results, service => service.Name, result => result.Service, ServiceFlight.Done)
            .Where(flight => flight.Result!.Verdict == Verdict.Deployed && flight.Plan.Service is not ServiceStep.Nothing).ToList();
        try
        {
            await _back.All(plan.Cluster, flights, why, ct);
            await Follow(plan.Cluster, flights, failed: null, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await _back.BreakOff(plan.Cluster, flights, ServiceVerdicts.Stopped);
        }

        return [.. results.Select(result => flights.Find(flight => flight.Plan.Name == result.Service)?.Result ?? result)];
    }

    /// <param name="failed">The service that could not be begun; null: none.</param>
    private async Task Follow(string cluster, List<ServiceFlight> flights, string? failed, CancellationToken ct)
    {
        var watch = new DeploymentWatch(ecs, output);
        var pace = new Pace(time);
        var began = time.GetTimestamp();
        if (failed is not null)
            await _back.Others(cluster, flights, failed, ct);

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
                foreach (var flight in open.Where(flight => time.GetElapsedTime(began) > flight.Plan.Budget.Total))
                    _back.End(flight, ServiceVerdicts.TimedOut(flight));
            }
            catch (DeployException exception)
            {
                await _back.BreakOff(cluster, flights, (flight, back) => ServiceVerdicts.Lost(flight, back, exception.Message));
                return;
            }

            failed ??= flights.Find(Spoils)?.Plan.Name;
            if (failed is not null)
                await _back.Others(cluster, flights, failed, ct);

            if (flights.Exists(flight => flight.Result is null))
                await pace.Wait(moved, ct);
        }
    }

    /// <returns>Whether anything moved.</returns>
    private async Task<bool> Look(
        string cluster, List<ServiceFlight> flights, List<ServiceFlight> open, DeploymentWatch watch, TimeSpan passed, CancellationToken ct)
    {
        var before = open.Select(flight => flight.Status).ToList();
        await watch.Look(cluster, open, ct);
        var moved = false;
        for (var index = 0; index < open.Count; index++)
        {
            var flight = open[index];
            var status = flight.Status;
            flight.Still = status == before[index] ? flight.Still + 1 : 0;
            moved |= flight.Still == 0;
            if (status is DeploymentStatus.InProgress now && flight.Still == 0)
                output.Emit(new RolloutMoved(flight.Plan.Name, now.Stage, now.Running, now.Desired));

            await CaptureFailures(cluster, flight, status, ct);
            if (ServiceVerdicts.Of(flight) is { } result)
                _back.End(flight, result);
            else if (passed > flight.Plan.Budget.Total)
                _back.End(flight, ServiceVerdicts.TimedOut(flight));
            else
                await AbortEarly(cluster, flights, flight, ct);
        }

        return moved;
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

    private async Task AbortEarly(string cluster, List<ServiceFlight> flights, ServiceFlight flight, CancellationToken ct)
    {
        var same = flight.Failures.GroupBy(failure => failure.Cause.Signature, StringComparer.Ordinal).FirstOrDefault(group => group.Count() >= SameFailures);
        if (same is null || flight.AbortedEarly || flight.TakenBackFor is not null)
            return;

        var cause = same.First().Cause.Cause;
        output.Emit(new StoppingEarly(flight.Plan.Name, same.Count(), cause, flight.Followed.CanGoBack));
        if (flight.Followed.CanGoBack)
            await _back.Abort(cluster, flights, flight, cause, ct);
        else
            // The count is not set to zero: the next deploy would then find a service that is meant to have no tasks, and call it deployed.
            _back.End(flight, ServiceVerdicts.NeverCameUp(flight, cause));
    }

    // A newer deployment, or a person, has taken over: what the others reached stays.
    private static bool Spoils(ServiceFlight flight) =>
        flight.AbortedEarly || flight is { Result.Verdict: Verdict.Failed or Verdict.RolledBack, TakenBackFor: null };

    private static List<ServiceResult> Results(ServicesPlan plan, List<ServiceFlight> flights, ServiceResult? notBegun) =>
    [
        .. plan.Services.Select(service =>
            flights.FirstOrDefault(flight => flight.Plan.Name == service.Name)?.Result
            ?? (notBegun?.Service == service.Name ? notBegun : null)
            ?? (service.Service is ServiceStep.Nothing && service.TaskDefinition is TaskDefinitionStep.Keep keep
                ? new ServiceResult(service.Name, Verdict.Deployed, "nothing to do", keep.Arn, null)
                : new ServiceResult(service.Name, Verdict.Stopped, "not begun", null, null))),
    ];
}
