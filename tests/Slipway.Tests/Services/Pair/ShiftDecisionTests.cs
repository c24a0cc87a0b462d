using Slipway.Gates;
using Slipway.Services.Pair;
using static Slipway.Tests.Services.Pair.Pairs;

namespace Slipway.Tests.Services.Pair;

public sealed class ShiftDecisionTests
{
    private static readonly ServicePairRollout Rollout = Slipway.Rollout.ServicePair(10, 50).Bake(TimeSpan.FromMinutes(5)).While(Gate.HealthyHosts.AtLeast(1));

    /// <summary>Percent, minutes held, healthy tasks of 2, what the gates say, what a person said.</summary>
    [Theory]
    [InlineData(0, 0, 1, "pass", null, "Wait")]
    [InlineData(0, 61, 1, "pass", null, "Back: only 1 of 2 tasks became healthy behind the load balancer (10.0.0.1:8080 is initial)")]
    [InlineData(0, 0, 2, "pass", null, "10 %")]
    [InlineData(10, 4, 2, "pass", null, "Wait")]
    [InlineData(10, 5, 2, "pass", null, "50 %")]
    [InlineData(10, 5, 1, "pass", null, "Wait")]
    [InlineData(10, 1, 0, "pass", null, "Back: none of its tasks is healthy (10.0.0.1:8080 is initial)")]
    [InlineData(10, 1, 2, "fail", null, "Back: 7 % are 5xx")]
    [InlineData(10, 9, 2, "inconclusive", null, "Wait")]
    [InlineData(10, 60, 2, "inconclusive", null, "Back: still inconclusive at the end of the hold: 3 requests")]
    [InlineData(50, 5, 2, "pass", null, "100 %")]
    [InlineData(70, 5, 2, "pass", null, "100 %")]
    [InlineData(100, 4, 2, "pass", null, "Wait")]
    [InlineData(100, 5, 2, "fail", null, "Back: 7 % are 5xx")]
    [InlineData(100, 5, 2, "pass", null, "Done")]
    public void A_shift_goes_on_when_its_tasks_are_healthy_its_time_is_over_and_its_gates_pass(int percent, double held, int healthy, string gates, string? answer, string expected) =>
        Assert.Equal(expected, Of(Rollout, percent, held, healthy, gates, answer));

    [Theory]
    [InlineData(10, 6, "inconclusive", null, "Ask 10: 3 requests")]
    [InlineData(10, 6, "inconclusive", "proceed", "50 %")]
    [InlineData(10, 6, "inconclusive", "abort", "Back: a person said Abort")]
    [InlineData(10, 6, "fail", "proceed", "Back: 7 % are 5xx")]
    [InlineData(10, 6, "pass", null, "50 %")]
    [InlineData(100, 6, "inconclusive", "proceed", "Done")]
    public void What_cannot_be_decided_is_asked_where_that_is_wanted(int percent, double held, string gates, string? answer, string expected) =>
        Assert.Equal(expected, Of(Rollout with { WhenInconclusive = Inconclusive.Ask }, percent, held, 2, gates, answer));

    [Theory]
    [InlineData(0, null, "Ask before: traffic is about to move")]
    [InlineData(29, null, "Ask before: traffic is about to move")]
    [InlineData(30, null, "Back: nobody answered within 30 min")]
    [InlineData(1, "proceed", "10 %")]
    [InlineData(1, "abort", "Back: a person said Abort")]
    public void A_person_is_asked_before_any_traffic_moves_where_that_is_wanted(double held, string? answer, string expected) =>
        Assert.Equal(expected, Of(Rollout.Ask(TimeSpan.FromMinutes(30)), 0, held, 2, "pass", answer));

    [Theory]
    [InlineData(0, 0, 1, "100 %")]
    [InlineData(50, 0, 1, "100 %")]
    [InlineData(0, 1, 0, "Wait")]
    [InlineData(0, 5, 0, "Back: only 0 of 1 tasks became healthy behind the load balancer (10.0.0.1:8080 is initial)")]
    [InlineData(100, 0, 2, "Done")]
    public void A_way_back_is_one_step_for_which_half_of_the_tasks_suffice(int percent, double held, int healthy, string expected) =>
        Assert.Equal(expected, Of(null, percent, held, healthy, "pass", null));

    [Fact]
    public void The_steps_of_a_shift_begin_where_the_traffic_is_and_are_told_in_the_plan()
    {
        var seen = new PairObservation(Side("1", 1), Side("2", 2), Weighing(60, 40));
        var half = new ShiftStep(Groups, PairSide.Green, PairPosition.Of("web", Groups, seen, null), Tasks: 2) { Holds = Rollout, OldTaskDefinition = "web:1" };

        Assert.Equal((40, "50 100"), (half.From, string.Join(' ', half.Percents)));
        Assert.Equal(["moves the traffic to green from 40%, and holds at 50%, 100% for 5 min each, at most 60 min", $"while {Rollout.Gates[0]}"], half.Lines());
        Assert.Equal(
            [
                "gives all traffic back to blue first: green is to run something else", "waits for ./build.sh Proceed or Abort before traffic moves, at most 30 min",
                "moves the traffic to green, and holds at 10%, 50%, 100% for 5 min each, at most 60 min", $"while {Rollout.Gates[0]}",
            ],
            (half with { RestoresFirst = true, Holds = Rollout.Ask(TimeSpan.FromMinutes(30)) }).Lines());
        Assert.Equal(["moves all traffic to blue from 60%, at once"], (half with { To = PairSide.Blue, Holds = null }).Lines());
        Assert.Empty((half with { Position = PairPosition.Of("web", Groups, seen with { Rule = Weighing(0, 1) }, null), Holds = null }).Lines());
    }

    private static string Of(ServicePairRollout? rollout, int percent, double held, int healthy, string gates, string? answer)
    {
        var seen = new PairObservation(Side("1", 1), Side("2", 2), Weighing(100 - percent, percent));
        var step = new ShiftStep(Groups, PairSide.Green, PairPosition.Of("web", Groups, seen, PairSide.Blue), Tasks: 2) { Holds = rollout, OldTaskDefinition = "web:1" };
        var report = new GateReport([gates switch
        {
            "fail" => new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Fail, "7 % are 5xx"),
            "inconclusive" => new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Inconclusive, "3 requests"),
            _ => new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Pass, "0 % are 5xx"),
        }]);
        var moment = new ShiftMoment(percent, TimeSpan.FromMinutes(held), healthy, report, answer switch { "proceed" => PersonAnswer.Proceed, "abort" => PersonAnswer.Abort, _ => null })
        {
            AskFor = rollout?.AskWithin,
            Patience = TimeSpan.FromMinutes(5),
            Unhealthy = "10.0.0.1:8080 is initial",
        };
        return ShiftDecision.Of(step, rollout is null ? null : HoldRules.Of(rollout, Tempo.OfAws), moment) switch
        {
            ShiftDecision.MoveTo to => $"{to.Percent} %",
            ShiftDecision.Ask ask => $"Ask {ask.Hold}: {ask.Question}",
            ShiftDecision.Back back => $"Back: {back.Reason}",
            var other => other.GetType().Name,
        };
    }
}
