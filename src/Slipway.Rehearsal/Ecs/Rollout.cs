using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>One beat of the service scheduler for one service: counts failures, starts and stops tasks, ends deployments.</summary>
internal sealed class Rollout(EcsState state, NewDeployment deployments, TaskFactory tasks, RehearsalTime time)
{
    public void Beat(Service service)
    {
        switch (service.Status)
        {
            case "DRAINING":
                Drain(service);
                break;
            case "ACTIVE":
                Follow(service);
                Schedule(service);
                Settle(service);
                break;
        }
    }

    private void Drain(Service service)
    {
        var own = state.TasksOf(service);
        foreach (var task in own.Where(task => task.Alive))
            TaskEnd.Ask(task, time.Now, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {task.StartedBy})");

        if (own.Any(task => !task.Gone))
            return;

        service.Status = "INACTIVE";
        service.Deployments.Clear();
        state.Changed = true;
    }

    /// <summary>Moves the service deployment under way on, by what was asked of it and by the fate of its tasks.</summary>
    private void Follow(Service service)
    {
        var failures = CountFailures(service);
        if (service.Unfinished is not { } attempt)
            return;

        switch (attempt.Status)
        {
            case "PENDING":
                Become(attempt, "IN_PROGRESS");
                attempt.StartedAt = time.Now;
                break;
            case "ROLLBACK_REQUESTED":
                GoBack(service, attempt, "Rollback requested by StopServiceDeployment.", $"ECS deployment {attempt.DeploymentId} was stopped.");
                return;
            case "STOP_REQUESTED":
                Stall(service, attempt, "Service deployment stopped by StopServiceDeployment.", $"ECS deployment {attempt.DeploymentId} was stopped.");
                return;
        }

        Judge(service, attempt, failures);
    }

    private (int Failed, bool Healthy) CountFailures(Service service)
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

