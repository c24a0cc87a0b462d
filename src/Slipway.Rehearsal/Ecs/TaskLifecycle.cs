using System.Net;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// Takes a task from state to state: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html).
/// </summary>
internal sealed class TaskLifecycle(EcsState state, TaskRunner runner, ITargetGroups targetGroups, RehearsalTime time)
{
    /// <summary>How long AWS takes to attach and to detach a network interface, about.</summary>
    private static readonly TimeSpan NetworkInterface = TimeSpan.FromSeconds(2);

    /// <param name="containers">What the runtime sees; null when it could not tell, or was not asked.</param>
    public void Advance(EcsTask task, IReadOnlyDictionary<string, ContainerState?>? containers)
    {
        var before = task.Version;
        var now = time.Now;
        if (task.LastStatus is "ACTIVATING" or "RUNNING" or "DEACTIVATING" && containers is not null)
            See(task, containers, now);

        switch (task.LastStatus)
        {
            case "PROVISIONING" when !task.Alive:
                TaskEnd.Move(task, now, "DEPROVISIONING");
                break;
            case "PROVISIONING" when Passed(task, NetworkInterface, now):
                task.PullStartedAt = now;
                TaskEnd.Move(task, now, "PENDING");
                runner.Start(task, state.TaskDefinitions.Single(definition => definition.Arn == task.TaskDefinitionArn));
                break;
            case "PENDING":
                Pend(task, now);
                break;
            case "ACTIVATING":
                Activate(task, now);
                break;
            case "RUNNING" when !task.Alive:
                Deactivate(task, now);
                break;
            case "RUNNING":
                new TaskHealthCheck(targetGroups, time, Say).Judge(task, now);
                break;
            case "DEACTIVATING" when Drained(task, now):
                End(task, now);
                break;
            case "STOPPING" when runner.Stopping(task.Id) is var ending && ending is null or { IsCompleted: true }:
                Ended(task, ending is { IsCompletedSuccessfully: true } ? ending.Result : new Dictionary<string, int>(), now);
                break;
            case "DEPROVISIONING" when Passed(task, NetworkInterface, now):
                task.StoppedAt = now;
                TaskEnd.Move(task, now, "STOPPED");
                runner.Forget(task.Id);
                break;
        }

        state.Changed |= task.Version != before;
    }

    /// <summary>Registers a surviving task with its target groups again: they do not outlive this process.</summary>
    public void Reattach(EcsTask task)
    {
        foreach (var target in task.Targets.Where(_ => task.Alive))
            targetGroups.Register(target.TargetGroupArn, new Target(task.Ip, target.Port), IPEndPoint.Parse(task.Endpoints[target.Port]));
    }

    private bool Passed(EcsTask task, TimeSpan onAws, DateTimeOffset now) => now - task.Since >= time.Scaled(onAws);

    private void Pend(EcsTask task, DateTimeOffset now)
    {
        switch (runner.Starting(task.Id))
        {
            case null:
                // The process that started it is gone; its containers were removed as leftovers.
                TaskEnd.Ask(task, now, "InfrastructureHealth", "Task stopped: the start was interrupted");
                TaskEnd.Move(task, now, "DEPROVISIONING");
                break;
            case { IsCompletedSuccessfully: true } start:
                Started(task, start.Result, now);
                break;
            case { IsCompleted: true } start:
                FailedToStart(task, start.Exception?.InnerException, now);
                break;
        }
    }

    private static void Started(EcsTask task, StartedTask started, DateTimeOffset now)
    {
        foreach (var container in task.Containers)
        {
            container.LastStatus = "RUNNING";
            container.RuntimeId = started.RuntimeIds.GetValueOrDefault(container.Name);
        }

        foreach (var (port, endpoint) in started.Endpoints)
            task.Endpoints[port] = endpoint.ToString();

        task.PullStoppedAt = now;
        TaskEnd.Move(task, now, "ACTIVATING");
    }

