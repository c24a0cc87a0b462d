using System.Text.Json.Nodes;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>What ECS asks of alarms.</summary>
public sealed class AlarmStateTests
{
    private readonly Alarms _alarms = new(new MemoryStore(), new MetricStore(TimeProvider.System), TimeProvider.System);

    [Fact]
    public void An_alarm_is_known_by_its_name_and_judged_when_it_is_asked_for()
    {
        Put("quiet", "notBreaching");
        Put("loud", "breaching");
        Put("blind", "missing");

        Assert.Equal(["OK", "ALARM", "INSUFFICIENT_DATA", null], new[] { "quiet", "loud", "blind", "gone" }.Select(_alarms.State));
    }

    [Theory]
    [InlineData("111122223333", "444455556666")]
    [InlineData("444455556666", "111122223333")]
    public void Of_two_accounts_alarms_of_one_name_the_one_that_fires_counts(string quiet, string loud)
    {
        Put("same", "notBreaching", quiet);
        Put("same", "breaching", loud);

        Assert.Equal("ALARM", _alarms.State("same"));
    }

    private void Put(string name, string missing, string account = "111122223333") => _alarms.Put(
        new JsonObject
        {
            ["AlarmName"] = name,
            ["Namespace"] = "App",
            ["MetricName"] = "Latency",
            ["Statistic"] = "Maximum",
            ["Period"] = "60",
            ["EvaluationPeriods"] = "1",
            ["Threshold"] = "1",
            ["ComparisonOperator"] = "GreaterThanThreshold",
            ["TreatMissingData"] = missing,
        },
        new Caller("key", account, "eu-west-1"));
}
