using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

public sealed class ServiceStepTests
{
    private static readonly Rollout Stepped = Rollout.Stepped(10, 50).Ask(TimeSpan.FromMinutes(30)).While(Gate.HealthyHosts.AtLeast(2));
    private const string Rest = "LINEAR, in steps of 10% for 0 min, bake 0 min, circuit breaker on, rollback on";
    private const string Pause = "pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 60 min, then ROLLBACK";

    [Fact]
    public async Task A_new_version_is_sent_with_pauses_that_do_not_stay_and_its_plan_says_how_it_goes()
    {
        var bench = new TrafficBench(Stepped);

        var web = (await bench.Plan()).Services[0];

        var update = Assert.IsType<ServiceStep.Update>(web.Service);
        Assert.Equal((update.Change.Deployment!.ToString(), update.Change.LoadBalancers, web.Rest!.ToString()), ($"{Rest}, {Pause}", null, Rest));
        Assert.Equal(
            [
                "  update service chat-web",
                "    task definition",
                "    moves the traffic in steps of 10%, and holds at 10% and 50% for 5 min, at most 60 min",
                "    goes back by itself when this run does not answer a hold within 60 min",
                "    waits for ./build.sh Proceed or Abort before production traffic moves, at most 30 min",
                "    while at least 2 of its targets are healthy",
            ],
            web.Lines().SkipWhile(line => !line.Contains("update service", StringComparison.Ordinal)));
    }

    /// <summary>A rollout, and how the plan tells it.</summary>
    public static TheoryData<Rollout, string> Texts { get; } = new()
    {
        { Rollout.Rolling, "" },
        { Rollout.BlueGreen.Bake(TimeSpan.FromMinutes(7)), "moves all traffic at once, then keeps the old version for 7 min" },
        { Rollout.Canary(2.5, TimeSpan.FromMinutes(1)), "moves 2.5% of the traffic, the rest 60 s later, then keeps the old version for 5 min" },
        { Rollout.Linear(20, TimeSpan.FromMinutes(6)), "moves the traffic in steps of 20%, 6 min apart, then keeps the old version for 5 min" },
        { Rollout.Stepped(50), "moves the traffic in steps of 50%, and holds at 50% for 5 min, at most 60 min|goes back by itself when this run does not answer a hold within 60 min" },
        { Rollout.ServicePair(50), "" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_rollout_is_told_in_words(Rollout rollout, string expected) => Assert.Equal(expected, string.Join('|', RolloutText.Lines(rollout)));

    [Fact]
    public async Task With_the_version_that_is_wanted_nothing_is_to_be_done_although_a_deployment_would_pause()
    {
        var bench = await Same(new TrafficBench(Stepped));

        var plan = await bench.Plan();

        Assert.IsType<ServiceStep.Nothing>(plan.Services[0].Service);
        Assert.False(plan.ChangesSomething, plan.Text);
    }

    [Fact]
    public async Task A_pause_that_a_killed_run_left_is_removed_without_a_deployment_and_the_plan_says_so()
    {
        var bench = await Same(new TrafficBench(Stepped));
        bench.Running = bench.Running with { Settings = bench.Settings };

        var plan = await bench.Plan();
        var result = Assert.Single(await bench.Deployer().Apply(plan, detach: false, CancellationToken.None));

        Assert.Equal((Verdict.Deployed, "settings changed; nothing had to be deployed for them"), (result.Verdict, result.Text));
        Assert.Equal(
            [
                "  update service chat-web",
                $"    deployment: {Rest}, {Pause} -> {Rest}",
                "    removes the pause that a run which was broken off left behind",
            ],
            plan.Services[0].Lines().Skip(1));
        Assert.Equal([$"update chat-web {Rest}"], bench.Ecs.Mutations);
    }

    [Fact]
    public async Task A_deployment_under_way_is_followed_with_its_own_pauses_which_are_removed_at_its_end()
    {
        var bench = await Same(new TrafficBench(Stepped));
        bench.Running = bench.New;
        bench.Ecs.Definitions["chat-prod-web:2"] = bench.Ecs.Definitions["chat-prod-web:1"].DeepClone().AsObject();
        bench.Ecs.Definitions["chat-prod-web:2"]["taskDefinitionArn"] = "chat-prod-web:2";

        var web = (await bench.Plan()).Services[0];

        Assert.Equal("new", Assert.IsType<ServiceStep.Follow>(web.Service).Deployment.Id);
        Assert.Equal(Rest, web.Rest!.ToString());
        Assert.Equal(("chat-prod-web:1", "BLUE_GREEN, bake 0 min, circuit breaker on, rollback on"), (web.Undo!.TaskDefinition, web.Undo.Deployment!.ToString()));
    }

    [Fact]
    public async Task A_setting_that_changes_beside_a_deployment_under_way_is_set_and_the_deployment_followed_to_its_end()
    {
        var bench = await Same(new TrafficBench(Rollout.Stepped(10, 50)));
        bench.Ecs.Definitions["chat-prod-web:2"] = bench.Ecs.Definitions["chat-prod-web:1"].DeepClone().AsObject();
        bench.Ecs.Definitions["chat-prod-web:2"]["taskDefinitionArn"] = "chat-prod-web:2";
        bench.Running = bench.New with { Settings = bench.Settings with { GraceSeconds = 7 } };
        var plan = await bench.Begun();

        var result = Assert.Single(await bench.Deployer().Apply(plan, detach: false, CancellationToken.None));

        Assert.Equal(["    health check grace: 7 s -> 30 s", "    follow deployment new, which is under way"], plan.Services[0].Lines().Skip(2).Take(2));
        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), (result.Verdict, result.Text));
        Assert.Equal(["update chat-web ", "continue h1"], bench.Ecs.Mutations.Take(2));
        Assert.Equal($"update chat-web {Rest}", bench.Ecs.Mutations.Last());
    }

