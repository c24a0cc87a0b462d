using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rollouts;

/// <summary>Tasks without containers: each image digest is a version of the shop, and each task a server of its own.</summary>
internal sealed class VersionTasks : ITaskRuntime, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ShopVersion> _byDigest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, VersionServer> _tasks = new(StringComparer.Ordinal);

    /// <summary>The share of the traffic that a version has now, by its name.</summary>
    public Func<string, double> Share { get; set; } = _ => 0;

    public void Know(string digest, ShopVersion version) => _byDigest[digest] = version;

    public ShopVersion VersionOf(string image) => _byDigest[image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..]];

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        var container = task.Containers.Single();
        var version = VersionOf(container.Image);
        container.OnLog(TimeProvider.System.GetUtcNow(), version.NeverStarts ? "no teapot in reach" : $"{version.Name} is up");

        var server = await VersionServer.Start(version, name => Share(name));
        _tasks[task.TaskId] = server;
        return new StartedTask(
            container.Ports.ToDictionary(port => port, _ => version.NeverStarts ? new IPEndPoint(IPAddress.Loopback, 9) : server.Endpoint),
            new Dictionary<string, string> { [container.Name] = task.TaskId });
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct) =>
        _tasks.TryGetValue(taskId, out var server) ? server.Kill() : Task.CompletedTask;

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) => Task.FromResult(
        !_tasks.TryGetValue(taskId, out var server) ? null : new ContainerState(!server.Ended, server.Ended ? server.ExitCode : null, OutOfMemory: false, Health: null));

    public async Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        if (_tasks.TryRemove(taskId, out var server))
            await server.DisposeAsync();

        return new Dictionary<string, int>();
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _tasks.Keys]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _tasks.Values)
            await server.DisposeAsync();
    }
}
