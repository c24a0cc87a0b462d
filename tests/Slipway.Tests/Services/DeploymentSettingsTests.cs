using Amazon.ECS.Model;
using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class DeploymentSettingsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const string Breaker = "circuit breaker on, rollback on";

    /// <summary>A rollout, whether there is a test rule, and what it is to ECS.</summary>
    public static TheoryData<Rollout, bool, string> Rollouts { get; } = new()
    {
        { Rollout.Rolling, false, $"ROLLING 100% to 200%, {Breaker}" },
        { Rollout.Rolling with { MinimumHealthyPercent = 50, Threshold = FailureThreshold.Tasks(5) }, false, "ROLLING 50% to 200%, circuit breaker on at 5 failures, rollback on" },
        { Rollout.Rolling with { Threshold = FailureThreshold.Percent(50) }, false, $"ROLLING 100% to 200%, {Breaker}" },
        { Rollout.Rolling with { Threshold = FailureThreshold.UnboundedPercent(25) }, false, "ROLLING 100% to 200%, circuit breaker on at 25% of the tasks, rollback on" },
        { Rollout.Rolling.Watching("b", "a"), false, $"ROLLING 100% to 200%, {Breaker}, back when a or b goes off" },
        { Rollout.ServicePair(10, 50), false, $"ROLLING 100% to 200%, {Breaker}" },
        { Rollout.BlueGreen.Bake(Minute * 7), true, $"BLUE_GREEN, bake 7 min, {Breaker}" },
        { Rollout.BlueGreen.Ask(Minute * 30), false, $"BLUE_GREEN, bake 5 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 30 min, then ROLLBACK" },
        { Rollout.BlueGreen.Ask(Minute * 30), true, $"BLUE_GREEN, bake 5 min, {Breaker}, pause at POST_TEST_TRAFFIC_SHIFT for at most 30 min, then ROLLBACK" },
        { Rollout.Canary(2.5, Minute * 10), true, $"CANARY, first 2.5% for 10 min, bake 5 min, {Breaker}" },
        { Rollout.Canary(10, Minute).Ask(Minute * 0.5), true, $"CANARY, first 10% for 1 min, bake 5 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 1 min, then ROLLBACK" },
        { Rollout.Linear(12.5, Minute * 6).Watching("a"), false, $"LINEAR, in steps of 12.5% for 6 min, bake 5 min, {Breaker}, back when a goes off" },
        { Rollout.Stepped(10, 50, 90), false, $"LINEAR, in steps of 10% for 0 min, bake 0 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 60 min, then ROLLBACK" },
        { Rollout.Stepped(25, 75).Ask(Minute * 90), true, $"LINEAR, in steps of 25% for 0 min, bake 0 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 90 min, then ROLLBACK" },
        { Rollout.Stepped(5, 50) with { HoldLimit = Minute * 1.2 }, true, $"LINEAR, in steps of 5% for 0 min, bake 0 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 2 min, then ROLLBACK" },
        { Rollout.Stepped(50) with { AskWithin = TimeSpan.FromDays(30) }, true, $"LINEAR, in steps of 50% for 0 min, bake 0 min, {Breaker}, pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 20160 min, then ROLLBACK" },
    };

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void A_rollout_is_told_to_ECS_and_read_back_as_the_same(Rollout rollout, bool hasTestRule, string expected)
    {
        var settings = DeploymentSettings.Of(rollout, hasTestRule);

        Assert.Equal(expected, settings.ToString());
        Assert.Equal(expected, AwsDeploymentShapes.Settings(AwsDeploymentShapes.Configuration(settings)).ToString());
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_sent_as_empty_since_ECS_keeps_what_is_left_out()
    {
        var configuration = AwsDeploymentShapes.Configuration(DeploymentSettings.Of(Rollout.Rolling, hasTestRule: false));

        Assert.Empty(configuration.LifecycleHooks!);
        Assert.False(configuration.Alarms!.Enable);
        Assert.Empty(configuration.Alarms.AlarmNames!);
        Assert.Null(configuration.BakeTimeInMinutes);
    }

    [Fact]
    public void At_rest_nothing_pauses_but_the_functions_of_others_stay()
    {
        var function = new StageHook("AWS_LAMBDA", "arn:f", "arn:role", ["POST_SCALE_UP"], null, null);
        var settings = DeploymentSettings.Of(Rollout.Stepped(50), hasTestRule: false);

        Assert.Equal(
            "LINEAR, in steps of 50% for 0 min, bake 0 min, circuit breaker on, rollback on, function arn:f at POST_SCALE_UP",
            (settings with { Hooks = [.. settings.Hooks, function] }).AtRest.ToString());
    }

    [Fact]
    public void The_way_back_goes_at_once()
    {
        Assert.Equal("BLUE_GREEN, bake 0 min, circuit breaker on, rollback on", DeploymentSettings.Of(Rollout.Stepped(10), hasTestRule: true).AtOnce.ToString());
        Assert.Equal(
            "ROLLING 50% to 200%, circuit breaker on, rollback on", DeploymentSettings.Of(Rollout.Rolling with { MinimumHealthyPercent = 50 }, hasTestRule: true).AtOnce.ToString());
    }

    [Theory]
    [InlineData(10, 10, 50, 90)]
    [InlineData(25, 25, 75)]
    [InlineData(5, 5, 50)]
    [InlineData(50, 50)]
    [InlineData(1, 33)]
    [InlineData(100)]
    public void The_step_comes_by_every_percentage_and_ends_at_100(int step, params int[] percents) => Assert.Equal(step, DeploymentSettings.StepOf(percents));

    [Fact]
    public void A_rollout_that_services_do_not_have_is_refused_by_name()
    {
        var error = Assert.Throws<DeployException>(() => DeploymentSettings.Of(new Sideways(), hasTestRule: false));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Contains("found  Sideways", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_nobody_has_set_is_one_of_ECS_defaults() =>
        Assert.Equal("ROLLING 100% to 200%, circuit breaker off, rollback off", AwsDeploymentShapes.Settings(null).ToString());

    [Fact]
    public void What_ECS_says_of_a_deployment_at_a_pause_is_read_whole()
    {
        var at = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var deployment = AwsDeploymentShapes.Deployment(
            new Amazon.ECS.Model.ServiceDeployment
            {
                ServiceDeploymentArn = "sd/1",
                Status = "IN_PROGRESS",
                StatusReason = "said",
                CreatedAt = at,
                UpdatedAt = at.AddMinutes(1),
                LifecycleStage = "A_STAGE_OF_TOMORROW",
                SourceServiceRevisions = [new() { Arn = "old" }],
                TargetServiceRevision = new() { Arn = "new", RunningTaskCount = 1, RequestedTaskCount = 2, RequestedProductionTrafficWeight = 12.5 },
                LifecycleHookDetails =
                [
                    new() { HookId = "h1", TargetType = "PAUSE", Status = "SUCCEEDED" },
                    new() { HookId = "h2", TargetType = "PAUSE", Status = "AWAITING_ACTION", ExpiresAt = at.AddHours(1), TimeoutAction = "ROLLBACK" },
                ],
                DeploymentConfiguration = AwsDeploymentShapes.Configuration(DeploymentSettings.Of(Rollout.Stepped(50).Watching("errors"), hasTestRule: false)),
                Alarms = new() { Status = "TRIGGERED", AlarmNames = ["errors"], TriggeredAlarmNames = ["errors"] },
            },
            new DateTimeOffset(at));

        Assert.Equal(
            (12.5, "A_STAGE_OF_TOMORROW", "new", "old", "h2", new DateTimeOffset(at.AddHours(1)), new DateTimeOffset(at), "alarm errors went off", 60, 1, 2),
            (deployment.Weight, deployment.Stage, deployment.Target, Assert.Single(deployment.Sources), deployment.Waiting!.Id, deployment.Waiting.ExpiresAt,
                deployment.ReadAt, deployment.Cause, deployment.Settings!.Pauses[0].TimeoutMinutes, deployment.Running, deployment.Requested));
        Assert.False(deployment.AlarmsIgnored);
    }

    [Fact]
    public void Alarms_that_ECS_was_told_to_watch_and_does_not_are_ignored_ones()
    {
        var deployment = AwsDeploymentShapes.Deployment(
            new Amazon.ECS.Model.ServiceDeployment
            {
                ServiceDeploymentArn = "sd/1",
                Status = "IN_PROGRESS",
                CreatedAt = DateTime.UnixEpoch,
                DeploymentConfiguration = new DeploymentConfiguration { Alarms = new() { Enable = true, AlarmNames = ["errors"], Rollback = true } },
                Alarms = new() { Status = "DISABLED", AlarmNames = ["errors"] },
            },
            readAt: null);

        Assert.True(deployment.AlarmsIgnored);
        Assert.Null(deployment.Cause);
    }

    /// <summary>Hooks of a deployment that went back (type and status), and the reason that they prove.</summary>
    [Theory]
    [InlineData("PAUSE SUCCEEDED", null)]
    [InlineData("PAUSE TIMED_OUT", "nobody answered its pause in time")]
    [InlineData("PAUSE FAILED", "it was aborted at a pause")]
    [InlineData("AWS_LAMBDA FAILED", "a function that it has to ask said no")]
    [InlineData("PAUSE AWAITING_ACTION", null)]
    public void Why_it_went_back_is_read_from_its_hooks(string hook, string? cause) =>
        Assert.Equal(cause, new Slipway.Services.ServiceDeployment("sd/1", "ROLLBACK_SUCCESSFUL", FakeEcs.T0) { Hooks = [new HookState("h1", hook.Split(' ')[0], hook.Split(' ')[1])] }.Cause);

    private sealed record Sideways : Rollout;
}
