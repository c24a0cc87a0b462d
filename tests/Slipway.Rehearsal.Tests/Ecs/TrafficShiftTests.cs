using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

public sealed class TrafficShiftTests : IDisposable
{
    private const string BlueGreen = """{ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 2 }""";
    private const string Linear = """{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 30.0, "stepBakeTimeInMinutes": 1 } }""";
    private const string Canary = """{ "strategy": "CANARY", "canaryConfiguration": { "canaryPercent": 10, "canaryBakeTimeInMinutes": 3 }, "bakeTimeInMinutes": 1 }""";

    private readonly EcsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Blue_green_shifts_all_at_once_when_the_new_revision_is_there_in_full()
    {
        _bench.CreateShiftingService(BlueGreen);
        _bench.Deploy("app:2");

        Assert.Equal(
            [
                "PRE_SCALE_UP 100/0", "SCALE_UP 100/0", "POST_SCALE_UP 100/0", "POST_TEST_TRAFFIC_SHIFT 100/0", "PRE_PRODUCTION_TRAFFIC_SHIFT 100/0",
                "PRODUCTION_TRAFFIC_SHIFT 0/100", "POST_PRODUCTION_TRAFFIC_SHIFT 0/100", "BAKE_TIME 0/100", "CLEAN_UP 0/100",
            ],
            _bench.Watch(eachBeat: NobodyIsLeftAlone));

        AssertServes("app:2", EcsBench.Alternate);
        Assert.Equal(["SUCCESSFUL", "SUCCESSFUL"], Statuses());
        Assert.Equal((100.0, 0.0), Weights(_bench.Newest()));
    }

    [Fact]
    public void Linear_shifts_in_equal_steps_and_bakes_after_each_but_the_last()
    {
        _bench.CreateShiftingService(Linear);
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        Assert.Equal((30.0, 70.0), Weights(_bench.Newest()));

        var begin = _bench.Clock.GetUtcNow();
        List<double> after = [];
        var seen = _bench.Watch(eachBeat: () =>
        {
            NobodyIsLeftAlone();
            if (_bench.Groups.Shifts.Count > after.Count + 1)
                after.Add((_bench.Clock.GetUtcNow() - begin).TotalSeconds);
        });

        Assert.Equal(["production 70/30", "production 40/60", "production 10/90", "production 0/100"], _bench.Groups.Shifts);
        Assert.Equal([60.5, 121, 181.5], after);
        Assert.Equal(["PRODUCTION_TRAFFIC_SHIFT 0/100", "POST_PRODUCTION_TRAFFIC_SHIFT 0/100", "BAKE_TIME 0/100", "CLEAN_UP 0/100"], seen.TakeLast(4));
        AssertServes("app:2", EcsBench.Alternate);
    }

    [Fact]
    public void Canary_shifts_a_share_and_then_the_rest_and_both_revisions_are_told_while_it_bakes()
    {
        _bench.CreateShiftingService(Canary);
        _bench.Deploy("app:2");
        _bench.LiveUntil("BAKE_TIME");

        Assert.Equal(["production 90/10", "production 0/100"], _bench.Groups.Shifts);
        Assert.Equal((100.0, 0.0), Weights(_bench.Newest()));
        Assert.Equal(["app:1", "app:1"], _bench.Groups.Behind(EcsBench.Group));
        Assert.Equal(["app:2", "app:2"], _bench.Groups.Behind(EcsBench.Alternate));
        Assert.Equal(["PRIMARY 2", "ACTIVE 2"], _bench.Service()["deployments"]!.AsArray().Select(one => $"{one!["status"]} {one["runningCount"]}"));
        Assert.False(_bench.Stable());

        _bench.Watch();
        AssertServes("app:2", EcsBench.Alternate);
    }

    [Fact]
    public void The_groups_take_turns_from_deployment_to_deployment_and_revisions_tell_theirs()
    {
        _bench.CreateShiftingService(BlueGreen);
        List<string> resolved = [];
        foreach (var (image, group) in new[] { ("app:2", EcsBench.Alternate), ("app:3", EcsBench.Group), ("app:4", EcsBench.Alternate) })
        {
            _bench.Deploy(image);
            _bench.Watch(eachBeat: NobodyIsLeftAlone);
            AssertServes(image, group);
            resolved.Add(Resolved(_bench.Newest()));
        }

        Assert.Equal([EcsBench.Alternate, EcsBench.Group, EcsBench.Alternate], resolved);
        Assert.Equal(["production 0/100", "production 100/0", "production 0/100"], _bench.Groups.Shifts);
        Assert.Equal(EcsBench.Group, (string?)_bench.Service()["loadBalancers"]![0]!["targetGroupArn"]);
    }

