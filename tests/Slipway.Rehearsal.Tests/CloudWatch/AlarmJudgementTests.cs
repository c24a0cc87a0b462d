namespace Slipway.Rehearsal.CloudWatch;

public sealed class AlarmJudgementTests
{
    /// <summary>Newest first: b breaches, o does not, - is missing. The state before is OK unless data are ignored, then ALARM.</summary>
    [Theory]
    [InlineData("bbb", "missing", 3, "ALARM")]
    [InlineData("bbo", "missing", 3, "OK")]
    [InlineData("bob", "missing", 2, "ALARM")]
    [InlineData("ooo", "missing", 1, "OK")]
    [InlineData("---", "missing", 1, "INSUFFICIENT_DATA")]
    [InlineData("---", "breaching", 3, "ALARM")]
    [InlineData("---", "notBreaching", 1, "OK")]
    [InlineData("---", "ignore", 1, "ALARM")]
    [InlineData("b--", "missing", 1, "ALARM")]
    [InlineData("b--", "breaching", 3, "ALARM")]
    [InlineData("b--", "notBreaching", 2, "OK")]
    [InlineData("b--", "ignore", 3, "ALARM")]
    [InlineData("o--", "breaching", 3, "OK")]
    [InlineData("oo-", "ignore", 2, "OK")]
    public void Datapoints_of_the_evaluation_periods_decide(string points, string treatMissing, int toAlarm, string state)
    {
        var rule = new AlarmRule("GreaterThanThreshold", 10, 3, toAlarm, treatMissing);
        double?[] values = [.. points.Select(point => point switch { 'b' => 11.0, 'o' => 10.0, _ => (double?)null })];

        Assert.Equal(state, AlarmJudgement.Of(rule, values, treatMissing == "ignore" ? "ALARM" : "OK").State);
    }

    [Theory]
    [InlineData("GreaterThanThreshold", false, false, true)]
    [InlineData("GreaterThanOrEqualToThreshold", false, true, true)]
    [InlineData("LessThanThreshold", true, false, false)]
    [InlineData("LessThanOrEqualToThreshold", true, true, false)]
    public void Comparisons_are_as_they_are_called(string comparison, bool below, bool equal, bool above)
    {
        var rule = new AlarmRule(comparison, 10, 1, 1, "missing");
        Assert.Equal((below, equal, above), (rule.Breaches(9), rule.Breaches(10), rule.Breaches(11)));
    }
}
