using Slipway.Services;
using Slipway.Services.Pair;
using static Slipway.Tests.Services.Pair.Pairs;

namespace Slipway.Tests.Services.Pair;

public sealed class PairChoiceTests
{
    /// <summary>Sides are what they run, with <c>!</c> where it never came up and nothing where there is no service; blue's and green's weight; what is wanted.</summary>
    [Theory]
    // A first release goes to blue, wherever the weights stand, and moves what is not there.
    [InlineData("", "", 100, 0, "1", "blue moves")]
    [InlineData("", "", 90, 10, "1", "blue moves")]
    [InlineData("", "", 0, 100, "1", "blue moves")]
    // One that never came up is corrected where it is.
    [InlineData("1!", "", 100, 0, "1", "blue moves")]
    [InlineData("1!", "", 100, 0, "2", "blue moves")]
    [InlineData("1!", "", 0, 100, "2", "blue moves")]
    // A new version goes to the other side, whether or not that is there.
    [InlineData("1", "", 100, 0, "2", "green moves holding")]
    [InlineData("1", "2", 0, 100, "3", "blue moves holding")]
    [InlineData("1", "2!", 100, 0, "2", "green moves holding")]
    // What is wanted runs already.
    [InlineData("1", "2", 0, 100, "2", "green stays")]
    // The other side has it: a change of weights.
    [InlineData("1", "2", 0, 100, "1", "blue moves holding")]
    // A run that did not end: green is newer, so blue is live.
    [InlineData("1", "2", 50, 50, "2", "green moves holding")]
    [InlineData("1", "2", 50, 50, "1", "blue moves")]
    [InlineData("1", "2", 50, 50, "3", "green moves holding after giving back")]
    // Somebody gave all traffic to a side on which nothing runs.
    [InlineData("1", "", 0, 100, "1", "blue moves")]
    [InlineData("1", "2!", 0, 100, "3", "blue moves")]
    public void A_release_goes_to_the_side_without_traffic_and_the_traffic_follows(string blue, string green, int blueWeight, int greenWeight, string wanted, string expected) =>
        Assert.Equal(expected, Of(blue, green, blueWeight, greenWeight, wanted));

    [Fact]
    public void A_setting_for_which_ECS_starts_new_tasks_is_not_tried_on_the_side_that_serves() =>
        Assert.Equal("green moves holding", Of("1", "2", 100, 0, "1", startsOnLive: true));

    [Fact]
    public void A_rollback_does_not_hold() => Assert.Equal("blue moves", Of("1", "2", 0, 100, "1", isRollback: true));

    private static string Of(string blue, string green, int blueWeight, int greenWeight, string wanted, bool startsOnLive = false, bool isRollback = false)
    {
        var seen = new PairObservation(Observed(blue, 1), Observed(green, 2), Weighing(blueWeight, greenWeight));
        var choice = PairChoice.Of(
            PairPosition.Of("web", Groups, seen, ledger: null), seen, side => (side == PairSide.Blue ? blue : green).TrimEnd('!') == wanted, startsOnLive, isRollback);
        return $"{choice.Side.Word()}{(choice.Moves ? " moves" : " stays")}{(choice.Holds ? " holding" : "")}{(choice.RestoresFirst ? " after giving back" : "")}";
    }

    private static ObservedService? Observed(string side, int minute) =>
        side.Length == 0 ? null : Side(side.TrimEnd('!'), minute, side.EndsWith('!') ? "FAILED" : "COMPLETED");
}
