using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>
/// One-off tasks with a script: each look at a task takes the next snapshot, the last for ever. The first that is started is
/// <c>task/1</c>. Calls are recorded among those of <see cref="FakeEcs"/>.
/// </summary>
internal sealed class FakeTasks(FakeEcs ecs) : ITasks
{
    private int _started;

    public Dictionary<string, Queue<TaskSnapshot?>> Looks { get; } = [];

    /// <summary>ARNs of tasks that an earlier run left.</summary>
    public List<string> Earlier { get; } = [];

    public List<TaskStart> Starts { get; } = [];

    public Action? OnLook { get; set; }

    /// <summary>What happens while the start of a task is under way.</summary>
    public Action? OnRun { get; set; }

    /// <summary>What a task looks like once it was told to stop; null: as before.</summary>
    public TaskSnapshot? AfterStop { get; set; }

    public static TaskSnapshot Is(string status) => new(status, new StoppedTask("task/1", "slipway/x", null, null, [new("web", null, null)]));

    public static TaskSnapshot Ended(int? code, string? stopCode = "EssentialContainerExited", string? reason = "Essential container in task exited", params StoppedContainer[] others) =>
        new("STOPPED", new StoppedTask("task/1", "slipway/x", stopCode, reason, [.. others, new("web", code, null)]));

    public void Script(string arn, params TaskSnapshot?[] looks) => Looks[arn] = new(looks);

    public Task<string> Run(string cluster, TaskStart start, CancellationToken ct)
    {
        Starts.Add(start);
        ecs.Record($"run {start.TaskDefinition} {start.Container}: {string.Join(' ', start.Command)}");
        OnRun?.Invoke();
        ct.ThrowIfCancellationRequested();
        return System.Threading.Tasks.Task.FromResult($"task/{++_started}");
    }

    public Task<TaskSnapshot?> Task(string cluster, string arn, CancellationToken ct)
    {
        OnLook?.Invoke();
        ct.ThrowIfCancellationRequested();
        if (ecs.Fails("task") is { } failure)
            throw failure;

        var queue = Looks[arn];
        return System.Threading.Tasks.Task.FromResult(queue.Count > 1 ? queue.Dequeue() : queue.Peek());
    }

    public Task<IReadOnlyList<string>> StillThere(string cluster, string startedBy, CancellationToken ct)
    {
        ecs.Calls.Add($"look for tasks of {startedBy}");
        return System.Threading.Tasks.Task.FromResult<IReadOnlyList<string>>([.. Earlier]);
    }

    public System.Threading.Tasks.Task Stop(string cluster, string arn, string reason, CancellationToken ct)
    {
        ecs.Record($"stop {arn}: {reason}");
        if (AfterStop is { } after)
            Looks[arn] = new([after]);

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
