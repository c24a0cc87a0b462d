using System.Net;

namespace Slipway.Rehearsal.Ecs;

/// <summary>How the containers of an image behave. Durations are those of the test's clock.</summary>
internal sealed record Script
{
    /// <summary>When its health check begins to pass; null: never.</summary>
    public TimeSpan? HealthyAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When it ends by itself; null: never.</summary>
    public TimeSpan? EndsAfter { get; init; }

    public int ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    /// <summary>What a health check inside the container says: starting, healthy or unhealthy; null without one.</summary>
    public string? ContainerHealth { get; init; }

    /// <summary>Lines that it writes when it starts.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Why it cannot be started.</summary>
    public string? StartFailure { get; init; }
}

/// <summary>
/// Tasks without containers: each image behaves as its <see cref="Script"/> says, by the given clock. Everything completes at once,
/// so a test that moves its clock and lets the cloud beat sees the same every time.
/// </summary>
internal sealed class ScriptedTasks(TimeProvider clock) : ITaskRuntime
{
    private readonly Dictionary<string, Script> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private int _ports = 20000;

    /// <summary>The exit code of a program that SIGTERM ends.</summary>
    public const int SigTerm = 143;

    /// <summary>The exit code of a program that SIGKILL ends.</summary>
    public const int SigKill = 137;

    /// <summary>What was started and stopped, in order: <c>start app:1</c>, <c>stop app:1</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What is running now, with its environment.</summary>
    public IEnumerable<TaskToStart> Running => _runs.Values.Select(run => run.Task);

    public ScriptedTasks Image(string image, Script script)
    {
        _scripts[image] = script;
        return this;
    }

    public Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        foreach (var container in task.Containers)
        {
            Calls.Add("start " + container.Image);
            if (ScriptOf(container).StartFailure is { } failure)
                return Task.FromException<StartedTask>(new TaskStartException(container.Name, failure));
        }

        foreach (var container in task.Containers)
        {
            foreach (var line in ScriptOf(container).Log)
                container.OnLog(clock.GetUtcNow(), line);
        }

        var endpoints = task.Containers.SelectMany(container => container.Ports).ToDictionary(port => port, _ => new IPEndPoint(IPAddress.Loopback, _ports++));
        _runs[task.TaskId] = new Run(task, clock.GetUtcNow(), endpoints);
        return Task.FromResult(new StartedTask(endpoints, task.Containers.ToDictionary(container => container.Name, container => $"{task.TaskId}-{container.Name}")));
    }

    public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

    public Task Kill(string taskId, string container, CancellationToken ct)
    {
        var run = _runs[taskId];
        Calls.Add("kill " + run.Task.Containers.Single(one => one.Name == container).Image);
        run.Killed.Add(container);
        return Task.CompletedTask;
    }

    public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct)
    {
        if (!_runs.TryGetValue(taskId, out var run))
            return Task.FromResult<ContainerState?>(null);

        var script = ScriptOf(run.Task.Containers.Single(one => one.Name == container));
        if (run.Killed.Contains(container))
            return Task.FromResult<ContainerState?>(new ContainerState(Running: false, SigKill, OutOfMemory: false, Health: null));

        return Task.FromResult<ContainerState?>(Ended(run, script)
            ? new ContainerState(Running: false, script.ExitCode, script.OutOfMemory, Health: null)
            : new ContainerState(Running: true, ExitCode: null, OutOfMemory: false, script.ContainerHealth));
    }

    public Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        if (_runs.Remove(taskId, out var run))
            Calls.AddRange(run.Task.Containers.Select(container => "stop " + container.Image));

        return Task.FromResult<IReadOnlyDictionary<string, int>>(
            (run?.Task.Containers ?? []).ToDictionary(container => container.Name, container => Ended(run!, ScriptOf(container)) ? ScriptOf(container).ExitCode : SigTerm));
    }

    public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([.. _runs.Keys]);

    /// <summary>Ends all containers, as a reboot does.</summary>
    public void Reboot() => _runs.Clear();

    /// <summary>Null while what listens there has not decided: it may yet become healthy.</summary>
    public bool? Healthy(IPEndPoint endpoint)
    {
        var run = _runs.Values.FirstOrDefault(one => one.Endpoints.ContainsValue(endpoint));
        var script = run is null ? null : ScriptOf(run.Task.Containers[0]);

        return run is null || run.Killed.Count > 0 || Ended(run, script!) || script!.HealthyAfter is null ? false
            : clock.GetUtcNow() - run.At >= script.HealthyAfter ? true
            : null;
    }

    /// <summary>The image that listens, or listened, there.</summary>
    public string ImageAt(IPEndPoint endpoint) =>
        _runs.Values.FirstOrDefault(run => run.Endpoints.ContainsValue(endpoint))?.Task.Containers[0].Image ?? "nothing";

    private bool Ended(Run run, Script script) => script.EndsAfter is { } end && clock.GetUtcNow() - run.At >= end;

    private Script ScriptOf(ContainerToStart container) => _scripts.GetValueOrDefault(container.Image) ?? new Script();

    private sealed record Run(TaskToStart Task, DateTimeOffset At, Dictionary<int, IPEndPoint> Endpoints)
    {
        public HashSet<string> Killed { get; } = [];
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