    [Fact]
    public async Task Where_nothing_ever_came_up_nothing_is_held()
    {
        var bench = new TrafficBench(Stepped);
        bench.Running = bench.Running with { Deployments = [bench.Running.Deployments[0] with { RolloutState = "FAILED" }] };

        var update = Assert.IsType<ServiceStep.Update>((await bench.Plan()).Services[0].Service);

        Assert.Null(update.Change.Deployment);
    }

    /// <summary>A gate, and how the plan tells it.</summary>
    public static TheoryData<Gate, string> GateTexts { get; } = new()
    {
        { Gate.HealthyHosts.AtLeast(2), "at least 2 of its targets are healthy" },
        { Gate.ServerErrors.Below(0.005), "at most 0.5% of its answers are 5xx, judged from 20 requests on" },
        { Gate.ClientErrors.AtMostTimesOld(1.5) with { MinimumRequests = 5, Most = 0.1 }, "at most 10% and at most 1.5 times the old version's of its answers are 4xx, judged from 5 requests on" },
        { Gate.P95.Below(TimeSpan.FromMilliseconds(500)), "p95 is at most 500 ms, judged from 20 requests on" },
        { Gate.Alarm("errors"), "alarm errors is quiet" },
        {
            Gate.Metric("f / o", new("f", "Shop", "Failed", Statistic.Sum, CloudWatchDimension.NewTargetGroup), new("o", "Shop", "Orders", Statistic.Sum, CloudWatchDimension.Of("Queue", "q"))).Below(0.02),
            "f / o is at most 0.02, with f = Sum of Shop Failed TargetGroup=(NewTargetGroup), o = Sum of Shop Orders Queue=q"
        },
    };

    [Theory]
    [MemberData(nameof(GateTexts))]
    public void Every_gate_is_told_in_words(Gate gate, string expected) => Assert.Equal(expected, GateText.Of(gate));

    [Fact]
    public async Task Where_ECS_tells_no_rollout_state_a_second_deployment_tells_that_one_is_under_way_and_history_what_to_go_back_to()
    {
        var bench = new TrafficBench(Rollout.BlueGreen);
        bench.Running = bench.New with { Deployments = [.. bench.New.Deployments.Select(deployment => deployment with { RolloutState = null })] };

        Assert.Equal(("new", null), (bench.Running.UnderWay!.Id, bench.Running.Proven));
        Assert.Equal("chat-prod-web:1", (bench.Running with { LastSuccess = "chat-prod-web:1" }).Proven);
        Assert.Null((bench.Running with { Deployments = bench.Running.Deployments.Take(1).ToList() }).UnderWay);
    }

