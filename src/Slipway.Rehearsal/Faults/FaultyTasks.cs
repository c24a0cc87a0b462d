using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.Faults;

/// <summary>
/// Another runtime's tasks, to which happens what the switched-on faults say. A container is killed when it is looked at, which ECS does
/// at every beat: so it needs no timers, and a test with a clock of its own sees the same every time.
/// </summary>
/// <param name="healthy">Whether the load balancer finds what listens there healthy; null: it does not check it.</param>
internal sealed class FaultyTasks(ITaskRuntime tasks, FaultSwitches switches, KnownTasks known, Func<IPEndPoint, bool?> healthy, RehearsalTime time) : ITaskRuntime
{
    /// <inheritdoc/>
    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        IReadOnlyList<KnownContainer> containers = [.. task.Containers.Select(container => new KnownContainer(container.Name, container.Image, container.Essential))];
        foreach (var (fault, slow) in switches.OnTask<Harm.SlowStart>(new KnownTask(task.TaskId, task.Origin, containers, [], time.Now)))
        {
            if (fault.Strikes(time.Now))
                await time.Pass(slow.By, ct);
        }

        var started = await tasks.Start(task, ct);
        known.Add(new KnownTask(task.TaskId, task.Origin, containers, [.. started.Endpoints.Values], time.Now));
        return started;
    }

    /// <inheritdoc/>
    public Task Resume(RunningTask task, CancellationToken ct)
    {
        known.Add(new KnownTask(
            task.TaskId, task.Origin, [.. task.Containers.Select(container => new KnownContainer(container.Name, container.Image, container.Essential))],
            task.Endpoints, task.StartedAt));
        return tasks.Resume(task, ct);
    }

    /// <inheritdoc/>
    public async Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct)
    {
        var seen = await tasks.Inspect(taskId, container, ct);
        if (seen is not { Running: true } || known.Find(taskId) is not { } task
            || !Dies(task, task.Containers.Single(one => one.Name == container), seen.Health))
        {
            return seen;
        }

        await tasks.Kill(taskId, container, ct);
        return await tasks.Inspect(taskId, container, ct);
    }

    /// <inheritdoc/>
    public Task Kill(string taskId, string container, CancellationToken ct) => tasks.Kill(taskId, container, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        known.Remove(taskId);
        return tasks.Stop(taskId, ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> List(CancellationToken ct) => tasks.List(ct);

    /// <summary>Whether a container that runs is to be killed now. Sees to it that a fault is asked once for each task.</summary>
    private bool Dies(KnownTask task, KnownContainer container, string? health)
    {
        var now = time.Now;
        var isHealthy = health is null or "healthy" && task.Endpoints.All(endpoint => healthy(endpoint) != false);
        container.HealthySince = isHealthy ? container.HealthySince ?? now : null;

        return switches.OnTask<Harm.Crash>(task).Any(one => Strikes(one.Fault, task.StartedAt, one.Harm.After))
            || switches.OnTask<Harm.Flap>(task).Any(one => Strikes(one.Fault, container.HealthySince, one.Harm.After));

        bool Strikes(SwitchedFault fault, DateTimeOffset? since, TimeSpan after) =>
            ((Place.Tasks)fault.Fault.Place).Has(container) && now - since >= time.Scaled(after) && fault.Strikes(task.Id, now);
    }
}
