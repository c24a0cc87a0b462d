using Slipway.Gates;
using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class TrafficMomentTests
{
    private static readonly Gate Healthy = Gate.HealthyHosts.AtLeast(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly SteppedRollout Stepped = Rollout.Stepped(10, 50).While(Healthy);
    private static readonly CanaryRollout Canary = Rollout.Canary(10, Minute * 3).While(Healthy);
    private static readonly LinearRollout Linear = Rollout.Linear(20, Minute * 4).While(Healthy);
    private static readonly BlueGreenRollout BlueGreen = Rollout.BlueGreen.While(Healthy);

    /// <summary>A rollout, the weight (-1: not told), the stage, what hooks there are, and what there is to decide.</summary>
    public static TheoryData<ShiftedRollout, double, string, string, string> Moments { get; } = new()
    {
        { Stepped, 0, "SCALE_UP", "", "OnItsWay" },
        { Stepped, 0, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION", "Passing" },
        { Stepped.Ask(Minute), 0, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION", "Asking" },
        { Stepped.Ask(Minute), 10, "PRE_PRODUCTION_TRAFFIC_SHIFT", "SUCCEEDED AWAITING_ACTION", "Holding 10" },
        { Stepped, 20, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION", "Passing" },
        { Stepped, 50.02, "A_STAGE_OF_TOMORROW", "AWAITING_ACTION", "Holding 50.02" },
        { Stepped, 50, "PRODUCTION_TRAFFIC_SHIFT", "SUCCEEDED", "OnItsWay" },
        { Stepped, 100, "BAKE_TIME", "", "OnItsWay" },
        { Stepped, -1, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION", "Passing" },
        { Stepped, -1, "PRE_PRODUCTION_TRAFFIC_SHIFT", "SUCCEEDED AWAITING_ACTION", "Holding 10" },
        { Canary, 0, "PRODUCTION_TRAFFIC_SHIFT", "", "OnItsWay" },
        { Canary, 10, "PRODUCTION_TRAFFIC_SHIFT", "", "Baking 10 3" },
        { Canary, 100, "BAKE_TIME", "", "Baking 100 5" },
        { Canary, 100, "CLEAN_UP", "", "OnItsWay" },
        { Canary.Ask(Minute), 0, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION", "Asking" },
        { Canary.Ask(Minute), 10, "PRE_PRODUCTION_TRAFFIC_SHIFT", "SUCCEEDED AWAITING_ACTION", "Passing" },
        { Rollout.Canary(10, Minute), 10, "PRODUCTION_TRAFFIC_SHIFT", "", "OnItsWay" },
        { Linear, 40, "PRODUCTION_TRAFFIC_SHIFT", "", "Baking 40 4" },
        { Linear, 100, "POST_PRODUCTION_TRAFFIC_SHIFT", "", "Baking 100 5" },
        { BlueGreen, 100, "BAKE_TIME", "", "Baking 100 5" },
        { BlueGreen.Ask(Minute), 0, "POST_TEST_TRAFFIC_SHIFT", "AWAITING_ACTION", "Asking" },
        { BlueGreen, 0, "POST_TEST_TRAFFIC_SHIFT", "AWAITING_ACTION", "Passing" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void What_there_is_to_decide_follows_from_what_ECS_says(ShiftedRollout rollout, double weight, string stage, string hooks, string expected)
    {
        var moment = TrafficMoment.Of(rollout, Deployment(weight, stage, hooks));

        Assert.Equal(expected, Text(moment));
    }

    [Theory]
    [InlineData("ROLLBACK_IN_PROGRESS", null)]
    [InlineData("SUCCESSFUL", null)]
    [InlineData("IN_PROGRESS", "alarm")]
    public void What_has_ended_or_goes_back_is_not_decided_about(string status, string? rollback)
    {
        var deployment = Deployment(50, "PRE_PRODUCTION_TRAFFIC_SHIFT", "AWAITING_ACTION") with { Status = status, Rollback = rollback };

        Assert.Equal("OnItsWay", Text(TrafficMoment.Of(Stepped, deployment)));
    }

    /// <summary>The moment, minutes since it began, what the gates say, what to do while they say nothing, and what is decided.</summary>
    public static TheoryData<string, double, string, Inconclusive, string> Decisions { get; } = new()
    {
        { "Passing", 0, "Fail", Inconclusive.Fail, "Proceed { }" },
        { "Asking", 29, "Pass", Inconclusive.Wait, "Ask { Question = production traffic is about to move }" },
        { "Asking", 30, "Pass", Inconclusive.Wait, "Back { Reason = nobody answered within 30 min }" },
        { "Holding", 4, "Pass", Inconclusive.Wait, "Wait { }" },
        { "Holding", 5, "Pass", Inconclusive.Wait, "Proceed { }" },
        { "Holding", 1, "Fail", Inconclusive.Wait, "Back { Reason = seen }" },
        { "Baking", 0, "Fail", Inconclusive.Wait, "Back { Reason = seen }" },
        { "Baking", 9.9, "Inconclusive", Inconclusive.Wait, "Wait { }" },
        { "Baking", 9.9, "Inconclusive", Inconclusive.Ask, "Wait { }" },
        { "Baking", 8.9, "Inconclusive", Inconclusive.Fail, "Wait { }" },
        { "Baking", 9, "Inconclusive", Inconclusive.Fail, "Back { Reason = inconclusive: seen }" },
        { "Baking", 60, "Pass", Inconclusive.Fail, "Wait { }" },
        { "OnItsWay", 60, "Fail", Inconclusive.Fail, "Wait { }" },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void What_is_done_follows_from_the_moment_its_age_and_the_gates(string at, double minutes, string answer, Inconclusive open, string expected)
    {
        var pause = new HookState("h1", "PAUSE", "AWAITING_ACTION");
        TrafficMoment moment = at switch
        {
            "Passing" => new TrafficMoment.Passing(pause),
            "Asking" => new TrafficMoment.Asking(pause),
            "Holding" => new TrafficMoment.Holding(pause, 50),
            "Baking" => new TrafficMoment.Baking(10, TimeSpan.FromMinutes(10)),
            _ => new TrafficMoment.OnItsWay(),
        };
        var rollout = Stepped.Ask(TimeSpan.FromMinutes(30)) with { WhenInconclusive = open };

        Assert.Equal(expected, moment.Decide(rollout, Tempo.OfAws, TimeSpan.FromMinutes(minutes), new GateReport([new GateFinding(Healthy, Enum.Parse<GateAnswer>(answer), "seen")])).ToString());
    }

    [Fact]
    public void Where_time_is_scaled_so_are_questions_and_bakes()
    {
        var asking = new TrafficMoment.Asking(new HookState("h1", "PAUSE", "AWAITING_ACTION"));
        var baking = new TrafficMoment.Baking(10, TimeSpan.FromMinutes(10));
        var open = new GateReport([new GateFinding(Healthy, GateAnswer.Inconclusive, "seen")]);
        var rollout = Stepped.Ask(TimeSpan.FromMinutes(30)) with { WhenInconclusive = Inconclusive.Fail };

        Assert.IsType<HoldDecision.Back>(asking.Decide(rollout, new Tempo(60), TimeSpan.FromSeconds(30), open));
        Assert.IsType<HoldDecision.Ask>(asking.Decide(rollout, new Tempo(60), TimeSpan.FromSeconds(29), open));
        Assert.IsType<HoldDecision.Wait>(baking.Decide(rollout, new Tempo(60), TimeSpan.FromSeconds(8.9), open));
        Assert.IsType<HoldDecision.Back>(baking.Decide(rollout, new Tempo(60), TimeSpan.FromSeconds(9), open));
    }

    private static ServiceDeployment Deployment(double weight, string stage, string hooks) => new("sd/1", "IN_PROGRESS", FakeEcs.T0)
    {
        Weight = weight < 0 ? null : weight,
        Stage = stage,
        Hooks = [.. hooks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((status, index) => new HookState($"h{index + 1}", "PAUSE", status))],
    };

    private static string Text(TrafficMoment moment) => moment switch
    {
        TrafficMoment.Holding holding => FormattableString.Invariant($"Holding {holding.Percent}"),
        TrafficMoment.Baking baking => FormattableString.Invariant($"Baking {baking.Percent} {baking.Length.TotalMinutes}"),
        _ => moment.GetType().Name,
    };
}
