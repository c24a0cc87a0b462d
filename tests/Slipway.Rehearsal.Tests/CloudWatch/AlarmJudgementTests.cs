namespace Slipway.Rehearsal.CloudWatch;

public sealed class AlarmJudgementTests
{
    /// <summary>
    /// The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html: three periods are
    /// evaluated of five that are looked at, oldest first; the states are those for missing, ignore, breaching and notBreaching, - is the
    /// state that was there.
    /// </summary>
    [Theory]
    [InlineData("o-x-x", 3, "OK OK OK OK")]
    [InlineData("----o", 3, "OK OK OK OK")]
    [InlineData("-----", 3, "INSUFFICIENT_DATA - ALARM OK")]
    [InlineData("oxx-x", 3, "ALARM ALARM ALARM ALARM")]
    [InlineData("--x--", 3, "ALARM - ALARM OK")]
    [InlineData("o-x-x", 2, "ALARM ALARM ALARM ALARM")]
    [InlineData("ooxox", 2, "ALARM ALARM ALARM ALARM")]
    [InlineData("o-x--", 2, "OK OK ALARM OK")]
    [InlineData("----o", 2, "OK OK ALARM OK")]
    [InlineData("---x-", 2, "ALARM - ALARM OK")]
    [InlineData("----x", 3, "- - ALARM OK")]
    [InlineData("---x-", 3, "- - ALARM OK")]
    public void Missing_data_are_treated_as_AWS_documents_it(string oldestFirst, int toAlarm, string states)
    {
        double?[] newestFirst = [.. oldestFirst.Reverse().Select(point => point switch { 'x' => 11.0, 'o' => 10.0, _ => (double?)null })];

        Assert.Equal(
            states.Split(' '),
            new[] { "missing", "ignore", "breaching", "notBreaching" }.Select(treatMissing =>
                AlarmJudgement.Of(new AlarmRule("GreaterThanThreshold", 10, 3, toAlarm, treatMissing), newestFirst, "-").State));
    }

    [Fact]
    public void Late_data_within_the_range_count_and_older_ones_do_not()
    {
        var rule = new AlarmRule("GreaterThanThreshold", 10, 1, 1, "breaching");

        Assert.Equal("OK", AlarmJudgement.Of(rule, [null, null, 1], "ALARM").State);
        Assert.Equal("ALARM", AlarmJudgement.Of(rule, [null, null, null, 1], "OK").State);
    }

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
