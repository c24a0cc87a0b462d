namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// Moves a blue/green, canary or linear deployment on, stage by stage: the new revision beside the old one at full count, then the
/// traffic, then the old tasks away. On its way back the same in the other direction.
/// </summary>
internal sealed class ShiftingRollout(EcsState state, ServiceTasks tasks, DeploymentEnds ends, TrafficWeights traffic, RehearsalTime time)
{
    public void Beat(Service service, ServiceDeployment attempt)
    {
        Advance(service, attempt, attempt.Shift!);
        if (attempt.Finished)
            return;

        foreach (var deployment in service.Deployments)
            Keep(service, attempt, deployment);
    }

    private void Advance(Service service, ServiceDeployment attempt, TrafficShift shift)
    {
        if (shift.Current is not { } step)
        {
            Enter(service, attempt, shift);
            return;
        }

        state.Changed |= PauseHooks.Expire(shift.Hooks, time.Now);
        var move = ShiftJudgement.Of(step, See(service, attempt, shift));
        if (move.BackBecause is { } why)
            Fail(service, attempt, shift, why);
        else if (move.Next && shift.IsLast)
            ends.Complete(service);
        else if (move.Next)
            Enter(service, attempt, shift);
    }

    private ShiftSight See(Service service, ServiceDeployment attempt, TrafficShift shift)
    {
        var all = state.TasksOf(service).Where(task => !task.Gone).ToList();
        var arriving = all.FindAll(task => task.Alive && task.StartedBy == service.Primary.Id);
        var staying = service.Deployments.Where(deployment => Stays(service, shift, deployment)).Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal);

        return new ShiftSight(
            (time.Now - shift.Since) * time.Speed,
            attempt.RollsBack ? new HookVerdict(Waits: false, BackBecause: null) : PauseHooks.Judge(shift.Hooks),
            Complete: arriving.Count == service.Desired && arriving.TrueForAll(task => task.Healthy),
            OthersGone: all.TrueForAll(task => staying.Contains(task.StartedBy!)));
    }

    /// <summary>Begins the next stage: its traffic moves at once, its hooks ask. Traffic first, so that a beat that fails there begins it again.</summary>
    private void Enter(Service service, ServiceDeployment attempt, TrafficShift shift)
    {
        var step = shift.Plan[shift.At + 1];
        var moved = step.Percent is not { } percent || Move(service.Revision(attempt.TargetRevision), shift, step.Stage, percent);

        shift.At++;
        shift.Since = time.Now;
        attempt.UpdatedAt = time.Now;
        state.Changed = true;
        if (!attempt.RollsBack && PauseHooks.At(step.Stage, attempt.Configuration, time) is [_, ..] hooks)
            shift.Hooks = hooks;

        if (!moved && !attempt.RollsBack)
            Fail(service, attempt, shift, $"Service deployment rolled back because a listener rule is gone or does not forward any more ({step.Stage}).");
    }

    private bool Move(ServiceRevision target, TrafficShift shift, string stage, decimal percent)
    {
        if (stage == LifecycleStage.TestShift)
        {
            var moved = traffic.Test(target, percent);
            shift.Test = percent;
            return moved;
        }
        else
        {
            var moved = traffic.Production(target, percent);
            shift.Production = percent;
            return moved;
        }
    }

    private void Fail(Service service, ServiceDeployment attempt, TrafficShift shift, string why)
    {
        var rolloutReason = $"ECS deployment {attempt.DeploymentId} failed.";
        if (attempt.RollsBack)
        {
            ends.Stall(service, attempt, why, rolloutReason, "ROLLBACK_FAILED");
            return;
        }

        ends.GoBack(service, attempt, why, rolloutReason);
        if (!attempt.Finished)
            Enter(service, attempt, shift);
    }

    private void Keep(Service service, ServiceDeployment attempt, Deployment deployment)
    {
        var shift = attempt.Shift!;
        if (!Stays(service, shift, deployment))
        {
            if (shift.Current!.Stage == LifecycleStage.CleanUp || (shift.Current.Stage == LifecycleStage.Reconcile && SourceServes(service, shift)))
                tasks.StopAll(service, deployment);
        }
        else if (deployment != service.Primary || attempt.RollsBack || shift.Reached(LifecycleStage.ScaleUp))
        {
            tasks.Keep(service, deployment);
        }
    }

    /// <summary>Whether a deployment keeps its tasks: that which the service moves to, and, until it is cleaned up, that which it moves from.</summary>
    private static bool Stays(Service service, TrafficShift shift, Deployment deployment) =>
        deployment == service.Primary || (deployment.RevisionArn == shift.SourceRevision && shift.Current?.Stage != LifecycleStage.CleanUp);

    /// <summary>Gives the old revision all traffic once it has its full count: what is left of other deployments serves nobody then.</summary>
    private bool SourceServes(Service service, TrafficShift shift)
    {
        if (shift.SourceRevision is not { } revision)
            return true;

        var source = service.Deployments.Find(deployment => deployment.RevisionArn == revision);
        if (source is null || state.TasksOf(service).Count(task => task.StartedBy == source.Id && task.Healthy) < service.Desired)
            return false;

        traffic.GiveAll(service.Revision(revision));
        return true;
    }
}
