namespace Slipway.Rehearsal.Ecs;

public sealed class SupersededShiftTests : IDisposable
{
    private const string Linear = """{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 30, "stepBakeTimeInMinutes": 1 }, "bakeTimeInMinutes": 1 }""";

    private readonly EcsBench _bench = new();

    public SupersededShiftTests() => _bench.CreateShiftingService(Linear);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_newer_deployment_takes_the_traffic_back_and_clears_the_group_before_it_begins()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Deploy("app:3");
        Assert.Equal("100/0", _bench.Groups.Weights(EcsBench.ProductionRule));

        var seen = _bench.Watch(eachBeat: NoMixedGroupServes);

        Assert.Equal(["RECONCILE_SERVICE 100/0", "PRE_SCALE_UP 100/0", "SCALE_UP 100/0"], seen.Take(3));
        Assert.Equal(["production 70/30", "production 100/0", "production 70/30", "production 40/60", "production 10/90", "production 0/100"], _bench.Groups.Shifts);
        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);

        var superseded = _bench.History()[1];
        Assert.Equal(0.0, (double)superseded["targetServiceRevision"]!["requestedProductionTrafficWeight"]!);
        Assert.False(superseded.ContainsKey("rollback"));
    }

    [Fact]
    public void A_newer_deployment_starts_from_the_one_that_only_had_to_clean_up()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("CLEAN_UP");
        _bench.Deploy("app:3");
        _bench.Watch(eachBeat: NoMixedGroupServes);

        AssertEnds("app:3", EcsBench.Group, ["SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL"]);
    }

    [Fact]
    public void A_rolling_deployment_that_supersedes_one_mid_shift_takes_the_old_revisions_group_and_all_traffic()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        Roll("app:3");
        _bench.Watch();

        AssertEnds("app:3", EcsBench.Group, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
    }

    [Fact]
    public void A_rolling_deployment_stays_in_the_group_that_serves()
    {
        _bench.Deploy("app:2");
        _bench.Watch();
        Roll("app:3");
        _bench.Watch();

        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL"]);
        Assert.Equal("production 0/100", _bench.Groups.Shifts[^1]);
    }

    [Fact]
    public void What_was_aborted_stays_as_it_is_until_the_next_deployment_reconciles_it()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Stop("ABORT");
        _bench.Live(120);
        Assert.Equal("70/30", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.Equal(["app:2", "app:2"], _bench.Groups.Behind(EcsBench.Alternate));
        Assert.Equal(["app:1", "app:1"], _bench.Groups.Behind(EcsBench.Group));

        _bench.Deploy("app:3");
        Assert.Equal("RECONCILE_SERVICE 100/0", _bench.Watch(eachBeat: NoMixedGroupServes)[0]);
        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
    }

    [Fact]
    public void An_old_revision_that_lost_its_tasks_meanwhile_comes_back_before_the_next_begins()
    {
        var old = _bench.TasksWith("RUNNING").Select(task => (string)task["taskArn"]!).ToList();
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Stop("ABORT");
        _bench.Live(1);
        foreach (var task in old)
            _bench.Call("StopTask", $$"""{ "cluster": "prod", "task": "{{task}}" }""");
        _bench.Live(60);
        Assert.Empty(_bench.Groups.Behind(EcsBench.Group));

        _bench.Deploy("app:3");
        Assert.Equal("70/30", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.Equal(["RECONCILE_SERVICE 70/30", "RECONCILE_SERVICE 100/0", "PRE_SCALE_UP 100/0"], _bench.Watch().Take(3));
        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
        Assert.Equal(0.0, (double)_bench.Newest()["sourceServiceRevisions"]![1]!["requestedProductionTrafficWeight"]!);
    }

    [Fact]
    public void A_way_back_that_takes_a_day_has_failed()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("CLEAN_UP");
        _bench.Tasks.Image("app:1", new Script { HealthyAfter = null });
        _bench.Stop();
        _bench.Live(60);
        Assert.Equal("ROLLBACK_IN_PROGRESS", (string?)_bench.Newest()["status"]);
        _bench.Clock.Advance(TimeSpan.FromHours(24));
        _bench.Live(1);

        Assert.Equal("ROLLBACK_FAILED", (string?)_bench.Newest()["status"]);
        Assert.Equal("0/100", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.Equal(["app:2", "app:2"], _bench.Groups.Behind(EcsBench.Alternate));
    }

    [Fact]
    public void A_newer_deployment_during_a_rollback_whose_old_tasks_are_not_back_yet_leaves_the_traffic_until_they_are()
    {
        _bench.Tasks.Image("app:1", new Script { HealthyAfter = TimeSpan.FromSeconds(8) });
        _bench.Deploy("app:2");
        _bench.LiveUntil("CLEAN_UP");
        _bench.Stop();
        _bench.Live(1);
        _bench.Deploy("app:3");
        Assert.Equal("0/100", _bench.Groups.Weights(EcsBench.ProductionRule));

        _bench.Watch(eachBeat: NoMixedGroupServes);
        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
    }

    [Fact]
    public void Stopped_while_it_reconciles_everything_but_the_old_revision_goes()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Deploy("app:3");
        _bench.LiveUntil("RECONCILE_SERVICE");
        _bench.Stop();
        _bench.Watch(eachBeat: NoMixedGroupServes);

        AssertEnds("app:1", EcsBench.Group, ["ROLLBACK_SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
        Assert.DoesNotContain("start app:3", _bench.Tasks.Calls);
    }

    [Fact]
    public void A_pause_while_it_reconciles_comes_only_where_there_is_something_to_reconcile()
    {
        const string Hook = """{ "targetType": "PAUSE", "lifecycleStages": ["RECONCILE_SERVICE"] }""";
        _bench.Call("UpdateService", $$"""{ "cluster": "prod", "service": "web", "deploymentConfiguration": { "lifecycleHooks": [{{Hook}}] } }""");
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        Assert.False(_bench.Newest().ContainsKey("lifecycleHookDetails"));

        _bench.Deploy("app:3");
        _bench.Live(120, NoMixedGroupServes);
        Assert.Equal("RECONCILE_SERVICE", (string?)_bench.Newest()["lifecycleStage"]);
        Assert.Empty(_bench.Groups.Behind(EcsBench.Alternate));

        _bench.Answer();
        _bench.Watch();
        AssertEnds("app:3", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]);
    }

    [Fact]
    public void A_deleted_service_takes_its_unfinished_deployment_with_it()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Call("DeleteService", """{ "cluster": "prod", "service": "web", "force": true }""");
        _bench.Live(40);

        Assert.Equal("STOPPED", (string?)_bench.Newest()["status"]);
        Assert.Equal("INACTIVE", (string?)_bench.Service()["status"]);
        Assert.Empty(_bench.Tasks.Running);
    }

    [Theory]
    [InlineData("SCALE_UP")]
    [InlineData("PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("BAKE_TIME")]
    [InlineData("CLEAN_UP")]
    public void A_restart_in_any_stage_changes_nothing(string stage)
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil(stage);
        var told = _bench.Newest().ToJsonString();
        _bench.Restart();
        Assert.Equal(told, _bench.Newest().ToJsonString());

        _bench.Watch();
        Assert.Equal(["production 70/30", "production 40/60", "production 10/90", "production 0/100"], _bench.Groups.Shifts);
        AssertEnds("app:2", EcsBench.Alternate, ["SUCCESSFUL", "SUCCESSFUL"]);
    }

    [Fact]
    public void A_restart_on_the_way_back_goes_on_back()
    {
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Stop();
        _bench.Live(2);
        _bench.Restart();
        _bench.Watch();

        AssertEnds("app:1", EcsBench.Group, ["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"]);
    }

    [Fact]
    public void At_most_five_deployments_of_a_service_are_under_way()
    {
        for (var image = 2; image <= 5; image++)
            _bench.Deploy($"app:{image}");

        Assert.Equal("InvalidParameterException", Assert.Throws<Protocols.AwsError>(() => _bench.Deploy("app:6")).Code);
        _bench.Watch(eachBeat: NoMixedGroupServes);
        AssertEnds("app:5", EcsBench.Alternate, ["SUCCESSFUL", "STOPPED", "STOPPED", "STOPPED", "SUCCESSFUL"]);
    }

    private void Roll(string image)
    {
        _bench.Register(image);
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "taskDefinition": "web", "deploymentConfiguration": { "strategy": "ROLLING" } }""");
    }

    private void AssertEnds(string image, string group, IReadOnlyList<string> statuses)
    {
        _bench.Live(40);
        Assert.Equal(statuses, _bench.History().Select(one => (string)one["status"]!));
        Assert.Equal([image, image], _bench.Groups.Behind(group));
        Assert.Equal([image, image], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.Equal(group == EcsBench.Group ? "100/0" : "0/100", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.True(_bench.Stable());
    }

    /// <summary>A group that has traffic has tasks, and those of one revision only.</summary>
    private void NoMixedGroupServes() =>
        Assert.All(
            _bench.Groups.Rules[EcsBench.ProductionRule]!.Where(group => group.Weight > 0),
            group => Assert.Single(_bench.Groups.Behind(group.TargetGroupArn).Distinct()));
}
