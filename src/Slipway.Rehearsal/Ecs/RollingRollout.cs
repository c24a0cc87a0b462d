using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Moves a service from one revision to the next within its percentages; between deployments it keeps the service's count.</summary>
internal sealed class RollingRollout(EcsState state, ServiceTasks tasks, DeploymentEnds ends, RehearsalTime time)
{
    /// <summary>Counts the failures of the current deployment in a row, for the delay between starts and for <see cref="Judge"/>.</summary>
    public (int Failed, bool Healthy) CountFailures(Service service)
    {
        var current = state.TasksOf(service).Where(task => task.StartedBy == service.Primary.Id).ToList();
        var failed = current.Where(task => task.Failed).ToList();
        var healthy = current.Where(task => task is { Healthy: true, WasHealthy: false }).ToList();

        failed.ForEach(task => task.Failed = false);
        healthy.ForEach(task => task.WasHealthy = true);
        if (failed.Count == 0 && healthy.Count == 0)
            return (0, false);

        var deployment = service.Primary;
        deployment.Failures = healthy.Count > 0 ? 0 : deployment.Failures + failed.Count;
        deployment.FailedTasks = deployment.Failures;
        deployment.UpdatedAt = time.Now;

        var rounds = (int)Math.Ceiling(deployment.Failures / (double)Math.Max(1, service.Desired));
        deployment.NextStart = rounds > 0 ? time.Now + time.Scaled(RestartDelay.After(rounds)) : null;
        if (failed.Count > 0 && RestartDelay.IsThrottled(rounds))
            service.Say(time.Now, "is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.");

        state.Changed = true;
        return (failed.Count, healthy.Count > 0);
    }

    /// <summary>Lets the circuit breaker have its say.</summary>
    public void Judge(Service service, ServiceDeployment attempt, (int Failed, bool Healthy) seen)
    {
        if (seen.Failed == 0 && !seen.Healthy)
            return;

        var breaker = CircuitBreaker.Of(service.Configuration);
        var failures = breaker.Count(attempt.RollsBack ? attempt.RollbackFailures : attempt.FailureCount, seen.Failed, seen.Healthy);
        if (attempt.RollsBack)
            attempt.RollbackFailures = failures;
        else
            attempt.FailureCount = failures;

        attempt.UpdatedAt = time.Now;
        if (!breaker.Trips(failures, service.Desired))
            return;

        attempt.BreakerTriggered = true;
        const string Reason = "ECS deployment circuit breaker: tasks failed to start.";
        service.Say(time.Now, $"(deployment {service.Primary.Id}) deployment failed: tasks failed to start.");

        if (attempt.RollsBack)
            ends.Stall(service, attempt, "Rollback failed: the circuit breaker threshold was exceeded.", Reason, "ROLLBACK_FAILED");
        else if (!breaker.Rollback)
            ends.Stall(service, attempt, "Service deployment failed: the circuit breaker threshold was exceeded.", Reason);
        else
            ends.GoBack(service, attempt, "Service deployment rolled back because the circuit breaker threshold was exceeded.", Reason);
    }

    public void Schedule(Service service)
    {
        // A stalled deployment starts nothing and takes nothing away, except for a service that is to have no tasks.
        if (service.Primary.Stalled && service.Desired > 0)
            return;

        var alive = state.TasksOf(service).Where(task => task.Alive).OrderBy(task => task.CreatedAt).ToList();
        var decision = RollingScheduler.Decide(new RollingInput(
            service.Desired,
            service.Configuration?.OptionalInt("minimumHealthyPercent") ?? 100, service.Configuration?.OptionalInt("maximumPercent") ?? 200,
            [.. alive.Select(task => new RollingTask(task.Id, task.StartedBy == service.Primary.Id, task.Healthy))]));

        tasks.Stop(service, alive.FindAll(task => decision.Stop.Contains(task.Id)));
        tasks.Start(service, service.Primary, decision.Start);

        if (decision.Stuck && !service.Primary.SaidStuck)
            service.Say(time.Now, "was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.");
        service.Primary.SaidStuck = decision.Stuck;
    }

    /// <summary>Completes the deployment once its tasks are all healthy, the others' are gone, and its alarms were watched for a while.</summary>
    public void Settle(Service service)
    {
        var own = state.TasksOf(service);
        var alive = own.Where(task => task.Alive).ToList();
        var settled = alive.Count == service.Desired && own.All(task => task.Gone || task.Alive)
            && alive.All(task => task.Healthy && task.StartedBy == service.Primary.Id);

        if (settled && service.Primary.RolloutState == "IN_PROGRESS" && HasBaked(service.Unfinished))
            ends.Complete(service);

        var steady = settled && service.Primary.RolloutState == "COMPLETED";
        if (steady && !service.Steady)
            service.Say(time.Now, "has reached a steady state.");

        state.Changed |= steady != service.Steady;
        service.Steady = steady;
    }

    private bool HasBaked(ServiceDeployment? attempt)
    {
        if (attempt is null || DeploymentAlarms.Bake(attempt) is not { } bake)
            return true;

        state.Changed |= attempt.BakesSince is null;
        attempt.BakesSince ??= time.Now;
        return time.Now - attempt.BakesSince >= time.Scaled(bake);
    }
}
