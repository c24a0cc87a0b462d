using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

public sealed class ServicesDeployerTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Infrastructure Network = new() { Cluster = "chat", Subnets = ["b", "a"], SecurityGroups = ["sg"], ExecutionRole = "arn:role" };
    private static readonly Shipped Images = new("c0ffee", null, new Dictionary<string, string> { ["web"] = "repo/web@sha256:2", ["api"] = "repo/api@sha256:2", ["job"] = "repo/job@sha256:2" });

    [Fact]
    public async Task A_circuit_breaker_rollback_is_not_a_success_although_the_service_is_stable_again()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"), Back("COMPLETED"));
        Deploys(ecs, "web", "IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL");

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.Contains("rolled back to chat-prod-web:1", result.Text, StringComparison.Ordinal);
        Assert.Equal(["register chat-prod-web", "update chat-web chat-prod-web:2"], ecs.Mutations);
    }

    [Fact]
    public async Task A_lagging_answer_without_the_new_deployment_is_not_taken_for_a_rollback()
    {
        var ecs = Existing("web", denied: true);
        Script(ecs, "web", Back("COMPLETED"), Back("COMPLETED"), New("IN_PROGRESS"), New("COMPLETED"));

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), (result.Verdict, result.Text));
        Assert.Single(ecs.Events.OfType<ServiceDeploymentsDenied>());
    }

    [Fact]
    public async Task Without_the_service_deployment_api_a_vanished_deployment_is_rolled_back_or_superseded_by_what_took_its_place()
    {
        var back = Existing("web", denied: true);
        Script(back, "web", New("IN_PROGRESS"), Back("COMPLETED"));
        var newer = Existing("web", denied: true);
        Script(newer, "web", New("IN_PROGRESS"), FakeEcs.Snap("chat-web", new DeploymentSnapshot("other", "PRIMARY", "chat-prod-web:3", "IN_PROGRESS", FakeEcs.T0, 1, 2)));

        Assert.Equal(Verdict.RolledBack, (await Deploy(back, "web"))[0].Verdict);
        Assert.Equal(Verdict.Superseded, (await Deploy(newer, "web"))[0].Verdict);
    }

    [Fact]
    public async Task A_deployment_stopped_by_a_newer_one_is_superseded()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"));
        Deploys(ecs, "web", "IN_PROGRESS", "STOPPED");
        ecs.Later.Add(new ServiceDeployment("sd/newer", "IN_PROGRESS", FakeEcs.T0.AddMinutes(1)) { Target = "other" });

        Assert.Equal((Verdict.Superseded, "superseded by newer, which decides what runs"), Pair(Assert.Single(await Deploy(ecs, "web"))));
    }

    [Fact]
    public async Task A_first_release_that_never_comes_up_fails_and_names_what_remains()
    {
        var ecs = new FakeEcs();
        ecs.Looks["chat-web"] = new([FakeEcs.Snap("chat-web", new DeploymentSnapshot("new", "PRIMARY", "chat-prod-web:2", "FAILED", FakeEcs.T0, 0, 1) { FailedTasks = 1 })]);
        ecs.Stopped.Add(Crash("t1"));
        Deploys(ecs, "web", "IN_PROGRESS");
        var plan = await Plan(new FakeEcs(), "web");

        var result = Assert.Single(await Apply(ecs, plan));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("The service chat-web remains with chat-prod-web:2", result.Text, StringComparison.Ordinal);
        Assert.Equal("the container ended with exit code 3", result.Failure!.Cause.Cause);
        Assert.Equal(["last line of web/web/t1"], result.Failure.LogLines);
    }

    [Fact]
    public async Task The_same_failure_three_times_stops_the_deployment_with_rollback()
    {
        var ecs = Existing("web");
        var failing = New("IN_PROGRESS");
        Script(ecs, "web", failing with { Deployments = [failing.Deployments[0] with { FailedTasks = 3 }, failing.Deployments[1]] });
        Deploys(ecs, "web", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        ecs.Stopped.AddRange([Crash("t1"), Crash("t2"), Crash("t3"), Crash("old") with { StartedBy = "ecs-svc/old" }]);

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.Equal(["register chat-prod-web", "update chat-web chat-prod-web:2", "stop sd/web"], ecs.Mutations);
        Assert.Single(ecs.Events.OfType<TaskFailed>());
    }

    [Fact]
    public async Task Cancellation_stops_what_is_in_flight_with_rollback()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"));
        Deploys(ecs, "web", "IN_PROGRESS");
        using var stop = new CancellationTokenSource();
        var plan = await Plan(ecs, "web");
        var looks = 0;
        ecs.OnLook = () =>
        {
            if (++looks == 3)
                stop.Cancel();
        };

        var result = Assert.Single(await Apply(ecs, plan, stop.Token));

        Assert.Equal(Verdict.Stopped, result.Verdict);
        Assert.Equal("stop sd/web", ecs.Mutations.Last());
    }

    [Fact]
    public async Task When_one_service_fails_the_one_that_finished_is_taken_back()
    {
        var ecs = Existing("web", "api");
        Script(ecs, "web", New("IN_PROGRESS"), New("COMPLETED"));
        Script(ecs, "api", New("IN_PROGRESS", "api"));
        Deploys(ecs, "web", "SUCCESSFUL");
        Deploys(ecs, "api", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        var plan = await Plan(ecs, "web", "api");
        ecs.Looks["chat-web"] = new([New("COMPLETED"), New("COMPLETED"), New("COMPLETED"), Back("COMPLETED", id: "back")]);

        var results = await Apply(ecs, plan);

        Assert.Equal([("web", Verdict.RolledBack), ("api", Verdict.RolledBack)], results.Select(result => (result.Service, result.Verdict)));
        Assert.Equal("update chat-web chat-prod-web:1", ecs.Mutations.Last());
    }

    [Fact]
    public async Task A_service_that_cannot_be_begun_keeps_the_rest_from_being_begun_and_takes_back_what_was()
    {
        var ecs = Existing("chat-api", denied: false, "web", "api");
        Script(ecs, "web", New("IN_PROGRESS"));
        var plan = await Plan(ecs, "web", "api");
        ecs.Looks["chat-web"] = new([New("IN_PROGRESS"), Back("IN_PROGRESS", id: "back"), Back("COMPLETED", id: "back")]);

        var results = await Apply(ecs, plan);

        Assert.Equal("taken back to chat-prod-web:1, because api failed", results[0].Text);
        Assert.Equal([("web", Verdict.RolledBack), ("api", Verdict.Failed)], results.Select(result => (result.Service, result.Verdict)));
    }

    [Fact]
    public async Task A_second_deploy_of_the_same_makes_no_mutating_call()
    {
        var ecs = Existing("web");
        var rendered = TaskDefinitions.Render(App("web"), Prod, Network, App("web").Services[0], Images with { Commit = "older" }, new Dictionary<string, string>());
        rendered["taskDefinitionArn"] = "chat-prod-web:1";
        rendered["revision"] = 1;
        rendered["volumes"] = new System.Text.Json.Nodes.JsonArray();
        rendered["containerDefinitions"]![0]!["cpu"] = 0;
        rendered["containerDefinitions"]![0]!["portMappings"]![0]!["hostPort"] = 8080;
        rendered["containerDefinitions"]![0]!["systemControls"] = new System.Text.Json.Nodes.JsonArray();
        ecs.Definitions["chat-prod-web:1"] = rendered;

        var plan = await Plan(ecs, "web");
        var result = Assert.Single(await Apply(ecs, plan));

        Assert.False(plan.ChangesSomething, plan.Text);
        Assert.Equal((Verdict.Deployed, "nothing to do"), Pair(result));
        Assert.Empty(ecs.Mutations);
    }

    [Fact]
    public async Task When_ECS_cannot_be_read_any_more_everything_in_flight_is_stopped_with_rollback_and_what_stays_is_named()
    {
        var ecs = Existing("web", "api");
        Script(ecs, "web", New("IN_PROGRESS"));
        Script(ecs, "api", New("IN_PROGRESS", "api"));
        Deploys(ecs, "web", "IN_PROGRESS");
        Deploys(ecs, "api", "IN_PROGRESS");
        var plan = await Plan(ecs, "web", "api");
        var looks = 0;
        ecs.Fails = call => call.StartsWith("look", StringComparison.Ordinal) && ++looks == 2 ? new DeployException("ecs:DescribeServices was refused.")
            : call == "stop sd/api" ? new DeployException("ecs:StopServiceDeployment was refused.") : null;

        var results = await Apply(ecs, plan);

        Assert.Equal(
            [
                (Verdict.Failed, "could not be followed; chat-prod-web:1 takes over again, ECS sees to it by itself\necs:DescribeServices was refused."),
                (Verdict.Failed, "could not be followed; left as it is: deployment sd/api of chat-api with chat-prod-api:2\necs:DescribeServices was refused."),
            ],
            results.Select(Pair));
    }

    [Fact]
    public async Task A_refused_way_back_concerns_its_service_alone()
    {
        var ecs = Existing("web", "api", "job");
        Script(ecs, "web", New("IN_PROGRESS"));
        Script(ecs, "api", New("IN_PROGRESS", "api"));
        Script(ecs, "job", New("IN_PROGRESS", "job"));
        Deploys(ecs, "web", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        Deploys(ecs, "api", "IN_PROGRESS");
        Deploys(ecs, "job", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        ecs.Fails = call => call == "stop sd/api" ? new DeployException("denied") : null;

        var results = await Deploy(ecs, "web", "api", "job");

        Assert.Equal(
            [
                (Verdict.RolledBack, "rolled back to chat-prod-web:1: ECS gave no reason"),
                (Verdict.Failed, "could not be taken back, because web failed; left as it is: deployment sd/api of chat-api with chat-prod-api:2\ndenied"),
                (Verdict.RolledBack, "taken back to chat-prod-job:1, because web failed"),
            ],
            results.Select(Pair));
    }

    [Fact]
    public async Task A_stop_that_fails_for_the_moment_is_wanted_again()
    {
        var ecs = Existing("web", "api");
        Script(ecs, "web", New("IN_PROGRESS"));
        Script(ecs, "api", New("IN_PROGRESS", "api"));
        Deploys(ecs, "web", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        Deploys(ecs, "api", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        var stops = 0;
        ecs.Fails = call => call == "stop sd/api" && ++stops == 1 ? new DeployException("throttled") { MayPass = true } : null;

        var results = await Deploy(ecs, "web", "api");

        Assert.Equal((Verdict.RolledBack, "taken back to chat-prod-api:1, because web failed"), Pair(results[1]));
        Assert.Equal(2, ecs.Mutations.Count(call => call == "stop sd/api"));
    }

    [Fact]
    public async Task A_new_service_outlasts_the_failure_of_another_and_says_so()
    {
        var ecs = Existing("web");
        ecs.LogGroups["/chat/prod/api"] = 30;
        Script(ecs, "web", New("IN_PROGRESS"));
        Deploys(ecs, "web", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        Deploys(ecs, "api", "IN_PROGRESS", "IN_PROGRESS", "SUCCESSFUL");
        var plan = await Plan(ecs, "web", "api");
        ecs.Looks["chat-api"] = new([New("IN_PROGRESS", "api")]);

        var results = await Apply(ecs, plan);

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-api:2; it remains although web failed: there is nothing to go back to"), Pair(results[1]));
        Assert.DoesNotContain(ecs.Mutations, call => call.StartsWith("stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tasks_that_come_up_and_go_down_are_seen_although_ECS_starts_its_count_again()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"));
        Deploys(ecs, "web", [.. Enumerable.Repeat("IN_PROGRESS", 30), "ROLLBACK_SUCCESSFUL"]);
        var plan = await Plan(ecs, "web");
        var looks = 0;
        ecs.OnLook = () =>
        {
            if (++looks % 4 == 0)
                ecs.Stopped.Add(Crash($"t{looks}"));
            if (ecs.Mutations.Any(call => call == "stop sd/web"))
                Deploys(ecs, "web", "ROLLBACK_SUCCESSFUL");
        };

        var result = Assert.Single(await Apply(ecs, plan));

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: the container ended with exit code 3"), Pair(result));
        Assert.Equal("stop sd/web", ecs.Mutations.Last());
        Assert.Equal(3, ecs.Stopped.Count);
    }

    [Fact]
    public async Task After_a_rollback_the_report_has_the_last_log_lines_although_the_count_was_never_seen_and_the_log_came_late()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"), Back("COMPLETED"));
        Deploys(ecs, "web", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        ecs.Stopped.AddRange([Crash("t1"), Crash("t2")]);
        ecs.LogLines.Enqueue([]);
        ecs.LogLines.Enqueue([]);
        ecs.LogLines.Enqueue(["no database"]);

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: the container ended with exit code 3"), Pair(result));
        Assert.Equal(("t2", "Essential container in task exited"), (result.Failure!.Task, result.Failure.Reason));
        Assert.Equal(["no database"], result.Failure.LogLines);
        Assert.Equal([0, 1], ecs.Events.OfType<TaskFailed>().Select(failed => failed.Report.LogLines.Count));
    }

    [Fact]
    public async Task That_failures_cannot_be_explained_changes_no_verdict_and_is_said_once()
    {
        var ecs = Existing("web");
        Script(ecs, "web", New("IN_PROGRESS"), Back("COMPLETED"));
        Deploys(ecs, "web", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        ecs.Fails = call => call == "tasks" ? new DeployException("ecs:ListTasks was refused.") : null;

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: ECS gave no reason"), Pair(result));
        Assert.Equal("web: why its tasks fail cannot be read\necs:ListTasks was refused.", Assert.Single(ecs.Events.OfType<StoppedTasksDenied>()).Text);
    }

    [Fact]
    public async Task Without_the_service_deployment_api_a_failing_update_is_undone_by_another_and_followed_to_its_end()
    {
        var ecs = Existing("web", denied: true);
        Script(ecs, "web", New("IN_PROGRESS"), New("IN_PROGRESS"), New("IN_PROGRESS"), New("IN_PROGRESS"), New("IN_PROGRESS"),
            Back("IN_PROGRESS", id: "back"), Back("COMPLETED", id: "back"));
        ecs.Stopped.AddRange([Crash("t1"), Crash("t2"), Crash("t3")]);

        var result = Assert.Single(await Deploy(ecs, "web"));

        Assert.Equal((Verdict.RolledBack, "taken back to chat-prod-web:1, since the container ended with exit code 3"), Pair(result));
        Assert.Equal(["last line of web/web/t1"], result.Failure!.LogLines);
        Assert.Equal("update chat-web chat-prod-web:1", ecs.Mutations.Last());
    }

    [Fact]
    public async Task A_way_back_that_fails_is_a_failure()
    {
        var ecs = Existing("web", "api");
        Script(ecs, "api", New("IN_PROGRESS", "api"));
        Deploys(ecs, "web", "SUCCESSFUL");
        Deploys(ecs, "api", "IN_PROGRESS", "IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        var plan = await Plan(ecs, "web", "api");
        ecs.Looks["chat-web"] = new([New("COMPLETED"), New("COMPLETED"), New("COMPLETED"), Back("FAILED", id: "back")]);

        var results = await Apply(ecs, plan);

        Assert.Equal(
            (Verdict.Failed, "the way back to chat-prod-web:1, because api failed, failed: ECS gave no reason. Look at the events of chat-web"), Pair(results[0]));
        Assert.Equal(Verdict.RolledBack, results[1].Verdict);
    }

    private static (Verdict, string) Pair(ServiceResult result) => (result.Verdict, result.Text);

    private static StoppedTask Crash(string id) => new($"arn/{id}", "new", "EssentialContainerExited", "Essential container in task exited", [new("web", 3, null)]);

    private static ServiceSnapshot New(string state, string service = "web") => FakeEcs.Snap(
        $"chat-{service}", new("new", "PRIMARY", $"chat-prod-{service}:2", state, FakeEcs.T0, 1, 2), new("old", "ACTIVE", $"chat-prod-{service}:1", "COMPLETED", FakeEcs.T0, 2, 2));

    private static ServiceSnapshot Back(string state, string id = "old") => FakeEcs.Snap("chat-web", new DeploymentSnapshot(id, "PRIMARY", "chat-prod-web:1", state, FakeEcs.T0, 2, 2));

    private static void Script(FakeEcs ecs, string service, params ServiceSnapshot[] looks) =>
        // The first look is the observation's.
        ecs.Looks[$"chat-{service}"] = new(looks.Prepend(ecs.Running[$"chat-{service}"]));

    private static void Deploys(FakeEcs ecs, string service, params string[] states) =>
        ecs.Deploys[$"chat-{service}"] = new(states.Select(state => new ServiceDeployment($"sd/{service}", state, FakeEcs.T0)));

    private static FakeEcs Existing(params string[] services) => Existing(null, denied: false, services);

    private static FakeEcs Existing(string service, bool denied) => Existing(null, denied, service);

    private static FakeEcs Existing(string? refuses, bool denied, params string[] services)
    {
        var ecs = new FakeEcs { DeniesServiceDeployments = denied, Refuses = refuses };
        ecs.Exists(services);
        return ecs;
    }

    private static Application App(params string[] services) => new("chat")
    {
        Environments = [Prod],
        Services = [.. services.Select(name => new EcsService(name) { Image = new DockerImage(name), Size = FargateSize.Of(256, 512), Port = 8080 })],
    };

    private static async Task<ServicesPlan> Plan(FakeEcs ecs, params string[] services)
    {
        var seen = await new ServicesObserver(ecs, ecs, ecs, new NoWeights()).Observe(App(services), Prod, Network, TestContext.Current.CancellationToken);
        return ServicesPlan.Create(App(services), Prod, Network, Images, seen);
    }

    private static async Task<IReadOnlyList<ServiceResult>> Deploy(FakeEcs ecs, params string[] services) => await Apply(ecs, await Plan(ecs, services));

    private static Task<IReadOnlyList<ServiceResult>> Apply(FakeEcs ecs, ServicesPlan plan, CancellationToken ct = default) =>
        new ServicesDeployer(ecs, new FakeTasks(ecs), ecs, ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, ecs, new ImmediateTime()).Apply(plan, detach: false, ct);
}
