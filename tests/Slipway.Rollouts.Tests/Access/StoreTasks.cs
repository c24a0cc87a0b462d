using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rollouts.Access;

/// <summary>Tasks without containers: a one-off task has done its work when it begins, every other is a server.</summary>
internal sealed class StoreTasks : ITaskRuntime, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (VersionServer Server, bool IsOneOff)> _tasks = new(StringComparer.Ordinal);

    /// <summary>Whether tasks of services end as soon as they are started.</summary>
    public bool AreBroken { get; set; }

    /// <summary>Whether one-off tasks never come to their end.</summary>
    public bool OneOffsHang { get; set; }

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        var container = task.Containers.Single();
        var isOneOff = task.Origin.Service is null;
        container.OnLog(TimeProvider.System.GetUtcNow(), "here");
        var server = await VersionServer.Start(new ShopVersion(task.TaskId) { NeverStarts = isOneOff ? !OneOffsHang : AreBroken }, _ => 0);
        _tasks[task.TaskId] = (server, isOneOff);
        return new StartedTask(
            container.Ports.ToDictionary(port => port, _ => server.Ended ? new IPEndPoint(IPAddress.Loopback, 9) : server.Endpoint),
            new Dictionary<string, string> { [container.Name] = task.TaskId });
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct) => _tasks.TryGetValue(taskId, out var task) ? task.Server.Kill() : Task.CompletedTask;

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) => Task.FromResult(
        !_tasks.TryGetValue(taskId, out var task) ? null
        : new ContainerState(!task.Server.Ended, task.Server.Ended ? task.IsOneOff ? 0 : 1 : null, OutOfMemory: false, Health: null));

    public async Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        if (_tasks.TryRemove(taskId, out var task))
            await task.Server.DisposeAsync();

        return new Dictionary<string, int>();
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _tasks.Keys]);

    public async ValueTask DisposeAsync()
    {
        foreach (var task in _tasks.Values)
            await task.Server.DisposeAsync();
    }
}
