using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

public sealed class PauseHookTests : IDisposable
{
    private const string Steps = """ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 40, "stepBakeTimeInMinutes": 0 } """;

    private readonly EcsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_pause_before_the_shift_comes_before_every_step_with_an_id_of_its_own()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"] }""");
        _bench.Deploy("app:2");

        List<string> ids = [];
        List<string> weights = [];
        for (var step = 0; step < 3; step++)
        {
            LiveUntilItWaits();
            ids.AddRange(_bench.Waiting());
            weights.Add(_bench.Groups.Weights(EcsBench.ProductionRule));
            Assert.Equal(("IN_PROGRESS", "PRE_PRODUCTION_TRAFFIC_SHIFT"), (Told("status"), Told("lifecycleStage")));
            _bench.Live(300);
            Assert.Equal(weights[^1], _bench.Groups.Weights(EcsBench.ProductionRule));
            _bench.Answer();
            _bench.Live(1);
        }

        Assert.Equal(["100/0", "60/40", "20/80"], weights);
        Assert.Equal(3, ids.Distinct().Count());
        _bench.Watch();
        Assert.Equal("SUCCESSFUL", Told("status"));
        Assert.Equal("0/100", _bench.Groups.Weights(EcsBench.ProductionRule));
    }

    [Theory]
    [InlineData("PRE_SCALE_UP", 0)]
    [InlineData("POST_SCALE_UP", 2)]
    [InlineData("POST_TEST_TRAFFIC_SHIFT", 2)]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT", 2)]
    public void A_pause_holds_its_stage_and_tells_of_itself(string stage, int running)
    {
        Create($$"""{ "targetType": "PAUSE", "lifecycleStages": ["{{stage}}"], "timeoutConfiguration": { "timeoutInMinutes": 30, "action": "CONTINUE" } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        var expires = _bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        _bench.Live(60);

        Assert.Equal(stage, Told("lifecycleStage"));
        Assert.Equal(running, (int)_bench.Newest()["targetServiceRevision"]!["runningTaskCount"]!);
        var hook = Assert.Single(_bench.Newest()["lifecycleHookDetails"]!.AsArray())!;
        Assert.Equal(
            ("PAUSE", "AWAITING_ACTION", "CONTINUE", expires),
            ((string?)hook["targetType"], (string?)hook["status"], (string?)hook["timeoutAction"], hook["expiresAt"]!.GetValue<DateTimeOffset>()));

        _bench.Answer();
        Assert.Equal("SUCCEEDED", (string?)_bench.Newest()["lifecycleHookDetails"]![0]!["status"]);
        _bench.Watch();
        Assert.Equal("SUCCESSFUL", Told("status"));
    }

    [Theory]
    [InlineData("ROLLBACK", "FAILED")]
    [InlineData("stop", "AWAITING_ACTION")]
    [InlineData("wait", "TIMED_OUT")]
    public void A_pause_that_is_not_continued_goes_back_with_the_traffic_of_the_steps_before(string how, string hook)
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"], "timeoutConfiguration": { "timeoutInMinutes": 5 } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        _bench.Answer();
        _bench.Live(1);
        LiveUntilItWaits();
        Assert.Equal("60/40", _bench.Groups.Weights(EcsBench.ProductionRule));

        if (how == "stop")
            _bench.Stop();
        else if (how == "ROLLBACK")
            _bench.Answer("ROLLBACK");
        _bench.Watch();

        Assert.Equal("ROLLBACK_SUCCESSFUL", Told("status"));
        Assert.Equal(hook, (string?)_bench.Newest()["lifecycleHookDetails"]![0]!["status"]);
        Assert.Equal(["production 60/40", "production 100/0"], _bench.Groups.Shifts);
        Assert.Equal(["app:1", "app:1"], _bench.Tasks.Running.Select(task => task.Containers[0].Image));
    }

    [Fact]
    public void A_pause_may_go_on_by_itself_when_it_times_out()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 5, "action": "CONTINUE" } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        _bench.Live(299);
        Assert.Equal("POST_SCALE_UP", Told("lifecycleStage"));

        _bench.Watch();
        Assert.Equal(("SUCCESSFUL", "TIMED_OUT"), (Told("status"), (string?)_bench.Newest()["lifecycleHookDetails"]![0]!["status"]));
    }

    [Fact]
    public void A_pause_may_outlast_the_day_that_a_stage_has()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 20160 } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        _bench.Clock.Advance(TimeSpan.FromDays(13));
        _bench.Live(5);
        Assert.Equal("POST_SCALE_UP", Told("lifecycleStage"));

        _bench.Answer();
        _bench.Watch();
        Assert.Equal("SUCCESSFUL", Told("status"));
    }

    [Fact]
    public void All_hooks_of_a_stage_have_to_be_answered_and_one_refusal_decides()
    {
        Create(
            """{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"] }""",
            """{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP", "POST_PRODUCTION_TRAFFIC_SHIFT"] }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        Assert.Equal(2, _bench.Waiting().Count);

        Continue(_bench.Waiting()[0], "CONTINUE");
        _bench.Live(30);
        Assert.Equal("POST_SCALE_UP", Told("lifecycleStage"));

        Continue(_bench.Waiting()[0], "ROLLBACK");
        _bench.Watch();
        Assert.Equal("ROLLBACK_SUCCESSFUL", Told("status"));
        Assert.Empty(_bench.Groups.Shifts);
    }

    [Fact]
    public void A_pause_survives_a_restart_and_its_id_answers_it_then()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"] }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        var before = Assert.Single(_bench.Waiting());
        _bench.Restart();
        _bench.Live(20);

        Continue(before, "CONTINUE");
        _bench.Live(2);
        Assert.Equal("60/40", _bench.Groups.Weights(EcsBench.ProductionRule));
        Assert.NotEqual(before, Assert.Single(_bench.Waiting()));
    }

    [Fact]
    public void What_awaits_no_answer_cannot_be_continued()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 5 } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        var hook = _bench.Waiting()[0];

        Assert.Contains("no lifecycle hook ecs-pause-x", Refused("ecs-pause-x", "InvalidParameterException"), StringComparison.Ordinal);
        _bench.Answer();
        Assert.Contains("it is SUCCEEDED", Refused(hook, "InvalidParameterException"), StringComparison.Ordinal);
        _bench.Watch();
        Assert.Contains("must be IN_PROGRESS to be continued; it is SUCCESSFUL", Refused(hook, "InvalidParameterException"), StringComparison.Ordinal);
        Assert.Equal(
            "ServiceDeploymentNotFoundException",
            _bench.Refused("ContinueServiceDeployment", """{ "serviceDeploymentArn": "arn:aws:ecs:us-east-1:000000000000:service-deployment/prod/web/x", "hookId": "y" }""").Code);
    }

    [Fact]
    public void An_answer_that_comes_after_the_timeout_is_refused()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 5 } }""");
        _bench.Deploy("app:2");
        LiveUntilItWaits();
        var hook = _bench.Waiting()[0];
        _bench.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Contains("it is TIMED_OUT", Refused(hook, "InvalidParameterException"), StringComparison.Ordinal);
        _bench.Watch();
        Assert.Equal($"Service deployment rolled back because the pause hook {hook} timed out.", Told("statusReason"));
    }

    [Fact]
    public void Hooks_are_removed_by_an_empty_list_which_starts_no_deployment()
    {
        Create("""{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"] }""");
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "deploymentConfiguration": { "lifecycleHooks": [] } }""");
        _bench.Live(5);
        Assert.Single(_bench.History());
        Assert.Equal(40, (int)_bench.Service()["deploymentConfiguration"]!["linearConfiguration"]!["stepPercent"]!);

        _bench.Deploy("app:2");
        _bench.Watch();
        Assert.Equal("SUCCESSFUL", Told("status"));
        Assert.False(_bench.Newest().ContainsKey("lifecycleHookDetails"));
    }

    private void Create(params string[] hooks) => _bench.CreateShiftingService($$"""{ {{Steps}}, "lifecycleHooks": [{{string.Join(',', hooks)}}] }""");

    private void LiveUntilItWaits()
    {
        for (var beat = 0; beat < 240 && _bench.Waiting().Count == 0; beat++)
            _bench.Live(0.5);

        Assert.NotEmpty(_bench.Waiting());
    }

    private void Continue(string hook, string action) => _bench.Call("ContinueServiceDeployment", Request(hook, action));

    private string Refused(string hook, string code)
    {
        var error = _bench.Refused("ContinueServiceDeployment", Request(hook, "CONTINUE"));
        Assert.Equal(code, error.Code);
        return error.Message;
    }

    private string Request(string hook, string action) =>
        new JsonObject { ["serviceDeploymentArn"] = Told("serviceDeploymentArn"), ["hookId"] = hook, ["action"] = action }.ToJsonString();

    private string? Told(string member) => (string?)_bench.Newest()[member];
}