    [Fact]
    public async Task What_was_deployed_well_is_taken_back_at_once_and_the_strategy_is_put_back_after_it()
    {
        var bench = new TrafficBench(Stepped);
        var plan = await bench.Begun();
        var done = new ServiceResult("web", Verdict.Deployed, "deployed", "chat-prod-web:2", null);
        bench.Ecs.Shifts.Clear();
        bench.Ecs.Looks["chat-web"] = new([FakeEcs.Snap("chat-web", new DeploymentSnapshot("back", "PRIMARY", "chat-prod-web:1", "COMPLETED", FakeEcs.T0, 2, 2))]);

        var result = Assert.Single(await bench.Deployer().TakeBack(plan, [done], "because a smoke check failed", CancellationToken.None));

        Assert.Equal((Verdict.RolledBack, "taken back to chat-prod-web:1, because a smoke check failed"), (result.Verdict, result.Text));
        Assert.Equal(["update chat-web chat-prod-web:1", $"update chat-web {Rest}"], bench.Ecs.Mutations);
        Assert.Equal("BLUE_GREEN, bake 0 min, circuit breaker on, rollback on", bench.Ecs.Changes[0].Deployment!.ToString());
    }

    [Fact]
    public async Task A_change_of_the_rule_or_group_starts_a_deployment_and_a_change_of_places_is_none()
    {
        var bench = await Same(new TrafficBench(Rollout.BlueGreen));
        var target = bench.Settings.LoadBalancers[0];
        var swapped = target with { TargetGroup = "group-2", Traffic = target.Traffic! with { AlternateTargetGroup = "group-1" } };
        bench.Running = bench.Running with { Settings = bench.Running.Settings with { LoadBalancers = [swapped] } };
        Assert.False((await bench.Plan()).ChangesSomething);

        bench.Running = bench.Running with { Settings = bench.Running.Settings with { LoadBalancers = [target with { Traffic = null }] } };
        var update = Assert.IsType<ServiceStep.Update>((await bench.Plan()).Services[0].Service);

        Assert.True(update.Change.StartsDeployment);
        Assert.Contains("load balancer: group-1 -> web:8080 -> group-1 and group-2 in turn -> web:8080, by rule, as arn:mover", update.Reasons);
    }

    [Fact]
    public async Task A_first_release_has_no_traffic_to_hold_and_no_pause()
    {
        var bench = new TrafficBench(Stepped);
        var seen = new ServicesObservation(new Dictionary<string, ObservedService>(), new Dictionary<string, int?>(), new Dictionary<string, string>());
        var shipped = new Shipped("c0ffee", null, new Dictionary<string, string> { ["web"] = "repo/web@sha256:2" });

        var web = ServicesPlan.Create(bench.Application, TrafficBench.Prod, TrafficBench.Network, shipped, seen).Services[0];

        Assert.Equal(Rest, Assert.IsType<ServiceStep.Create>(web.Service).Settings.Deployment.ToString());
        Assert.Equal("  create service chat-web with 1 tasks", web.Lines().Last());
        Assert.Null(web.Rest);
    }

    [Fact]
    public async Task Without_the_second_group_the_rule_and_the_role_nothing_is_begun()
    {
        var bench = new TrafficBench(Rollout.BlueGreen);
        bench.Ecs.Running["chat-web"] = bench.Running;
        var seen = await new ServicesObserver(bench.Ecs, bench.Ecs, bench.Ecs, new NoWeights()).Observe(bench.Application, TrafficBench.Prod, TrafficBench.Network, CancellationToken.None);
        var shipped = new Shipped("c0ffee", null, new Dictionary<string, string> { ["web"] = "repo/web@sha256:2" });
        var bare = TrafficBench.Network with { Traffic = new Dictionary<string, TrafficInfrastructure> { ["web"] = new("group-2", "rule") } };

        var error = Assert.Throws<DeployException>(() => ServicesPlan.Create(bench.Application, TrafficBench.Prod, bare, shipped, seen));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("of web, in Infrastructure.Traffic", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hash_of_a_plan_covers_how_traffic_moves()
    {
        var hashes = new List<string>();
        foreach (var rollout in new Rollout[] { Stepped, Rollout.Stepped(20, 50), Rollout.BlueGreen, ((SteppedRollout)Stepped).Bake(TimeSpan.FromMinutes(9)) })
            hashes.Add((await new TrafficBench(rollout).Plan()).Hash);

        Assert.Equal(hashes.Count, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The service runs what is wanted already.</summary>
    private static async Task<TrafficBench> Same(TrafficBench bench)
    {
        var register = (TaskDefinitionStep.Register)(await bench.Plan()).Services[0].TaskDefinition;
        var content = register.Content.DeepClone().AsObject();
        content["taskDefinitionArn"] = "chat-prod-web:1";
        bench.Ecs.Definitions["chat-prod-web:1"] = content;
        return bench;
    }
}
