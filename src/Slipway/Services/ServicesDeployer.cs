using Slipway.Output;

namespace Slipway.Services;

/// <summary>
/// Applies a <see cref="ServicesPlan"/>: begins every service, follows all of their deployments at once to their ends, and takes back what
/// it changed when one of them fails. Each service gets its own verdict.
/// </summary>
internal sealed class ServicesDeployer(IEcs ecs, ILogs logs, ITargetHealth health, IOutput output, TimeProvider time)
{
    /// <summary>Failures of one kind after which a deployment is not waited for any longer.</summary>
    private const int SameFailures = 3;

    /// <summary>How long a cancelled run may take to bring its services into a defined state.</summary>
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(10);

    private readonly FailureCapture _failures = new(ecs, logs, health, output);

    /// <summary>Carries the plan out. Cancellation stops what is in flight with rollback and gives the verdict Stopped.</summary>
    public async Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, CancellationToken ct)
    {
        List<ServiceFlight> flights = [];
        try
        {
            var failure = await Begin(plan, flights, ct);
            if (failure is not null)
                await TakeBack(plan.Cluster, flights, failure.Result.Service, ct);

            await Follow(plan.Cluster, flights, ct);
            return Results(plan, flights, failure);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Cancel(plan.Cluster, flights);
            return Results(plan, flights, failure: null);
        }
    }

    // One after the other: RegisterTaskDefinition allows one call a second after a burst of twenty.
    private async Task<NotBegun?> Begin(ServicesPlan plan, List<ServiceFlight> flights, CancellationToken ct)
    {
        foreach (var service in plan.Services)
        {
            try
            {
                if (await new ServiceStart(ecs, logs, output).Begin(plan.Cluster, service, ct) is { } flight)
                    flights.Add(flight);
            }
            catch (Exception exception) when (exception is DeployException or PassingFailureException)
            {
                var result = new ServiceResult(service.Name, Verdict.Failed, exception.Message, null, null);
                output.Emit(new ServiceEnded(result));
                return new NotBegun(result);
            }
        }

        return null;
    }

    private async Task Follow(string cluster, List<ServiceFlight> flights, CancellationToken ct)
    {
        var watch = new DeploymentWatch(ecs, output);
        var pace = new Pace(time);
        var began = time.GetTimestamp();

        while (flights.Where(flight => flight.Result is null).ToList() is { Count: > 0 } open)
        {
            var moved = false;
            try
            {
                var before = open.Select(flight => flight.Status).ToList();
                await watch.Look(cluster, open, ct);
                moved = !before.SequenceEqual(open.Select(flight => flight.Status));
                for (var index = 0; index < open.Count; index++)
                    await Consider(cluster, open[index], before[index], time.GetElapsedTime(began), ct);
            }
            catch (PassingFailureException)
            {
                // No news. The budget bounds how long that may go on.
                pace.SlowDown();
                foreach (var flight in open.Where(flight => time.GetElapsedTime(began) > flight.Plan.Budget.Total))
                    End(flight, ServiceVerdicts.TimedOut(flight));
            }

            if (flights.Find(flight => flight is { Result: { } result, TakenBackFor: null } && Spoils(result)) is { } failed)
                await TakeBack(cluster, flights, failed.Plan.Name, ct);

            if (flights.Exists(flight => flight.Result is null))
                await pace.Wait(moved, ct);
        }
    }

    private async Task Consider(string cluster, ServiceFlight flight, DeploymentStatus before, TimeSpan passed, CancellationToken ct)
    {
        var status = flight.Status;
        if (status is DeploymentStatus.InProgress now && status != before)
            output.Emit(new RolloutMoved(flight.Plan.Name, now.Stage, now.Running, now.Desired));

        if (flight.FailuresCounted > flight.FailuresKnown || status is DeploymentStatus.RolledBack or DeploymentStatus.Stalled)
        {
            flight.FailuresKnown = flight.FailuresCounted;
            await _failures.Capture(flight, cluster, ct);
        }

        if (ServiceVerdicts.Of(flight) is { } result)
            End(flight, result);
        else if (passed > flight.Plan.Budget.Total)
            End(flight, ServiceVerdicts.TimedOut(flight));
        else
            await AbortEarly(cluster, flight, ct);
    }

    private async Task AbortEarly(string cluster, ServiceFlight flight, CancellationToken ct)
    {
        var same = flight.Failures.GroupBy(failure => failure.Cause.Signature, StringComparer.Ordinal).FirstOrDefault(group => group.Count() >= SameFailures);
        if (same is null || flight.AbortedEarly)
            return;

        flight.AbortedEarly = true;
        output.Emit(new StoppingEarly(flight.Plan.Name, same.Count(), same.First().Cause.Cause, flight.Followed.CanGoBack));
        if (flight.Followed.CanGoBack)
            await GoBack(cluster, flight, ct);
        else
            // The count is not set to zero: the next deploy would then find a service that is meant to have no tasks, and call it deployed.
            End(flight, ServiceVerdicts.NeverCameUp(flight, same.First().Cause.Cause));
    }

    private async Task TakeBack(string cluster, List<ServiceFlight> flights, string because, CancellationToken ct)
    {
        foreach (var flight in flights.Where(flight => flight.Plan.Name != because).ToList())
        {
            if (flight is { Result: null, TakenBackFor: null } && flight.Followed.CanGoBack)
            {
                flight.TakenBackFor = $"because {because} failed";
                output.Emit(new TakingBack(flight.Plan.Name, flight.TakenBackFor));
                await GoBack(cluster, flight, ct);
            }
            else if (flight.Result is { Verdict: Verdict.Deployed } && flight.Plan.Service is ServiceStep.Update update)
            {
                output.Emit(new TakingBack(flight.Plan.Name, $"because {because} failed"));
                flights.Add(await Reverse(cluster, flight, update, because, ct));
                flights.Remove(flight);
            }
        }
    }

    // The way back of a finished deployment is a deployment of its own, and is followed like one.
    private async Task<ServiceFlight> Reverse(string cluster, ServiceFlight done, ServiceStep.Update update, string because, CancellationToken ct)
    {
        var reply = await ecs.Update(cluster, done.Plan.EcsName, update.Undo, ct);
        var plan = done.Plan with { Service = new ServiceStep.Nothing(), Proven = null };
        var flight = new ServiceFlight(plan, reply.TaskDefinition, reply.Primary, reply) { TakenBackFor = $"because {because} failed" };
        if (!update.Undo.StartsDeployment)
            End(flight, Back(flight, ServiceVerdicts.Of(flight)));

        return flight;
    }

    // Null means that nothing had to be deployed to go back: the settings are what they were already.
    private static ServiceResult Back(ServiceFlight flight, ServiceResult? ended) =>
        ended is null or { Verdict: Verdict.Deployed }
            ? new ServiceResult(flight.Plan.Name, Verdict.RolledBack, $"taken back to {EcsNames.Short(flight.TaskDefinition)}, {flight.TakenBackFor}", flight.TaskDefinition, null) { Deployment = flight.Arn }
            : ended;

    /// <returns>Whether ECS accepted.</returns>
    private async Task<bool> GoBack(string cluster, ServiceFlight flight, CancellationToken ct)
    {
        if (flight.Arn is { } arn && await ecs.StopWithRollback(arn, ct) is var answer and not StopAnswer.Denied)
            return answer == StopAnswer.Accepted;

        // Without the service-deployment API the way back is an ordinary update.
        if (flight.Plan is not { Service: ServiceStep.Update update, Proven: not null } || !update.Undo.StartsDeployment)
            return false;

        await ecs.Update(cluster, flight.Plan.EcsName, update.Undo, ct);
        return true;
    }

    private async Task Cancel(string cluster, List<ServiceFlight> flights)
    {
        using var deadline = new CancellationTokenSource(CancelWithin, time);
        foreach (var flight in flights.Where(flight => flight.Result is null || flight.Result.Verdict is Verdict.Deployed))
        {
            var back = false;
            try
            {
                back = flight.Result is null
                    ? flight.Followed.CanGoBack && await GoBack(cluster, flight, deadline.Token)
                    : flight.Plan.Service is ServiceStep.Update update
                        && await ecs.Update(cluster, flight.Plan.EcsName, update.Undo, deadline.Token) is not null;
            }
            catch (Exception exception) when (exception is DeployException or PassingFailureException or OperationCanceledException)
            {
                // Said in the verdict: going back was not accepted.
            }

            End(flight, ServiceVerdicts.Stopped(flight, back));
        }
    }

    private void End(ServiceFlight flight, ServiceResult result)
    {
        flight.Result = flight is { TakenBackFor: not null, Plan.Service: ServiceStep.Nothing } ? Back(flight, result) : result;
        output.Emit(new ServiceEnded(flight.Result));
    }

    // A newer deployment, or a person, has taken over: what the others reached stays.
    private static bool Spoils(ServiceResult result) => result.Verdict is Verdict.Failed or Verdict.RolledBack;

    private static List<ServiceResult> Results(ServicesPlan plan, List<ServiceFlight> flights, NotBegun? failure) =>
    [
        .. plan.Services.Select(service =>
            flights.FirstOrDefault(flight => flight.Plan.Name == service.Name)?.Result
            ?? (failure?.Result.Service == service.Name ? failure.Result : null)
            ?? (service.Service is ServiceStep.Nothing && service.TaskDefinition is TaskDefinitionStep.Keep keep
                ? new ServiceResult(service.Name, Verdict.Deployed, "nothing to do", keep.Arn, null)
                : new ServiceResult(service.Name, Verdict.Stopped, "not begun", null, null))),
    ];

    private sealed record NotBegun(ServiceResult Result);
}
