namespace Slipway.Rehearsal.Ecs;

public sealed class DeploymentAlarmTests : IDisposable
{
    private readonly EcsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", 300)]
    [InlineData(""", "bakeTimeInMinutes": 2""", 120)]
    public void A_rolling_deployment_bakes_while_its_alarms_are_watched(string more, int seconds)
    {
        Roll(more);
        var settled = default(DateTimeOffset?);
        _bench.Watch(eachBeat: () => settled ??= _bench.Tasks.Running.All(task => task.Containers[0].Image == "app:2") ? _bench.Clock.GetUtcNow() : null);

        Assert.Equal(("SUCCESSFUL", "MONITORING_COMPLETE", ""), Told());
        Assert.InRange((_bench.Clock.GetUtcNow() - settled!.Value).TotalSeconds, seconds - 5, seconds + 5);
        Assert.Equal("COMPLETED", (string?)_bench.Service()["deployments"]![0]!["rolloutState"]);
    }

    [Fact]
    public void An_alarm_that_fires_while_a_rolling_deployment_bakes_rolls_it_back()
    {
        Roll();
        _bench.Live(120);
        Assert.Equal(("IN_PROGRESS", "MONITORING", ""), Told());
        Assert.Equal(["app:2", "app:2"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));

        _bench.Alarms.States["slow"] = "ALARM";
        _bench.Live(1);
        Assert.Equal(("ROLLBACK_IN_PROGRESS", "TRIGGERED", "slow"), Told());

        _bench.Alarms.States["slow"] = "OK";
        _bench.Watch();
        Assert.Equal(("ROLLBACK_SUCCESSFUL", "TRIGGERED", "slow"), Told());
        Assert.Equal("Service deployment rolled back because of alarms in ALARM: slow.", (string?)_bench.Newest()["rollback"]!["reason"]);
        Assert.Contains("(service web) (deployment ecs-svc/*) deployment failed: alarm detected.", _bench.Events);
        _bench.Live(30);
        Assert.Equal(["app:1", "app:1"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
        Assert.True(_bench.Stable());
    }

    [Fact]
    public void Without_rollback_an_alarm_fails_the_deployment_where_it_is()
    {
        _bench.CreateShiftingService("""
            { "strategy": "CANARY", "canaryConfiguration": { "canaryPercent": 10, "canaryBakeTimeInMinutes": 10 },
              "alarms": { "alarmNames": ["errors", "slow"], "enable": true, "rollback": false } }
            """);
        _bench.Deploy("app:2");
        _bench.LiveUntil("PRODUCTION_TRAFFIC_SHIFT");
        _bench.Alarms.States["errors"] = "ALARM";
        _bench.Live(120);

        Assert.Equal(("STOPPED", "TRIGGERED", "errors"), Told());
        Assert.Equal("FAILED", (string?)_bench.Service()["deployments"]![0]!["rolloutState"]);
        Assert.Equal("90/10", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.NotNull(_bench.Newest()["stoppedAt"]);
    }

    [Theory]
    [InlineData("PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("BAKE_TIME")]
    public void An_alarm_in_a_step_or_in_the_bake_takes_the_traffic_back(string stage)
    {
        CreateShifting();
        _bench.Deploy("app:2");
        _bench.LiveUntil(stage);
        _bench.Alarms.States["errors"] = "ALARM";
        _bench.Live(0.5);

        Assert.Equal("100/0", _bench.Groups.Weights(EcsBench.ProductionRule));
        _bench.Watch();
        Assert.Equal(("ROLLBACK_SUCCESSFUL", "TRIGGERED", "errors"), Told());
        Assert.Equal(["app:1", "app:1"], _bench.Groups.Behind(EcsBench.Group));
    }

    [Fact]
    public void An_alarm_after_the_bake_changes_nothing()
    {
        CreateShifting();
        _bench.Deploy("app:2");
        _bench.LiveUntil("CLEAN_UP");
        _bench.Alarms.States["errors"] = "ALARM";
        _bench.Watch();

        Assert.Equal(("SUCCESSFUL", "MONITORING_COMPLETE", ""), Told());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_alarm_that_fires_already_switches_all_of_them_off_for_the_deployment(bool shifting)
    {
        if (shifting)
            CreateShifting();
        else
            CreateRolling();
        _bench.Alarms.States["slow"] = "ALARM";
        _bench.Deploy("app:2");
        _bench.Live(2);
        _bench.Alarms.States["errors"] = "ALARM";
        _bench.Watch();

        Assert.Equal(("SUCCESSFUL", "DISABLED", ""), Told());
        _bench.Alarms.States.Clear();
        _bench.Deploy("app:3");
        Assert.Equal(("PENDING", "MONITORING", ""), Told());
    }

    [Fact]
    public void Alarms_are_replaced_as_a_whole_and_a_disabled_list_is_not_watched()
    {
        CreateRolling();
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "deploymentConfiguration": { "alarms": { "alarmNames": ["other"], "enable": false, "rollback": true } } }""");
        _bench.Alarms.States["other"] = "ALARM";
        _bench.Deploy("app:2");
        _bench.Watch();

        Assert.Equal(("SUCCESSFUL", "DISABLED", ""), Told());
        Assert.Equal("""["other"]""", _bench.Service()["deploymentConfiguration"]!["alarms"]!["alarmNames"]!.ToJsonString());
    }

    [Fact]
    public void A_restart_while_it_bakes_does_not_begin_the_bake_anew()
    {
        Roll();
        _bench.Live(200);
        _bench.Restart();
        _bench.Live(150);

        Assert.Equal(("SUCCESSFUL", "MONITORING_COMPLETE", ""), Told());
    }

    private void CreateRolling(string more = "")
    {
        _bench.CreateService();
        _bench.Live(8);
        _bench.Call("UpdateService", $$"""
            { "cluster": "prod", "service": "web",
              "deploymentConfiguration": { "alarms": { "alarmNames": ["errors", "slow"], "enable": true, "rollback": true } {{more}} } }
            """);
    }

    private void Roll(string more = "")
    {
        CreateRolling(more);
        _bench.Deploy("app:2");
    }

    private void CreateShifting() =>
        _bench.CreateShiftingService("""
            { "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 50, "stepBakeTimeInMinutes": 2 }, "bakeTimeInMinutes": 2,
              "alarms": { "alarmNames": ["errors", "slow"], "enable": true, "rollback": true } }
            """);

    private (string?, string?, string) Told()
    {
        var newest = _bench.Newest();
        return ((string?)newest["status"], (string?)newest["alarms"]!["status"], string.Join(' ', newest["alarms"]!["triggeredAlarmNames"]!.AsArray()));
    }
}
