using System.Net;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// What runs the containers of a task: Docker Engine in the cloud, a script in tests. Everything it tells, it tells of a task
/// by the id that <see cref="Start"/> was given.
/// </summary>
internal interface ITaskRuntime
{
    /// <summary>
    /// Starts all containers of a task and returns how it is reached. A container that cannot be started throws a
    /// <see cref="TaskStartException"/>; nothing of the task is left then.
    /// </summary>
    Task<StartedTask> Start(TaskToStart task, CancellationToken ct);

    /// <summary>Goes on telling the output of a task's containers that an earlier process of the cloud started. Asking again changes nothing.</summary>
    Task Resume(RunningTask task, CancellationToken ct);

    /// <summary>What is known of a container now; null when there is no such container any more.</summary>
    Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct);

    /// <summary>
    /// Ends a container at once and without a warning, as a crash does, and leaves it to be inspected. What is gone or has ended
    /// stays as it is.
    /// </summary>
    Task Kill(string taskId, string container, CancellationToken ct);

    /// <summary>
    /// Sends SIGTERM to all containers of a task, SIGKILL to those still there after their stop timeout, and removes them. The
    /// exit code of each container that was still there, by its name.
    /// </summary>
    Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct);

    /// <summary>Ids of the tasks of which the runtime still has something; for finding leftovers after a crash.</summary>
    Task<IReadOnlyList<string>> List(CancellationToken ct);
}

/// <param name="Cpu">CPU units of the whole task: 1024 are one core.</param>
internal sealed record TaskToStart(string TaskId, int Cpu, int MemoryMiB, IReadOnlyList<ContainerToStart> Containers)
{
    public TaskOrigin Origin { get; init; } = new(Service: null, Family: "", Revision: 0);
}

/// <summary>What a task is of.</summary>
/// <param name="Service">The name of its service; null for a task that RunTask made.</param>
internal sealed record TaskOrigin(string? Service, string Family, int Revision);

/// <param name="Image">What docker pulls: a reference by digest wherever ECR knows it.</param>
/// <param name="OnLog">Called for every line of output, in order.</param>
internal sealed record ContainerToStart(
    string Name, string Image, IReadOnlyList<string>? Command, IReadOnlyList<string>? EntryPoint,
    IReadOnlyDictionary<string, string> Environment, IReadOnlyList<int> Ports, TimeSpan StopTimeout, bool Essential,
    Action<DateTimeOffset, string> OnLog)
{
    /// <summary>Null: nothing is checked, whatever the image says.</summary>
    public ContainerCheck? Check { get; init; }

    /// <summary>Null: that of the image.</summary>
    public string? User { get; init; }

    /// <summary>Null: that of the image.</summary>
    public string? WorkingDirectory { get; init; }

    public bool ReadOnlyRoot { get; init; }
}

/// <summary>A task that an earlier process of the cloud started.</summary>
/// <param name="Endpoints">Where it is reached on this machine.</param>
internal sealed record RunningTask(
    string TaskId, TaskOrigin Origin, DateTimeOffset StartedAt, IReadOnlyCollection<IPEndPoint> Endpoints, IReadOnlyList<RunningContainer> Containers);

/// <param name="Image">As it was pulled.</param>
/// <param name="Output">Null: its output goes nowhere.</param>
internal sealed record RunningContainer(string Name, string Image, bool Essential, ContainerOutput? Output);

/// <param name="After">What was written up to then is known; to the millisecond. Null: nothing is.</param>
internal sealed record ContainerOutput(DateTimeOffset? After, Action<DateTimeOffset, string> OnLog);

/// <summary>A health check that runs inside a container.</summary>
/// <param name="Command">Begins with <c>CMD</c> or <c>CMD-SHELL</c>.</param>
/// <param name="StartPeriod">Failures within it do not count.</param>
internal sealed record ContainerCheck(IReadOnlyList<string> Command, TimeSpan Interval, TimeSpan Timeout, int Retries, TimeSpan StartPeriod);

/// <param name="Endpoints">Where each container port is reached on this machine.</param>
internal sealed record StartedTask(IReadOnlyDictionary<int, IPEndPoint> Endpoints, IReadOnlyDictionary<string, string> RuntimeIds);

/// <param name="ExitCode">Null while it runs.</param>
internal sealed record ContainerState(bool Running, int? ExitCode, bool OutOfMemory, string? Health);

/// <summary>A container that could not be started, with ECS's own reason, such as <c>CannotPullContainerError: ...</c>.</summary>
internal sealed class TaskStartException(string container, string reason) : Exception(reason)
{
    public string Container { get; } = container;
}