    private static void FailedToStart(EcsTask task, Exception? exception, DateTimeOffset now)
    {
        var reason = exception?.Message ?? "the start was interrupted";
        task.Failed = task.Alive;
        TaskEnd.Ask(task, now, "TaskFailedToStart", reason);

        var blamed = (exception as TaskStartException)?.Container;
        foreach (var container in task.Containers)
        {
            container.LastStatus = "STOPPED";
            container.Reason = container.Name == blamed ? reason : null;
        }

        task.ExecutionStoppedAt = now;
        TaskEnd.Move(task, now, "DEPROVISIONING");
    }

    private void Activate(EcsTask task, DateTimeOffset now)
    {
        if (!task.Alive)
        {
            End(task, now);
            return;
        }

        foreach (var target in task.Targets)
        {
            targetGroups.Register(target.TargetGroupArn, new Target(task.Ip, target.Port), IPEndPoint.Parse(task.Endpoints[target.Port]));
            Say(task, $"registered 1 targets in (target-group {target.TargetGroupArn})");
        }

        task.StartedAt = now;
        TaskEnd.Move(task, now, "RUNNING");
    }

    private void Deactivate(EcsTask task, DateTimeOffset now)
    {
        foreach (var target in task.Targets)
        {
            targetGroups.Deregister(target.TargetGroupArn, new Target(task.Ip, target.Port));
            Say(task, $"deregistered 1 targets in (target-group {target.TargetGroupArn})");
        }

        // A task whose containers ended by themselves has no connections left to drain.
        if (task.Targets.Count == 0 || task.StopCode is "EssentialContainerExited" or "InfrastructureHealth")
        {
            End(task, now);
            return;
        }

        Say(task, "has begun draining connections on 1 tasks.");
        TaskEnd.Move(task, now, "DEACTIVATING");
    }

    /// <summary>The load balancer may be done before the delay is over, when no connection is left.</summary>
    private bool Drained(EcsTask task, DateTimeOffset now) =>
        task.Targets.All(target =>
            targetGroups.Find(target.TargetGroupArn) is not { } group
            || Passed(task, group.DeregistrationDelay, now)
            || targetGroups.Health(target.TargetGroupArn, new Target(task.Ip, target.Port)).State != "draining");

    private void End(EcsTask task, DateTimeOffset now)
    {
        runner.Stop(task.Id);
        TaskEnd.Move(task, now, "STOPPING");
    }

    private static void Ended(EcsTask task, IReadOnlyDictionary<string, int> exitCodes, DateTimeOffset now)
    {
        foreach (var container in task.Containers)
        {
            container.LastStatus = "STOPPED";
            container.ExitCode ??= exitCodes.TryGetValue(container.Name, out var code) ? code : null;
        }

        task.ExecutionStoppedAt = now;
        TaskEnd.Move(task, now, "DEPROVISIONING");
    }

    private static void See(EcsTask task, IReadOnlyDictionary<string, ContainerState?> states, DateTimeOffset now)
    {
        foreach (var container in task.Containers.Where(one => one.LastStatus == "RUNNING"))
        {
            var seen = states.GetValueOrDefault(container.Name);
            container.Health = (container.HealthChecked ? seen?.Health?.ToUpperInvariant() : null) switch
            {
                "HEALTHY" => "HEALTHY",
                "UNHEALTHY" => "UNHEALTHY",
                "STARTING" => "STARTING",
                _ => "UNKNOWN",
            };
            if (seen is { Running: true })
                continue;

            container.LastStatus = "STOPPED";
            container.ExitCode = seen?.ExitCode;
            container.Reason = seen is { OutOfMemory: true } ? "OutOfMemoryError: Container killed due to memory usage" : null;
            task.Version++;

            if (!container.Essential || !task.Alive)
                continue;

            task.Failed = seen is not null && task is { Healthy: false, WasHealthy: false };
            if (seen is null)
                TaskEnd.Ask(task, now, "InfrastructureHealth", "Task stopped: its containers are gone");
            else
                TaskEnd.Ask(task, now, "EssentialContainerExited", "Essential container in task exited");
        }
    }

    private void Say(EcsTask task, string message) =>
        state.Services.FirstOrDefault(service => service.Arn == task.ServiceArn)?.Say(time.Now, message);
}
