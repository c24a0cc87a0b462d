namespace Slipway.Rehearsal.Ecs;

/// <summary>How deployments end, whatever their strategy: complete, on the way back, or stalled where they are.</summary>
internal sealed class DeploymentEnds(EcsState state, NewDeployment deployments, RehearsalTime time)
{
    public void Complete(Service service)
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

    /// <summary>Makes the last completed revision the current one again; without one the deployment stalls.</summary>
    public void GoBack(Service service, ServiceDeployment attempt, string why, string rolloutReason)
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
        attempt.Shift?.TurnBack();
        service.Steady = false;
        service.Say(time.Now, $"rolling back to deployment {target.Id}.");
    }

    /// <summary>Ends a deployment as it is: nothing is started or stopped for it any more, and traffic stays where it was.</summary>
    public void Stall(Service service, ServiceDeployment attempt, string why, string rolloutReason, string status = "STOPPED")
    {
        Fail(service.Primary, rolloutReason);
        service.Primary.Stalled = true;
        deployments.Finish(service, attempt, status, why, time.Now);
        attempt.StoppedAt = time.Now;
        state.Changed = true;
    }

    public void Become(ServiceDeployment attempt, string status)
    {
        attempt.Status = status;
        attempt.UpdatedAt = time.Now;
        state.Changed = true;
    }

    private void Fail(Deployment deployment, string reason)
    {
        deployment.RolloutState = "FAILED";
        deployment.RolloutStateReason = reason;
        deployment.UpdatedAt = time.Now;
        state.Changed = true;
    }
}
