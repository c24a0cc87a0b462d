using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

/// <summary>One-off tasks as part of a release of the services web and api, of which web has two.</summary>
public sealed class OneOffTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Infrastructure Network = new() { Cluster = "chat", Subnets = ["b", "a"], SecurityGroups = ["sg"], ExecutionRole = "arn:role" };
    private static readonly Shipped Images = new("c0ffee", null, new Dictionary<string, string> { ["web"] = "repo/web@sha256:2", ["api"] = "repo/api@sha256:2" });

    private readonly FakeEcs _ecs = new();
    private readonly FakeTasks _tasks;

    public OneOffTests() => _tasks = new FakeTasks(_ecs);

    [Fact]
    public async Task They_run_one_after_the_other_when_every_service_is_prepared_and_before_any_is_begun()
    {
        Exists("web", "api");
        _tasks.Script("task/1", null, FakeTasks.Is("PENDING"), FakeTasks.Is("RUNNING"), FakeTasks.Ended(0));
        _tasks.Script("task/2", FakeTasks.Ended(0));

        var results = await Deploy("web", "api");

        Assert.Equal([Verdict.Deployed, Verdict.Deployed], results.Select(result => result.Verdict));
        Assert.Equal(
            [
                "register chat-prod-web",
                "register chat-prod-api",
                "run chat-prod-web:2 web: ./migrate --all",
                "run chat-prod-web:2 web: ./seed",
                "update chat-web chat-prod-web:2",
                "update chat-api chat-prod-api:2",
            ],
            _ecs.Mutations);
        Assert.Equal(["look for tasks of slipway/chat-prod-web", "look for tasks of slipway/chat-prod-web"], _ecs.Calls.Where(call => call.StartsWith("look for", StringComparison.Ordinal)));
        Assert.Equal(
            ["web: running migrate as task 1", "web: migrate is PENDING", "web: migrate is RUNNING", "web: migrate is STOPPED"],
            _ecs.Events.Where(one => one is OneOffStarted or OneOffMoved).Take(4).Select(one => one.Text));
        Assert.Equal(2, _ecs.Events.OfType<OneOffEnded>().Count());
    }

    [Fact]
    public async Task A_task_has_the_services_network_and_a_token_of_its_own()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Ended(0));
        _tasks.Script("task/2", FakeTasks.Ended(0));

        await Deploy("web");

        Assert.Equal(
            "chat-prod-web:2 in web by slipway/chat-prod-web, subnets a b; security groups sg; public address no",
            $"{_tasks.Starts[0].TaskDefinition} in {_tasks.Starts[0].Container} by {_tasks.Starts[0].StartedBy}, {_tasks.Starts[0].Network}");
        Assert.Equal(2, _tasks.Starts.Select(start => start.Token).Where(token => token.Length is > 0 and <= 64).Distinct().Count());
    }

    [Fact]
    public async Task A_task_that_fails_keeps_every_service_from_being_begun_and_says_why_in_its_last_twenty_lines()
    {
        Exists("web", "api");
        _tasks.Script("task/1", FakeTasks.Is("RUNNING"), FakeTasks.Ended(3, others: [new("proxy", 137, null)]));
        _ecs.Pages.Enqueue(new LogPage([.. Enumerable.Range(1, 24).Select(line => $"step {line}")], "p1"));
        _ecs.Pages.Enqueue(new LogPage([], "p1"));
        _ecs.Pages.Enqueue(new LogPage(["no such table"], "p2"));

        var results = await Deploy("web", "api");

        Assert.Equal(
            [
                ("web", Verdict.Failed, "migrate failed: the container ended with exit code 3. No service was begun"),
                ("api", Verdict.Stopped, "not begun because web failed"),
            ],
            results.Select(result => (result.Service, result.Verdict, result.Text)));
        Assert.Equal(["register chat-prod-web", "register chat-prod-api", "run chat-prod-web:2 web: ./migrate --all"], _ecs.Mutations);
        Assert.Equal([.. Enumerable.Range(6, 19).Select(line => $"step {line}"), "no such table"], results[0].Failure!.LogLines);
        Assert.Equal(
            ["/chat/prod/web web/web/1 after nothing", "/chat/prod/web web/web/1 after p1", "/chat/prod/web web/web/1 after p1"], _ecs.Reads);
        Assert.Equal(25, _ecs.Events.OfType<OneOffSaid>().Count());
        Assert.StartsWith("Task migrate of web failed: the container ended with exit code 3.", Assert.Single(_ecs.Events.OfType<TaskFailed>()).Text, StringComparison.Ordinal);
        Assert.Equal(results, _ecs.Events.OfType<ServiceEnded>().Select(ended => ended.Result));
    }

    /// <summary>How a task ended, and why that is a failure; null: it is none.</summary>
    public static TheoryData<int?, string?, string?, string?> Ends { get; } = new()
    {
        { 0, "EssentialContainerExited", "Essential container in task exited", null },
        { 1, "EssentialContainerExited", "Essential container in task exited", "the container ended with exit code 1" },
        { 137, "EssentialContainerExited", "OutOfMemoryError: Container killed due to memory usage", "the container ran out of memory" },
        { null, "TaskFailedToStart", "CannotPullContainerError: not found", "the image could not be pulled" },
        { null, "TaskFailedToStart", "ResourceInitializationError: unable to pull secrets or registry auth", "a secret could not be read" },
        { null, "EssentialContainerExited", "Essential container in task exited", "the container ended, and ECS gave no exit code" },
        { 0, "UserInitiated", "by hand", "it was stopped before its end: by hand" },
        { null, null, null, "it was stopped before its end: ECS gave no reason" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_essential_containers_exit_code_decides_and_its_absence_is_a_failure(int? code, string? stopCode, string? reason, string? cause)
    {
        var failing = FakeTasks.Ended(code, stopCode, reason, new StoppedContainer("proxy", 1, null)).Task;
        var sound = FakeTasks.Ended(code, stopCode, reason, new StoppedContainer("proxy", 0, null)).Task;

        Assert.Equal((cause, cause), (OneOffVerdicts.Of(failing, "web")?.Cause, OneOffVerdicts.Of(sound, "web")?.Cause));
    }

    [Fact]
    public async Task A_task_that_does_not_end_in_time_is_stopped_and_failed()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Is("RUNNING"));
        _tasks.AfterStop = FakeTasks.Ended(143, "UserInitiated", "Stopped by Slipway");
        _ecs.Pages.Enqueue(new LogPage(["waiting for a lock"], "p1"));

        var result = Assert.Single(await Deploy("web"));

        Assert.Equal((Verdict.Failed, "migrate failed: it had not ended after 15 min and was stopped. No service was begun"), (result.Verdict, result.Text));
        Assert.Equal("stop task/1: Stopped by Slipway, because it has not ended after 15 min", _ecs.Mutations.Last());
        Assert.Equal(["waiting for a lock"], result.Failure!.LogLines);
    }

    [Fact]
    public async Task Cancellation_stops_the_task_and_begins_nothing()
    {
        Exists("web", "api");
        _tasks.Script("task/1", FakeTasks.Is("RUNNING"));
        using var stop = new CancellationTokenSource();
        var looks = 0;
        _tasks.OnLook = () =>
        {
            if (++looks == 3)
                stop.Cancel();
        };

        var results = await Apply(await Plan("web", "api"), stop.Token);

        Assert.Equal(
            [(Verdict.Stopped, "stopped while migrate ran; task 1 was told to stop. No service was begun"), (Verdict.Stopped, "not begun")],
            results.Select(result => (result.Verdict, result.Text)));
        Assert.Equal("stop task/1: Stopped by Slipway, because the run was stopped", _ecs.Mutations.Last());
    }

    [Fact]
    public async Task A_signal_while_the_start_is_not_answered_yet_stops_the_task_that_was_started()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Is("PROVISIONING"));
        using var stop = new CancellationTokenSource();
        _tasks.OnRun = stop.Cancel;

        var result = Assert.Single(await Apply(await Plan("web"), stop.Token));

        Assert.Equal((Verdict.Stopped, "stopped while migrate ran; task 1 was told to stop. No service was begun"), (result.Verdict, result.Text));
    }

    [Fact]
    public async Task A_task_of_a_run_that_was_killed_is_waited_for_before_another_is_started()
    {
        Exists("web");
        _tasks.Earlier.Add("task/0");
        _tasks.Script("task/0", FakeTasks.Is("RUNNING"), FakeTasks.Is("RUNNING"), FakeTasks.Ended(0));
        _tasks.Script("task/1", FakeTasks.Ended(0));
        _tasks.Script("task/2", FakeTasks.Ended(0));
        _tasks.OnLook = () =>
        {
            if (_tasks.Looks["task/0"].Peek() is { Ended: true })
                _tasks.Earlier.Clear();
        };

        var result = Assert.Single(await Deploy("web"));

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal("web: migrate waits for task 0 of an earlier run", Assert.Single(_ecs.Events.OfType<OneOffAwaited>()).Text);
        Assert.Single(_tasks.Looks["task/0"]);
        Assert.DoesNotContain(_ecs.Mutations, call => call.StartsWith("stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_of_an_earlier_run_that_does_not_end_is_stopped_and_nothing_runs_while_it_is_there()
    {
        Exists("web");
        _tasks.Earlier.Add("task/0");
        _tasks.Script("task/0", FakeTasks.Is("RUNNING"));

        var result = Assert.Single(await Deploy("web"));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.StartsWith("web: migrate was not run, since a one-off task of an earlier run does not end. No service was begun.", result.Text, StringComparison.Ordinal);
        Assert.Equal(["register chat-prod-web", "stop task/0: Stopped by Slipway, because it does not end"], _ecs.Mutations);
    }

    [Fact]
    public async Task A_start_that_fails_for_the_moment_is_wanted_again_with_the_same_token()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Ended(0));
        _tasks.Script("task/2", FakeTasks.Ended(0));
        var runs = 0;
        _ecs.Fails = call => call.StartsWith("run", StringComparison.Ordinal) && ++runs == 1 ? new DeployException("throttled") { MayPass = true } : null;

        await Deploy("web");

        Assert.Equal(3, _tasks.Starts.Count);
        Assert.Equal(_tasks.Starts[0], _tasks.Starts[1]);
    }

    [Fact]
    public async Task A_start_that_is_refused_fails_the_release_with_the_reason()
    {
        Exists("web");
        _ecs.Fails = call => call.StartsWith("run", StringComparison.Ordinal) ? new DeployException("ecs:RunTask was refused.") : null;

        var result = Assert.Single(await Deploy("web"));

        Assert.Equal((Verdict.Failed, "ecs:RunTask was refused."), (result.Verdict, result.Text));
        Assert.Equal(["register chat-prod-web", "run chat-prod-web:2 web: ./migrate --all"], _ecs.Mutations);
    }

    [Fact]
    public async Task A_task_that_cannot_be_followed_any_more_is_stopped()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Is("RUNNING"));
        _ecs.Fails = call => call == "task" ? new DeployException("ecs:DescribeTasks was refused.") : null;

        var result = Assert.Single(await Deploy("web"));

        Assert.Equal(
            (Verdict.Failed, "migrate could not be followed; task 1 was told to stop. No service was begun\necs:DescribeTasks was refused."), (result.Verdict, result.Text));
    }

    [Fact]
    public async Task Looks_and_logs_that_fail_for_the_moment_decide_nothing()
    {
        Exists("web");
        _tasks.Script("task/1", FakeTasks.Ended(0));
        _tasks.Script("task/2", FakeTasks.Ended(0));
        _ecs.Pages.Enqueue(new LogPage(["never seen"], null));
        var looks = 0;
        _ecs.Fails = call => call == "task" && ++looks == 1 ? new DeployException("throttled") { MayPass = true }
            : call == "logs" ? new DeployException("logs:GetLogEvents was refused.") : null;

        Assert.Equal(Verdict.Deployed, Assert.Single(await Deploy("web")).Verdict);
    }

    [Fact]
    public async Task The_plan_names_what_runs_before_and_its_hash_covers_command_and_timeout()
    {
        Exists("web");

        var plan = await Plan("web");
        var other = await Plan(new OneOffTask("migrate", ["./migrate", "--all now"]));
        var longer = await Plan(new OneOffTask("migrate", ["./migrate", "--all", "now"]) { Timeout = TimeSpan.FromMinutes(20) });

        Assert.Equal(
            [
                "  run migrate: ./migrate --all, in the new image, at most 15 min",
                "  run seed: ./seed, in the new image, at most 15 min",
                "  run migrate: ./migrate \"--all now\", in the new image, at most 15 min",
                "  run migrate: ./migrate --all now, in the new image, at most 20 min",
            ],
            new[] { plan, other, longer }.SelectMany(one => one.Text.Split('\n')).Where(line => line.StartsWith("  run", StringComparison.Ordinal)));
        Assert.Equal(3, new[] { plan, other, longer }.Select(one => one.Hash).Distinct().Count());
    }

    [Fact]
    public async Task They_run_for_a_new_service_and_for_one_that_gets_another_task_definition_and_for_no_other()
    {
        var first = await Plan("web");
        Exists("web");
        var changed = await Plan("web");
        _ecs.Definitions["chat-prod-web:1"] = Rendered("chat-prod-web:1");
        var kept = await Plan("web");
        _ecs.Definitions["chat-prod-web"] = Rendered("chat-prod-web:2");
        _ecs.Definitions["chat-prod-web:1"]["cpu"] = "1024";
        var again = await Plan("web");

        Assert.Equal(
            [typeof(TaskDefinitionStep.Register), typeof(TaskDefinitionStep.Register), typeof(TaskDefinitionStep.Keep), typeof(TaskDefinitionStep.Reuse)],
            new[] { first, changed, kept, again }.Select(plan => plan.Services[0].TaskDefinition.GetType()));
        Assert.Equal([2, 2, 0, 2], new[] { first, changed, kept, again }.Select(plan => plan.Services[0].Before.Count));
    }

    [Fact]
    public void What_marks_the_tasks_of_a_family_fits_into_startedBy_and_is_its_own()
    {
        const string Long = "application-of-many-words-production-";

        Assert.Equal("slipway/chat-prod-web", OneOffStep.StarterOf("chat-prod-web"));
        Assert.Equal([36, 36], new[] { "web", "api" }.Select(name => OneOffStep.StarterOf(Long + name).Length));
        Assert.NotEqual(OneOffStep.StarterOf(Long + "web"), OneOffStep.StarterOf(Long + "api"));
    }

    private static System.Text.Json.Nodes.JsonObject Rendered(string arn)
    {
        var app = App(["web"], []);
        var content = TaskDefinitions.Render(app, Prod, Network, app.Services[0], Images, new Dictionary<string, string>());
        content["taskDefinitionArn"] = arn;
        return content;
    }

    private void Exists(params string[] services)
    {
        _ecs.Exists(services);
        foreach (var service in services)
            _ecs.Deploys[$"chat-{service}"] = new([new ServiceDeployment($"sd/{service}", "SUCCESSFUL", FakeEcs.T0)]);
    }

    private static Application App(IReadOnlyList<string> services, IReadOnlyList<OneOffTask> before) => new("chat")
    {
        Environments = [Prod],
        Services =
        [
            .. services.Select(name => new EcsService(name)
            {
                Image = new DockerImage(name), Size = FargateSize.Of(256, 512), Port = 8080, Before = name == "web" ? before : [],
            }),
        ],
    };

    private Task<ServicesPlan> Plan(params string[] services) =>
        Plan(App(services, [new OneOffTask("migrate", ["./migrate", "--all"]), new OneOffTask("seed", ["./seed"])]));

    private Task<ServicesPlan> Plan(OneOffTask task) => Plan(App(["web"], [task]));

    private async Task<ServicesPlan> Plan(Application application) => ServicesPlan.Create(
        application, Prod, Network, Images, await new ServicesObserver(_ecs, _ecs, _ecs, new NoWeights()).Observe(application, Prod, Network, TestContext.Current.CancellationToken));

    private async Task<IReadOnlyList<ServiceResult>> Deploy(params string[] services) => await Apply(await Plan(services), TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, CancellationToken ct) =>
        new ServicesDeployer(_ecs, _tasks, _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, _ecs, new ImmediateTime()).Apply(plan, detach: false, ct);
}
