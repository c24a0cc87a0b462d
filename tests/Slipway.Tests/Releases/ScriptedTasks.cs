using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Tests.Releases;

/// <summary>Tasks without containers. They run until they are stopped; those of a broken image end at once, those of a slow one wait to be let go.</summary>
internal sealed class ScriptedTasks : ITaskRuntime
{
    private readonly ConcurrentDictionary<string, bool> _runs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Digest whose tasks end with exit code 1.</summary>
    public string? Broken { get; set; }

    /// <summary>Digest whose tasks do not come up until <see cref="LetGo"/>.</summary>
    public string? Slow { get; set; }

    public void LetGo() => _letGo.TrySetResult();

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        var image = task.Containers[0].Image;
        if (Slow is { } slow && image.EndsWith(slow, StringComparison.Ordinal))
            await _letGo.Task.WaitAsync(ct);

        _runs[task.TaskId] = Broken is null || !image.EndsWith(Broken, StringComparison.Ordinal);
        return new StartedTask(new Dictionary<int, IPEndPoint>(), new Dictionary<string, string>());
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct)
    {
        _runs[taskId] = false;
        return Task.CompletedTask;
    }

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) => Task.FromResult(
        !_runs.TryGetValue(taskId, out var runs) ? null : new ContainerState(runs, runs ? null : 1, OutOfMemory: false, Health: null));

    public Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        _runs.TryRemove(taskId, out _);
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _runs.Keys]);
}
