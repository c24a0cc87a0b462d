using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Whether a running task is healthy: by its containers' checks and its target groups.</summary>
internal sealed class TaskHealthCheck(ITargetGroups targetGroups, RehearsalTime time, Action<EcsTask, string> say)
{
    /// <summary>
    /// A task that nothing checks counts as healthy once it ran for so long (on AWS: as soon as it runs). Containers start at their own
    /// speed however fast the cloud's time goes, so without it a program that crashes at once would pass.
    /// </summary>
    private static readonly TimeSpan Unchecked = TimeSpan.FromSeconds(10);

    public void Judge(EcsTask task, DateTimeOffset now)
    {
        // The service scheduler replaces what is unhealthy; a task of RunTask has none and goes on.
        if (task.ServiceArn is not null && task.Containers.FirstOrDefault(container => container is { Essential: true, Health: "UNHEALTHY" }) is not null)
        {
            Fail(task, now, "Task failed container health checks");
            return;
        }

        var targets = task.Targets.Select(target => (Target: target, Health: targetGroups.Health(target.TargetGroupArn, new Target(task.Ip, target.Port)))).ToList();
        var inGrace = now - task.StartedAt < time.Scaled(task.GracePeriod);
        if (!inGrace && targets.FirstOrDefault(one => one.Health.State == "unhealthy") is { Target: { } target, Health: { } health })
        {
            say(task, $"(task {task.Id}) (port {target.Port}) is unhealthy in (target-group {target.TargetGroupArn}) due to (reason {health.Description ?? health.Reason})");
            Fail(task, now, $"Task failed ELB health checks in (target-group {target.TargetGroupArn})");
            return;
        }

        var healthy = Passes(task, targets.Select(one => one.Health.State).ToList(), now);
        if (healthy == task.Healthy)
            return;

        task.Healthy = healthy;
        task.Version++;
    }

    private bool Passes(EcsTask task, List<string> targets, DateTimeOffset now)
    {
        var containersChecked = task.Containers.Where(container => container.Essential && container.Health != "UNKNOWN").ToList();
        if (targets.Count == 0 && containersChecked.Count == 0)
            return now - task.StartedAt >= time.Scaled(Unchecked);

        // An unused target is one that no listener forwards to: nothing checks it.
        return targets.All(state => state is "healthy" or "unused") && containersChecked.All(container => container.Health == "HEALTHY");
    }

    private static void Fail(EcsTask task, DateTimeOffset now, string reason)
    {
        task.Failed = true;
        TaskEnd.Ask(task, now, "ServiceSchedulerInitiated", reason);
    }
}
