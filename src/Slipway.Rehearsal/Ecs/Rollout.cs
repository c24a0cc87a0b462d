namespace Slipway.Rehearsal.Ecs;

/// <summary>One beat of the service scheduler for one service: does what was asked, looks at alarms and failures, and lets the strategy go on.</summary>
internal sealed class Rollout(
    EcsState state, RollingRollout rolling, ShiftingRollout shifting, DeploymentEnds ends, DeploymentAlarms alarms, RehearsalTime time)
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
                GoOn(service);
                Forget(service);
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

    /// <summary>Moves the service deployment under way on, by what was asked of it, by its alarms and by the fate of its tasks.</summary>
    private void Follow(Service service)
    {
        var failures = rolling.CountFailures(service);
        if (service.Unfinished is not { } attempt)
            return;

        switch (attempt.Status)
        {
            case "PENDING":
                ends.Become(attempt, "IN_PROGRESS");
                attempt.StartedAt = time.Now;
                break;
            case "ROLLBACK_REQUESTED":
                ends.GoBack(service, attempt, "Rollback requested by StopServiceDeployment.", $"ECS deployment {attempt.DeploymentId} was stopped.");
                return;
            case "STOP_REQUESTED":
                ends.Stall(service, attempt, "Service deployment stopped by StopServiceDeployment.", $"ECS deployment {attempt.DeploymentId} was stopped.");
                return;
        }

        if (alarms.Fires(attempt))
            Alarm(service, attempt, attempt.Alarms!);
        else if (HasBreaker(attempt))
            rolling.Judge(service, attempt, failures);
    }

    /// <summary>
    /// One page of AWS says that the circuit breaker serves rolling deployments alone (developerguide/deployment-circuit-breaker.html), another that it
    /// serves blue/green ones, too (developerguide/deployment-failure-detection.html). Who can do without it is right either way.
    /// </summary>
    private static bool HasBreaker(ServiceDeployment attempt) => attempt.Shift is null;

    private void Alarm(Service service, ServiceDeployment attempt, AlarmWatch watch)
    {
        var named = $"in ALARM: {string.Join(", ", watch.Triggered)}.";
        service.Say(time.Now, $"(deployment {attempt.DeploymentId}) deployment failed: alarm detected.");
        if (watch.Rollback)
            ends.GoBack(service, attempt, $"Service deployment rolled back because of alarms {named}", $"ECS deployment alarms {named}");
        else
            ends.Stall(service, attempt, $"Service deployment failed because of alarms {named}", $"ECS deployment alarms {named}");
    }

    private void GoOn(Service service)
    {
        if (service.Unfinished is { Shift: not null } attempt)
        {
            shifting.Beat(service, attempt);
            return;
        }

        rolling.Schedule(service);
        rolling.Settle(service);
    }

    /// <summary>Drops deployments without tasks, except for the one to go back to.</summary>
    private void Forget(Service service)
    {
        var own = state.TasksOf(service);
        var removed = service.Deployments.RemoveAll(deployment =>
            deployment != service.Primary
            && own.All(task => task.Gone || task.StartedBy != deployment.Id)
            && (service.Unfinished is null || deployment.RevisionArn != service.CompletedRevision));
        state.Changed |= removed > 0;
    }
}
