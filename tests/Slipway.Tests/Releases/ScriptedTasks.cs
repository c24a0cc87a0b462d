using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Tests.Releases;

/// <summary>
/// Tasks without containers. They run until they are stopped; those with a command end well at once, those of a broken image badly, and those of a slow one wait to be let go.
/// </summary>
internal sealed class ScriptedTasks : ITaskRuntime
{
    private readonly ConcurrentDictionary<string, int?> _ends = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Digest whose tasks end with exit code 1.</summary>
    public string? Broken { get; set; }

    /// <summary>Digest whose tasks do not come up until <see cref="LetGo"/>.</summary>
    public string? Slow { get; set; }

    /// <summary>The commands of one-off tasks, in their order.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public void LetGo() => _letGo.TrySetResult();

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        var image = task.Containers[0].Image;
        if (Slow is { } slow && image.EndsWith(slow, StringComparison.Ordinal))
            await _letGo.Task.WaitAsync(ct);

        if (task.Containers[0].Command is { Count: > 0 } command)
            Commands.Enqueue(string.Join(' ', command));

        _ends[task.TaskId] = Broken is { } broken && image.EndsWith(broken, StringComparison.Ordinal) ? 1 : task.Containers[0].Command is { Count: > 0 } ? 0 : null;
        return new StartedTask(new Dictionary<int, IPEndPoint>(), new Dictionary<string, string>());
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct)
    {
        _ends[taskId] = 137;
        return Task.CompletedTask;
    }

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) => Task.FromResult(
        !_ends.TryGetValue(taskId, out var code) ? null : new ContainerState(code is null, code, OutOfMemory: false, Health: null));

    public Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        _ends.TryRemove(taskId, out _);
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _ends.Keys]);
}
