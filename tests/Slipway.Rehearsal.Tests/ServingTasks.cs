using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal;

/// <summary>
/// Tasks that listen, without containers: each answers with the last part of its image's name and its DATABASE_URL. One whose
/// image is called broken ends with 3 as soon as it is looked at.
/// </summary>
internal sealed class ServingTasks : ITaskRuntime
{
    /// <summary>The exit code of a program that SIGKILL ends.</summary>
    private const int SigKill = 137;

    private readonly ConcurrentDictionary<string, (Backend? Backend, int? ExitCode)> _tasks = new(StringComparer.Ordinal);

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        var container = task.Containers.Single();
        var name = container.Image.Split('@')[0].Split('/')[^1];
        var backend = name == "broken" ? null : await Backend.Start($"{name} {container.Environment["DATABASE_URL"]}");
        container.OnLog(default, backend is null ? "no database" : "up");

        _tasks[task.TaskId] = (backend, backend is null ? 3 : null);
        return new StartedTask(
            container.Ports.ToDictionary(port => port, _ => backend?.Endpoint ?? new IPEndPoint(IPAddress.Loopback, 9)),
            new Dictionary<string, string> { [container.Name] = task.TaskId });
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public async Task Kill(string taskId, string container, CancellationToken ct)
    {
        if (!_tasks.TryGetValue(taskId, out var task) || task.ExitCode is not null || task.Backend is not { } backend)
            return;

        await backend.Kill();
        _tasks[taskId] = (backend, SigKill);
    }

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) =>
        Task.FromResult(!_tasks.TryGetValue(taskId, out var task) ? null : new ContainerState(task.ExitCode is null, task.ExitCode, false, null));

    public async Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        if (_tasks.TryRemove(taskId, out var task) && task.Backend is { } backend)
            await backend.DisposeAsync();

        return new Dictionary<string, int>();
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _tasks.Keys]);
}
