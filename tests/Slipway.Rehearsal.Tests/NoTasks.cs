using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal;

/// <summary>A runtime for tests in which no container is started.</summary>
internal sealed class NoTasks : ITaskRuntime
{
    public Task<StartedTask> Start(TaskToStart task, CancellationToken ct) =>
        throw new TaskStartException(task.Containers[0].Name, "CannotPullContainerError: this test runs no containers");

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct) => Task.CompletedTask;

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) => Task.FromResult<ContainerState?>(null);

    public Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}
