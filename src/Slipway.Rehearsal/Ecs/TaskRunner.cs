namespace Slipway.Rehearsal.Ecs;

/// <summary>Starts and ends containers beside the loop, which asks for the outcome on its next beat.</summary>
internal sealed class TaskRunner(ITaskRuntime runtime, TaskPreparation preparation) : IDisposable
{
    private readonly Dictionary<string, Task<StartedTask>> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<IReadOnlyDictionary<string, int>>> _stops = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();

    public void Start(EcsTask task, TaskDefinition definition) => _starts[task.Id] = StartNow(task, definition);

    /// <summary>Goes on with the logs of a task that an earlier process started.</summary>
    public Task Resume(EcsTask task, TaskDefinition definition, CancellationToken ct) =>
        runtime.Resume(preparation.Running(task, definition), ct);

    public void Stop(string taskId) => _stops[taskId] = runtime.Stop(taskId, _ending.Token);

    /// <summary>The start under way or done; null when this process did not start the task.</summary>
    public Task<StartedTask>? Starting(string taskId) => _starts.GetValueOrDefault(taskId);

    /// <summary>The end under way or done, with the exit codes; null when it was not asked for.</summary>
    public Task<IReadOnlyDictionary<string, int>>? Stopping(string taskId) => _stops.GetValueOrDefault(taskId);

    public void Forget(string taskId)
    {
        _starts.Remove(taskId);
        _stops.Remove(taskId);
    }

    /// <summary>
    /// What the runtime knows of each container now. A task of which it cannot tell is not in the result: an engine that does not
    /// answer for a moment must not look like containers that are gone.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, ContainerState?>>> Observe(
        IReadOnlyList<(string TaskId, IReadOnlyList<string> Containers)> tasks, CancellationToken ct)
    {
        var seen = new Dictionary<string, IReadOnlyDictionary<string, ContainerState?>>(StringComparer.Ordinal);
        foreach (var (taskId, containers) in tasks)
        {
            var states = new Dictionary<string, ContainerState?>(StringComparer.Ordinal);
            try
            {
                foreach (var container in containers)
                    states[container] = await runtime.Inspect(taskId, container, ct);
                seen[taskId] = states;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // Told by its absence.
            }
        }

        return seen;
    }

    /// <summary>Removes the containers of tasks that should have none: leftovers of a process that was killed.</summary>
    public async Task RemoveLeftovers(IReadOnlySet<string> known, CancellationToken ct)
    {
        foreach (var taskId in (await runtime.List(ct)).Where(id => !known.Contains(id)))
            await runtime.Stop(taskId, ct);
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task<StartedTask> StartNow(EcsTask task, TaskDefinition definition) =>
        await runtime.Start(preparation.Prepare(task, definition), _ending.Token);
}