    private void Judge(Service service, ServiceDeployment attempt, (int Failed, bool Healthy) seen)
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
            Stall(service, attempt, "Rollback failed: the circuit breaker threshold was exceeded.", Reason, "ROLLBACK_FAILED");
        else if (!breaker.Rollback)
            Stall(service, attempt, "Service deployment failed: the circuit breaker threshold was exceeded.", Reason);
        else
            GoBack(service, attempt, "Service deployment rolled back because the circuit breaker threshold was exceeded.", Reason);
    }

    /// <summary>Makes the last completed revision the current one again; without one the deployment stalls.</summary>
    private void GoBack(Service service, ServiceDeployment attempt, string why, string rolloutReason)
    {
        if (service.CompletedRevision is not { } revision || revision == service.Primary.RevisionArn)
        {
            Stall(service, attempt, why + " There is no completed deployment to roll back to.", rolloutReason);
            return;
        }

        Fail(service.Primary, rolloutReason);
        var target = service.Deployments.FirstOrDefault(deployment => deployment.RevisionArn == revision)
            ?? NewDeployment.Of(service.Revision(revision), time.Now);

        service.Deployments.Remove(target);
        service.Deployments.Insert(0, target);
        target.RolloutState = "IN_PROGRESS";
        target.RolloutStateReason = attempt.BreakerTriggered
            ? $"ECS deployment circuit breaker: rolling back to deploymentId {target.Id}."
            : $"ECS deployment {target.Id} in progress.";
        target.UpdatedAt = time.Now;
        (target.Failures, target.FailedTasks, target.NextStart, target.Stalled) = (0, 0, null, false);

        Become(attempt, "ROLLBACK_IN_PROGRESS");
        attempt.StatusReason = why;
        attempt.RollbackReason = why;
        attempt.RollbackStartedAt = time.Now;
        attempt.RollbackRevision = revision;
        service.Steady = false;
        service.Say(time.Now, $"rolling back to deployment {target.Id}.");
    }

    private void Stall(Service service, ServiceDeployment attempt, string why, string rolloutReason, string status = "STOPPED")
    {
        Fail(service.Primary, rolloutReason);
        service.Primary.Stalled = true;
        deployments.Finish(service, attempt, status, why, time.Now);
        attempt.StoppedAt = time.Now;
        state.Changed = true;
    }

    private void Fail(Deployment deployment, string reason)
    {
        deployment.RolloutState = "FAILED";
        deployment.RolloutStateReason = reason;
        deployment.UpdatedAt = time.Now;
        state.Changed = true;
    }

    private void Schedule(Service service)
    {
        // A stalled deployment starts nothing and takes nothing away, except for a service that is to have no tasks.
        if (service.Primary.Stalled && service.Desired > 0)
            return;

        var alive = state.TasksOf(service).Where(task => task.Alive).OrderBy(task => task.CreatedAt).ToList();
        var decision = RollingScheduler.Decide(new RollingInput(
            service.Desired,
            service.Configuration?.OptionalInt("minimumHealthyPercent") ?? 100, service.Configuration?.OptionalInt("maximumPercent") ?? 200,
            [.. alive.Select(task => new RollingTask(task.Id, task.StartedBy == service.Primary.Id, task.Healthy))]));

        Stop(service, [.. alive.Where(task => decision.Stop.Contains(task.Id))]);
        Start(service, decision.Start);

        if (decision.Stuck && !service.Primary.SaidStuck)
            service.Say(time.Now, "was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.");
        service.Primary.SaidStuck = decision.Stuck;
    }

    private void Start(Service service, int count)
    {
        if (count == 0 || time.Now < service.Primary.NextStart)
            return;

        var started = Enumerable.Range(0, count).Select(_ => tasks.ForService(service, service.Primary)).ToList();
        state.Tasks.AddRange(started);
        service.Primary.UpdatedAt = time.Now;
        service.Say(time.Now, $"has started {count} tasks: {string.Join(' ', started.Select(task => $"(task {task.Id})"))}.");
        state.Changed = true;
    }

    private void Stop(Service service, IReadOnlyList<EcsTask> stopped)
    {
        if (stopped.Count == 0)
            return;

        foreach (var task in stopped)
            TaskEnd.Ask(task, time.Now, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {service.Primary.Id})");

        service.Say(time.Now, $"has stopped {stopped.Count} running tasks: {string.Join(' ', stopped.Select(task => $"(task {task.Id})"))}.");
        state.Changed = true;
    }

    /// <summary>Completes the deployment once its tasks are all healthy and the others' are gone; drops deployments without tasks.</summary>
    private void Settle(Service service)
    {
        var own = state.TasksOf(service);
        var alive = own.Where(task => task.Alive).ToList();
        var settled = alive.Count == service.Desired && own.All(task => task.Gone || task.Alive)
            && alive.All(task => task.Healthy && task.StartedBy == service.Primary.Id);

        if (settled && service.Primary.RolloutState == "IN_PROGRESS")
            Complete(service);

        if (settled && service.Primary.RolloutState == "COMPLETED" && !service.Steady)
            service.Say(time.Now, "has reached a steady state.");

        var steady = settled && service.Primary.RolloutState == "COMPLETED";
        state.Changed |= steady != service.Steady;
        service.Steady = steady;

        var removed = service.Deployments.RemoveAll(deployment =>
            deployment != service.Primary
            && own.All(task => task.Gone || task.StartedBy != deployment.Id)
            && (service.Unfinished is null || deployment.RevisionArn != service.CompletedRevision));
        state.Changed |= removed > 0;
    }

    private void Complete(Service service)
    {
        var deployment = service.Primary;
        deployment.RolloutState = "COMPLETED";
        deployment.RolloutStateReason = $"ECS deployment {deployment.Id} completed.";
        deployment.UpdatedAt = time.Now;
        service.CompletedRevision = deployment.RevisionArn;
        service.Say(time.Now, $"(deployment {deployment.Id}) deployment completed.");

        if (service.Unfinished is { } attempt)
            deployments.Finish(service, attempt, attempt.RollsBack ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL", attempt.StatusReason, time.Now);

        state.Changed = true;
    }

    private void Become(ServiceDeployment attempt, string status)
    {
        attempt.Status = status;
        attempt.UpdatedAt = time.Now;
        state.Changed = true;
    }
}