    [Fact]
    public void A_first_deployment_gets_all_traffic_once_it_is_healthy()
    {
        _bench.Groups.Rules[EcsBench.ProductionRule] = [new(EcsBench.Group, 0), new(EcsBench.Alternate, 7)];
        _bench.Call("CreateCluster", """{ "clusterName": "prod" }""");
        _bench.Register("app:1");
        _bench.Call("CreateService", EcsBench.Shifting(Linear));

        Assert.Equal(["PRE_SCALE_UP 0/7", "SCALE_UP 0/7", "POST_SCALE_UP 0/7", "PRODUCTION_TRAFFIC_SHIFT 100/0", "CLEAN_UP 100/0"], _bench.Watch());
        AssertServes("app:1", EcsBench.Group);
        Assert.Empty(_bench.Newest()["sourceServiceRevisions"]!.AsArray());
    }

    [Fact]
    public void A_rolling_service_that_is_given_a_second_group_shifts_into_it_and_back_again()
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Register("app:2");
        var request = JsonNode.Parse(EcsBench.Shifting(Canary))!.AsObject();
        request["service"] = "web";
        _bench.Call("UpdateService", request.ToJsonString());
        _bench.Watch(eachBeat: NobodyIsLeftAlone);
        AssertServes("app:2", EcsBench.Alternate);

