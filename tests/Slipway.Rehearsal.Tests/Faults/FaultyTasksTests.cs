using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.Faults;

/// <summary>Scripted tasks behind faults, on a clock that the test moves, at twice the speed of AWS.</summary>
public sealed class FaultyTasksTests
{
    private readonly ManualTime _clock = new();
    private readonly RehearsalTime _time;
    private readonly ScriptedTasks _tasks;
    private readonly FaultSwitches _switches;
    private readonly KnownTasks _known = new();
    private readonly Dictionary<IPEndPoint, bool> _healthy = [];
    private readonly FaultyTasks _faulty;

    public FaultyTasksTests()
    {
        _time = new RehearsalTime(_clock, 2);
        _tasks = new ScriptedTasks(_clock);
        _switches = new FaultSwitches(_time);
        _faulty = New();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crash_kills_the_essential_container_of_the_named_revision_so_long_after_its_start()
    {
        Switch("""[{"service": "web", "taskDefinition": "web:2", "kind": "crash", "after": 10}]""");
        await Start("old", revision: 1);
        await Start("new", revision: 2);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("old new", await Alive("old", "new"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(new ContainerState(Running: true, null, false, null), await _faulty.Inspect("new", "side", Ct));
        Assert.Equal(new ContainerState(Running: false, 137, false, null), await _faulty.Inspect("new", "app", Ct));
        Assert.Equal("old", await Alive("old", "new"));
        Assert.Equal(["start app:1", "start side:1", "start app:2", "start side:2", "kill app:2"], _tasks.Calls);
    }

    [Fact]
    public async Task A_crash_by_image_kills_the_container_of_that_image()
    {
        Switch("""[{"image": "side", "kind": "crash"}]""");
        await Start("one");

        Assert.True(await Runs("one"));
        Assert.False(await Runs("one", "side"));
    }

    [Fact]
    public async Task A_crash_hits_each_task_once_and_as_many_tasks_as_it_counts()
    {
        Switch("""[{"service": "web", "kind": "crash", "skip": 1, "count": 2}]""");
        foreach (var task in new[] { "a", "b", "c", "d" })
            await Start(task);

        for (var look = 0; look < 3; look++)
            Assert.Equal("a d", await Alive("a", "b", "c", "d"));
        Assert.Equal(2, _tasks.Calls.Count(call => call.StartsWith("kill", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flapping_task_is_killed_once_it_has_been_healthy_for_a_while_and_so_is_the_next_one()
    {
        Switch("""[{"service": "web", "kind": "flap", "after": 6}]""");
        foreach (var task in new[] { "first", "second" })
        {
            var endpoint = (await Start(task)).Endpoints[8080];
            _healthy[endpoint] = false;
            _clock.Advance(TimeSpan.FromSeconds(60));
            Assert.True(await Runs(task));

            _healthy[endpoint] = true;
            Assert.True(await Runs(task));
            _clock.Advance(TimeSpan.FromSeconds(2));
            _healthy[endpoint] = false;
            Assert.True(await Runs(task));
            _healthy[endpoint] = true;
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.True(await Runs(task));
            _clock.Advance(TimeSpan.FromSeconds(3));
            Assert.False(await Runs(task));
        }
    }

    [Fact]
    public async Task A_task_whose_own_check_does_not_pass_does_not_flap()
    {
        Switch("""[{"service": "web", "kind": "flap", "after": 0}]""");
        _tasks.Image("app:1", new Script { ContainerHealth = "starting" });
        await Start("one");
        Assert.True(await Runs("one"));

        _tasks.Image("app:1", new Script { ContainerHealth = "healthy" });
        Assert.False(await Runs("one"));
    }

    [Fact]
    public async Task A_slow_start_lets_its_time_pass_before_any_container_is_started()
    {
        Switch("""[{"service": "web", "kind": "slow-start", "after": 0.2, "count": 1}]""");
        var began = TimeProvider.System.GetTimestamp();

        var start = Start("one");
        Assert.False(start.IsCompleted);
        Assert.Empty(_tasks.Calls);
        await start;

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0.09, 10);
        Assert.True(Start("two").IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_task_that_an_earlier_process_started_is_hit_too()
    {
        var endpoint = (await Start("one")).Endpoints[8080];
        var later = New(new KnownTasks());
        Switch("""[{"taskDefinition": "web:1", "image": "app", "kind": "crash", "after": 10}]""");
        await later.Resume(new RunningTask("one", new("web", "web", 1), _clock.GetUtcNow(), [endpoint], [new("app", "app:1", true, null), new("side", "side:1", false, null)]), Ct);

        Assert.True((await later.Inspect("one", "app", Ct))!.Running);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(137, (await later.Inspect("one", "app", Ct))!.ExitCode);
    }

    [Fact]
    public async Task A_stopped_task_is_known_no_more_also_where_its_port_serves_another_one()
    {
        Switch("""[{"service": "web", "kind": "unhealthy"}]""");
        var endpoint = (await Start("one")).Endpoints[8080];
        var targets = new TargetFaults(_switches, _known, _time);
        Assert.True(targets.FailsCheck(endpoint));

        _known.Add(new KnownTask("two", new("web", "web", 1), [], [endpoint], _clock.GetUtcNow()));
        await _faulty.Stop("one", Ct);
        Assert.True(targets.FailsCheck(endpoint));
        _known.Remove("two");

        Assert.False(targets.FailsCheck(endpoint));
        Assert.Equal("stop side:1", _tasks.Calls[^1]);
    }

    private FaultyTasks New(KnownTasks? known = null) =>
        new(_tasks, _switches, known ?? _known, endpoint => _healthy.TryGetValue(endpoint, out var healthy) ? healthy : null, _time);

    private void Switch(string faults) => _switches.Switch(new FaultRequest(["ecs"]).Parse(faults));

    /// <summary>Those of these tasks that run.</summary>
    private async Task<string> Alive(params string[] tasks)
    {
        var alive = new List<string>();
        foreach (var task in tasks)
        {
            if (await Runs(task))
                alive.Add(task);
        }

        return string.Join(' ', alive);
    }

    private async Task<bool> Runs(string task, string container = "app") => (await _faulty.Inspect(task, container, Ct))!.Running;

    private Task<StartedTask> Start(string id, int revision = 1) => _faulty.Start(
        new TaskToStart(id, 256, 512, [Container("app", $"app:{revision}", 8080), Container("side", $"side:{revision}", 9090) with { Essential = false }])
        {
            Origin = new("web", "web", revision),
        },
        Ct);

    private static ContainerToStart Container(string name, string image, int port) =>
        new(name, image, null, null, new Dictionary<string, string>(), [port], TimeSpan.FromSeconds(1), Essential: true, (_, _) => { });
}
