namespace Slipway.Rehearsal.Ecs;

/// <summary>Starts and stops the tasks of a service, and says so in its events.</summary>
internal sealed class ServiceTasks(EcsState state, TaskFactory tasks, RehearsalTime time)
{
    /// <summary>Starts tasks of a deployment, unless it is to wait after failures.</summary>
    public void Start(Service service, Deployment deployment, int count)
    {
        if (count == 0 || time.Now < deployment.NextStart)
            return;

        var started = Enumerable.Range(0, count).Select(_ => tasks.ForService(service, deployment)).ToList();
        state.Tasks.AddRange(started);
        deployment.UpdatedAt = time.Now;
        service.Say(time.Now, $"has started {count} tasks: {string.Join(' ', started.Select(task => $"(task {task.Id})"))}.");
        state.Changed = true;
    }

    public void Stop(Service service, IReadOnlyList<EcsTask> stopped)
    {
        if (stopped.Count == 0)
            return;

        foreach (var task in stopped)
            TaskEnd.Ask(task, time.Now, "ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {service.Primary.Id})");

        service.Say(time.Now, $"has stopped {stopped.Count} running tasks: {string.Join(' ', stopped.Select(task => $"(task {task.Id})"))}.");
        state.Changed = true;
    }

    /// <summary>Keeps a deployment at the service's count, whatever other deployments have.</summary>
    public void Keep(Service service, Deployment deployment)
    {
        var own = Alive(service, deployment);
        var decision = RollingScheduler.Decide(new RollingInput(
            service.Desired, MinimumHealthyPercent: 100, MaximumPercent: 200, [.. own.Select(task => new RollingTask(task.Id, Current: true, task.Healthy))]));

        Stop(service, own.FindAll(task => decision.Stop.Contains(task.Id)));
        Start(service, deployment, decision.Start);
    }

    public void StopAll(Service service, Deployment deployment) => Stop(service, Alive(service, deployment));

    private List<EcsTask> Alive(Service service, Deployment deployment) =>
        [.. state.TasksOf(service).Where(task => task.Alive && task.StartedBy == deployment.Id).OrderBy(task => task.CreatedAt)];
}
