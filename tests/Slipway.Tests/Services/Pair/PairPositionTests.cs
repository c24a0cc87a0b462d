using Slipway.Services.Pair;
using Slipway.Traffic;
using static Slipway.Tests.Services.Pair.Pairs;

namespace Slipway.Tests.Services.Pair;

public sealed class PairPositionTests
{
    private static readonly PairObservation Both = new(Side("1", minute: 1), Side("2", minute: 2), Rule: null);

    [Theory]
    [InlineData(100, 0, "blue is live (web 100, web-alt 0); next is green")]
    [InlineData(1, 0, "blue is live (web 1, web-alt 0); next is green")]
    [InlineData(0, 100, "green is live (web 0, web-alt 100); next is blue")]
    [InlineData(50, 50, "blue is live; green has 50 % of the traffic, from a run that did not end (web 50, web-alt 50)")]
    [InlineData(998, 1, "blue is live; green has 1 % of the traffic, from a run that did not end (web 998, web-alt 1)")]
    public void The_side_with_the_weight_is_live_and_of_two_the_one_that_was_deployed_first(int blue, int green, string line) =>
        Assert.Equal(line, Of(Both with { Rule = Weighing(blue, green) }).Line);

    [Fact]
    public void The_ledger_knows_better_which_side_was_live_before_a_run_that_did_not_end()
    {
        Assert.Equal(PairSide.Green, Of(Both with { Rule = Weighing(90, 10) }, PairSide.Green).Live);
        Assert.Equal(PairSide.Blue, Of(Both with { Rule = Weighing(100, 0) }, PairSide.Green).Live);
        Assert.Equal(PairSide.Green, Of(Both with { Blue = Side("1", minute: 3), Rule = Weighing(50, 50) }).Live);
        Assert.Equal(PairSide.Green, Of(new PairObservation(null, Side("2"), Weighing(50, 50))).Live);
    }

    [Fact]
    public void Traffic_that_no_run_would_leave_so_is_refused_with_what_was_seen()
    {
        var foreign = Weighing(90, 0) with { Groups = [.. Weighing(90, 0).Groups, new("targetgroup/other/0f", 10)] };

        Assert.Equal(
            """
            The traffic of web cannot be moved. Nothing was changed.
              rule  arn:rule
              seen  a target group that is not the pair's has traffic: web 90, web-alt 0, other 10
              try   take it out of the rule, or give it the weight 0
            """.ReplaceLineEndings("\n"),
            Refused(foreign));
        Assert.Contains("seen  no target group has traffic: web 0, web-alt 0", Refused(Weighing(0, 0)), StringComparison.Ordinal);
        Assert.Contains("seen  the rule does not forward to both target groups; it has web 1", Refused(Weighing(1, 0) with { Groups = [new(Blue, 1)] }), StringComparison.Ordinal);
        Assert.Contains("seen  the rule arn:rule does not exist", Refused(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_not_the_pairs_may_be_there_without_traffic() =>
        Assert.Equal(PairSide.Blue, Of(Both with { Rule = Weighing(5, 0) with { Groups = [.. Weighing(5, 0).Groups, new("targetgroup/other/0f", 0)] } }).Live);

    private static PairPosition Of(PairObservation seen, PairSide? ledger = null) => PairPosition.Of("web", Groups, seen, ledger);

    private static string Refused(TrafficRule? rule)
    {
        var error = Assert.Throws<DeployException>(() => Of(Both with { Rule = rule }));
        Assert.Equal(Verdict.Refused, error.Verdict);
        return error.Message.ReplaceLineEndings("\n");
    }
}