        _bench.Deploy("app:3");
        _bench.LiveUntil("BAKE_TIME");
        _bench.Stop();
        _bench.Watch(eachBeat: NobodyIsLeftAlone);
        AssertServes("app:2", EcsBench.Alternate);
    }

    [Fact]
    public void Test_traffic_shifts_before_production_traffic_and_comes_back_after_it()
    {
        _bench.CreateShiftingService(BlueGreen, tested: true);
        _bench.Deploy("app:2");
        _bench.LiveUntil("POST_TEST_TRAFFIC_SHIFT");
        Assert.Equal((100.0, 0.0), Weights(_bench.Newest(), "Test"));
        Assert.Equal((0.0, 100.0), Weights(_bench.Newest()));

        _bench.LiveUntil("BAKE_TIME");
        _bench.Stop();
        _bench.Watch(eachBeat: NobodyIsLeftAlone);

        Assert.Equal(["test 0/100", "production 0/100", "production 100/0", "test 100/0"], _bench.Groups.Shifts);
        AssertServes("app:1", EcsBench.Group);
    }

    [Theory]
    [InlineData("PRE_SCALE_UP")]
    [InlineData("SCALE_UP")]
    [InlineData("POST_SCALE_UP")]
    [InlineData("POST_TEST_TRAFFIC_SHIFT")]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("BAKE_TIME")]
    [InlineData("CLEAN_UP")]
    public void Stopped_at_any_stage_it_goes_back_to_the_old_revision_traffic_first(string stage)
    {
        _bench.CreateShiftingService(Canary);
        var before = Resolved(_bench.Newest());
        _bench.Deploy("app:2");
        _bench.LiveUntil(stage);
        _bench.Stop();
        _bench.Live(0.5);

        // While the old tasks are being stopped, they have to come back before they can take traffic.
        Assert.Equal(stage == "CLEAN_UP" ? "0/100" : "100/0", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.Equal("ROLLBACK_IN_PROGRESS", Statuses()[0]);

        _bench.Watch(eachBeat: NobodyIsLeftAlone);
        AssertServes("app:1", EcsBench.Group);
        Assert.Equal(["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"], Statuses());
        Assert.Equal((0.0, 100.0), Weights(_bench.Newest()));
        Assert.Equal(before, Resolved(_bench.Newest(), "rollback", "serviceRevisionArn"));
        Assert.Equal("Rollback requested by StopServiceDeployment.", (string?)_bench.Newest()["rollback"]!["reason"]);
    }

    [Fact]
    public void A_release_that_never_gets_healthy_stays_in_SCALE_UP_whatever_the_breaker_says()
    {
        _bench.Tasks.Image("app:2", new Script { EndsAfter = TimeSpan.FromSeconds(1), ExitCode = 3 });
        _bench.CreateShiftingService("""{ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0, "deploymentCircuitBreaker": { "enable": true, "rollback": true } }""");
        _bench.Deploy("app:2");
        _bench.Live(3600, NobodyIsLeftAlone);

        Assert.Equal(("IN_PROGRESS", "SCALE_UP"), (Statuses()[0], (string?)_bench.Newest()["lifecycleStage"]));
        Assert.True((int)_bench.Service()["deployments"]![0]!["failedTasks"]! > 3);
        Assert.Equal("DISABLED", (string?)_bench.Newest()["deploymentCircuitBreaker"]!["status"]);

        _bench.Stop();
        _bench.Watch();
        AssertServes("app:1", EcsBench.Group);
        Assert.Equal("ROLLBACK_SUCCESSFUL", Statuses()[0]);
        Assert.Empty(_bench.Groups.Shifts);
    }

    [Fact]
    public void A_stage_that_takes_a_day_is_rolled_back()
    {
        _bench.Tasks.Image("app:2", new Script { HealthyAfter = null });
        _bench.CreateShiftingService(BlueGreen);
        _bench.Deploy("app:2");
        _bench.LiveUntil("SCALE_UP");
        _bench.Clock.Advance(TimeSpan.FromHours(24));
        _bench.Watch();

        Assert.Equal("ROLLBACK_SUCCESSFUL", Statuses()[0]);
        Assert.Equal("Service deployment failed: the lifecycle stage SCALE_UP took longer than 24 hours.", (string?)_bench.Newest()["statusReason"]);
        AssertServes("app:1", EcsBench.Group);
    }

    [Fact]
    public void A_first_deployment_that_is_stopped_has_nothing_to_go_back_to()
    {
        _bench.Tasks.Image("app:1", new Script { HealthyAfter = null });
        _bench.CreateShiftingService(BlueGreen);
        _bench.Stop();
        _bench.Live(1);

        Assert.Equal("STOPPED", Statuses()[0]);
        Assert.EndsWith("There is no completed deployment to roll back to.", (string?)_bench.Newest()["statusReason"], StringComparison.Ordinal);

        _bench.Deploy("app:2");
        Assert.Equal("RECONCILE_SERVICE 100/0", _bench.Watch()[0]);
        AssertServes("app:2", EcsBench.Group);
    }

    [Fact]
    public void A_rule_that_is_gone_ends_the_deployment()
    {
        _bench.CreateShiftingService(BlueGreen);
        _bench.Deploy("app:2");
        _bench.LiveUntil("POST_SCALE_UP");
        var weights = _bench.Groups.Rules[EcsBench.ProductionRule];
        _bench.Groups.Rules.Remove(EcsBench.ProductionRule);
        _bench.Live(2);
        Assert.Contains("a listener rule is gone", (string?)_bench.Newest()["statusReason"], StringComparison.Ordinal);

        _bench.Groups.Rules[EcsBench.ProductionRule] = weights;
        _bench.Watch();
        Assert.Equal("ROLLBACK_SUCCESSFUL", Statuses()[0]);
        AssertServes("app:1", EcsBench.Group);
    }

    [Fact]
    public void A_changed_count_counts_for_both_revisions()
    {
        _bench.CreateShiftingService(BlueGreen);
        _bench.Deploy("app:2");
        _bench.LiveUntil("BAKE_TIME");
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "desiredCount": 3 }""");
        _bench.Live(8);

        Assert.Equal((3, 3), (_bench.Groups.Behind(EcsBench.Group).Count, _bench.Groups.Behind(EcsBench.Alternate).Count));
        _bench.Watch();
        Assert.Equal(["app:2", "app:2", "app:2"], _bench.Groups.Behind(EcsBench.Alternate));
    }

    [Fact]
    public void An_old_task_that_ends_while_the_new_revision_bakes_is_replaced()
    {
        _bench.CreateShiftingService(BlueGreen);
        var old = (string)_bench.TasksWith("RUNNING")[0]["taskArn"]!;
        _bench.Deploy("app:2");
        _bench.LiveUntil("BAKE_TIME");
        _bench.Call("StopTask", $$"""{ "cluster": "prod", "task": "{{old}}" }""");
        _bench.Live(8);

        Assert.Equal(["app:1", "app:1"], _bench.Groups.Behind(EcsBench.Group));
        Assert.Equal("BAKE_TIME", (string?)_bench.Newest()["lifecycleStage"]);
    }

    [Fact]
    public void A_service_of_no_tasks_shifts_without_waiting()
    {
        _bench.CreateShiftingService(Linear, desired: 0);
        _bench.Deploy("app:2");
        _bench.Watch();

        Assert.Equal(["SUCCESSFUL", "SUCCESSFUL"], Statuses());
        Assert.Equal("0/100", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.True(_bench.Stable());
    }

    private void AssertServes(string image, string group)
    {
        _bench.Live(30);
        var other = group == EcsBench.Group ? EcsBench.Alternate : EcsBench.Group;
        Assert.Equal([image, image], _bench.Groups.Behind(group));
        Assert.Empty(_bench.Groups.Behind(other));
        Assert.Equal(group == EcsBench.Group ? "100/0" : "0/100", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.Equal([image, image], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.True(_bench.Stable());
    }

    /// <summary>No request goes to a group without tasks.</summary>
    private void NobodyIsLeftAlone() =>
        Assert.All(_bench.Groups.Rules[EcsBench.ProductionRule]!.Where(group => group.Weight > 0), group => Assert.Equal(2, _bench.Groups.Behind(group.TargetGroupArn).Count));

    private List<string> Statuses() => [.. _bench.History().Select(one => (string)one["status"]!)];

    private static (double Target, double Source) Weights(JsonObject deployment, string kind = "Production") =>
        ((double)deployment["targetServiceRevision"]![$"requested{kind}TrafficWeight"]!, (double)deployment["sourceServiceRevisions"]![0]![$"requested{kind}TrafficWeight"]!);

    private string Resolved(JsonObject deployment, string of = "targetServiceRevision", string member = "arn")
    {
        var revision = _bench.Call("DescribeServiceRevisions", $$"""{ "serviceRevisionArns": ["{{(string)deployment[of]![member]!}}"] }""")["serviceRevisions"]![0]!;
        var balancer = Assert.Single(revision["resolvedConfiguration"]!["loadBalancers"]!.AsArray())!;
        Assert.Equal(EcsBench.ProductionRule, (string?)balancer["productionListenerRule"]);
        return (string)balancer["targetGroupArn"]!;
    }
}
