using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.CloudWatch;

public sealed class CloudWatchApiTests
{
    private static readonly Caller Caller = new("key", "111122223333", "eu-west-1");
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly Clock _clock = new() { Now = Noon.AddMinutes(5) };
    private readonly MemoryStore _state = new();
    private readonly MetricStore _store;
    private readonly CloudWatchApi _api;

    public CloudWatchApiTests()
    {
        _store = new(_clock);
        _api = new(_store, new(_state, _store, _clock), _clock);
    }

    [Fact]
    public async Task Data_come_by_period_newest_first_and_periods_without_data_are_absent()
    {
        await Put(Noon, 1, 2);
        await Put(Noon.AddSeconds(59), 3);
        await Put(Noon.AddSeconds(120), 10);

        var results = await Get(Stat("m1", "Sum"), Stat("none", "Sum", name: "Other"), new { Id = "e", Expression = "m1 / 2", Label = "half" });

        Assert.Equal("m1 Latency [12:02,12:00] [10,6] Complete", Show(results[0]));
        Assert.Equal("none Other [] [] Complete", Show(results[1]));
        Assert.Equal("e half [12:02,12:00] [5,3] Complete", Show(results[2]));
    }

    [Fact]
    public async Task What_is_not_to_be_returned_is_not_and_order_and_percentile_are_as_asked()
    {
        await Put(Noon, [.. Enumerable.Range(1, 100).Select(i => (double)i)]);
        await Put(Noon.AddMinutes(1), 7);

        var results = await Get("TimestampAscending", 100, Stat("p", "p95", returned: false), new { Id = "ceil", Expression = "CEIL(p / 10)" });

        Assert.Equal(["ceil ceil [12:00,12:01] [10,1] Complete"], results.Select(Show));
    }

    [Fact]
    public async Task More_points_than_asked_for_are_partial_data_and_come_by_token()
    {
        for (var i = 0; i < 3; i++)
            await Put(Noon.AddMinutes(i), i);

        var first = await Call("GetMetricData", Query(null, 2, null, Stat("m1", "Sum")));
        var second = await Call("GetMetricData", Query(null, 2, first["NextToken"]!.ToString(), Stat("m1", "Sum")));

        Assert.Equal("m1 Latency [12:02,12:01] [2,1] PartialData", Show(first["MetricDataResults"]![0]!));
        Assert.Equal("m1 Latency [12:00] [0] Complete", Show(second["MetricDataResults"]![0]!));
        Assert.Null(second["NextToken"]);
    }

    [Fact]
    public async Task Dimensions_are_told_apart_whatever_their_order_and_listed()
    {
        await Call("PutMetricData", new { Namespace = "App", MetricData = new[] { new { MetricName = "M", Value = "4", Timestamp = Noon.ToUnixTimeSeconds(), Dimensions = new[] { new { Name = "B", Value = "2" }, new { Name = "A", Value = "1" } } } } });
        await Call("PutMetricData", new { Namespace = "App", MetricData = new[] { new { MetricName = "M", StatisticValues = new { SampleCount = "2", Sum = "6", Minimum = "1", Maximum = "5" }, Timestamp = Noon.ToUnixTimeSeconds() } } });

        var results = await Get(
            new { Id = "with", MetricStat = new { Metric = new { Namespace = "App", MetricName = "M", Dimensions = new[] { new { Name = "A", Value = "1" }, new { Name = "B", Value = "2" } } }, Period = "60", Stat = "Maximum" } },
            new { Id = "without", MetricStat = new { Metric = new { Namespace = "App", MetricName = "M" }, Period = "60", Stat = "Average" } });
        Assert.Equal(["with M [12:00] [4] Complete", "without M [12:00] [3] Complete"], results.Select(Show));

        Assert.Equal(
            """{"Metrics":[{"Namespace":"App","MetricName":"M","Dimensions":[{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}]}]}""",
            (await Call("ListMetrics", new { Namespace = "App", Dimensions = new[] { new { Name = "A" } } })).ToJsonString());
    }

    [Fact]
    public async Task What_is_older_than_three_hours_is_forgotten()
    {
        await Put(Noon, 1);
        _clock.Now = Noon.AddHours(3).AddMinutes(1);
        await Put(_clock.Now, 2);

        Assert.Equal("m1 Latency [15:01] [2] Complete", Show((await Get(Stat("m1", "Sum")))[0]));
    }

    /// <summary>From second 3 to another second of the minute; the values are the sums of the seconds in which there are points.</summary>
    [Theory]
    [InlineData(1, 37, "03=3 21=21 22=22 34=34 36=36")]
    [InlineData(5, 37, "00=4 20=43 30=34")]
    [InlineData(10, 37, "00=4 20=43")]
    [InlineData(20, 37, "00=4")]
    [InlineData(30, 59, "00=47")]
    [InlineData(60, 37, "00=117")]
    public async Task Short_periods_begin_where_they_are_even_and_end_with_the_last_that_is_over(int period, int end, string expected)
    {
        foreach (var second in new[] { 1, 3, 21, 22, 34, 36, 39 })
            await Put(Noon.AddSeconds(second), second);

        var query = new
        {
            StartTime = Noon.AddSeconds(3).ToUnixTimeSeconds(),
            EndTime = Noon.AddSeconds(end).ToUnixTimeSeconds(),
            ScanBy = "TimestampAscending",
            MetricDataQueries = new[] { new { Id = "m", MetricStat = new { Metric = new { Namespace = "App", MetricName = "Latency" }, Period = period, Stat = "Sum" } } },
        };
        var result = (await Call("GetMetricData", query))["MetricDataResults"]![0]!;

        Assert.Equal(
            (expected, "Complete"),
            (string.Join(' ', result["Timestamps"]!.AsArray().Zip(result["Values"]!.AsArray(), (time, value) => $"{time!.GetValue<DateTimeOffset>():ss}={value}")), result["StatusCode"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Metrics_are_chosen_by_a_part_of_their_id_and_expressions_are_not_among_them()
    {
        await Put(Noon, 4);

        var results = await Get(
            Stat("errors_a", "Sum", returned: false), Stat("errors_b", "Sum", returned: false), Stat("requests", "Sum", returned: false),
            new { Id = "errors", Expression = "SUM(METRICS(\"errors\"))" }, new { Id = "share", Expression = "100 * (errors / SUM(METRICS()))" });

        Assert.Equal(["errors errors [12:00] [8] Complete", "share share [12:00] [66.66666666666666] Complete"], results.Select(Show));
    }

    [Theory]
    [InlineData("notBreaching", "OK", "OK")]
    [InlineData("breaching", "ALARM", "ALARM")]
    [InlineData("ignore", "ALARM", "ALARM")]
    [InlineData("missing", "ALARM", "INSUFFICIENT_DATA")]
    public async Task A_high_resolution_alarm_follows_within_seconds(string treatMissing, string soon, string later)
    {
        await Call("PutMetricAlarm", new
        {
            AlarmName = "slow",
            Namespace = "App",
            MetricName = "Latency",
            ExtendedStatistic = "p90",
            Period = "5",
            EvaluationPeriods = "3",
            DatapointsToAlarm = "2",
            Threshold = "1",
            ComparisonOperator = "GreaterThanThreshold",
            TreatMissingData = treatMissing,
        });
        await Put(Noon, 2);
        await Put(Noon.AddSeconds(5), 3);

        _clock.Now = Noon.AddSeconds(10);
        Assert.Equal("slow ALARM", await Alarm(_api));

        // Of the range, the second alone is left, four periods old; then nothing is.
        _clock.Now = Noon.AddSeconds(30);
        Assert.Equal($"slow {soon}", await Alarm(_api));
        _clock.Now = Noon.AddSeconds(36);
        Assert.Equal($"slow {later}", await Alarm(_api));
    }

    [Fact]
    public async Task A_state_that_was_set_stays_for_a_period()
    {
        await Call("PutMetricAlarm", new { AlarmName = "quiet", Namespace = "App", MetricName = "Latency", Statistic = "Sum", Period = 10, EvaluationPeriods = 1, Threshold = 1, ComparisonOperator = "GreaterThanThreshold" });

        await Call("SetAlarmState", new { AlarmName = "quiet", StateValue = "ALARM", StateReason = "a test" });
        _clock.Now += TimeSpan.FromSeconds(9);
        var set = (await Call("DescribeAlarms", new { AlarmNames = new[] { "quiet" } }))["MetricAlarms"]![0]!;
        Assert.Equal(("ALARM", "a test"), (set["StateValue"]!.GetValue<string>(), set["StateReason"]!.GetValue<string>()));
        Assert.Equal(_clock.Now.AddSeconds(-9), set["StateUpdatedTimestamp"]!.GetValue<DateTimeOffset>());

        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("quiet INSUFFICIENT_DATA", await Alarm(_api));
    }

    [Fact]
    public async Task Alarms_are_described_by_name_and_in_pages()
    {
        for (var i = 0; i < 5; i++)
            await Call("PutMetricAlarm", new { AlarmName = $"a{i}", Namespace = "App", MetricName = "Latency", Statistic = "Sum", Period = 10, EvaluationPeriods = 1, Threshold = 1, ComparisonOperator = "GreaterThanThreshold" });

        Assert.Equal(("a1,a4", null), await Page(new { AlarmNames = new[] { "a4", "a1", "none" } }));
        var (names, token) = await Page(new { MaxRecords = 2 });
        Assert.Equal("a0,a1", names);
        (names, token) = await Page(new { MaxRecords = 2, NextToken = token });
        Assert.Equal("a2,a3", names);
        Assert.Equal(("a4", null), await Page(new { MaxRecords = 2, NextToken = token }));

        async Task<(string, string?)> Page(object input)
        {
            var page = await Call("DescribeAlarms", input);
            return (string.Join(',', page["MetricAlarms"]!.AsArray().Select(alarm => $"{alarm!["AlarmName"]}")), page["NextToken"]?.GetValue<string>());
        }
    }

    [Fact]
    public async Task An_alarm_follows_the_complete_periods_and_survives_a_restart()
    {
        await Call("PutMetricAlarm", new
        {
            AlarmName = "slow",
            Namespace = "App",
            MetricName = "Latency",
            Statistic = "Maximum",
            Period = "60",
            EvaluationPeriods = "2",
            DatapointsToAlarm = "2",
            Threshold = "5.5",
            ComparisonOperator = "GreaterThanThreshold",
        });
        Assert.Equal("slow INSUFFICIENT_DATA", await Alarm(_api));

        await Put(Noon.AddMinutes(3), 6);
        await Put(Noon.AddMinutes(4), 7);
        Assert.Equal("slow ALARM", await Alarm(_api));

        // The minute that has only begun does not count yet; once it is over it does.
        await Put(Noon.AddMinutes(5), 1);
        Assert.Equal("slow ALARM", await Alarm(_api));
        _clock.Now = Noon.AddMinutes(6);
        Assert.Equal("slow OK", await Alarm(_api));

        var empty = new MetricStore(_clock);
        Assert.Equal("slow INSUFFICIENT_DATA", await Alarm(new CloudWatchApi(empty, new(_state, empty, _clock), _clock)));

        await Call("DeleteAlarms", new { AlarmNames = new[] { "slow" } });
        Assert.Equal("", await Alarm(_api));
    }

    [Fact]
    public async Task An_alarm_on_an_expression_is_judged_by_what_it_returns()
    {
        await Call("PutMetricAlarm", new
        {
            AlarmName = "ratio",
            EvaluationPeriods = 1,
            Threshold = 0.5,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Metrics = new object[] { Stat("m1", "Minimum", returned: false), Stat("m2", "Maximum", returned: false), new { Id = "ratio", Expression = "m1 / m2", ReturnData = "true" } },
        });
        await Put(Noon.AddMinutes(4), 1, 2);

        Assert.Equal("ratio ALARM", await Alarm(_api));
    }

    [Theory]
    [InlineData("GetMetricData", """{"StartTime":1772625600,"EndTime":1772625600,"MetricDataQueries":[{"Id":"a","Expression":"1"}]}""", "ValidationError")]
    [InlineData("GetMetricData", """{"StartTime":1772625600,"EndTime":1772629200,"MetricDataQueries":[]}""", "ValidationError")]
    [InlineData("GetMetricData", """{"StartTime":1772625600,"EndTime":1772629200,"MetricDataQueries":[{"Id":"A","Expression":"1"}]}""", "ValidationError")]
    [InlineData("GetMetricData", """{"StartTime":1772625600,"EndTime":1772629200,"MetricDataQueries":[{"Id":"a","Expression":"b"},{"Id":"b","Expression":"a"}]}""", "ValidationError")]
    [InlineData("PutMetricData", """{"Namespace":"AWS/X","MetricData":[]}""", "InvalidParameterValue")]
    [InlineData("PutMetricData", """{"Namespace":"X","MetricData":[{"MetricName":"m"}]}""", "MissingParameter")]
    [InlineData("PutMetricAlarm", """{"AlarmName":"a","EvaluationPeriods":"1","DatapointsToAlarm":"2","Threshold":"1","ComparisonOperator":"LessThanThreshold"}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName":"a","Namespace":"N","MetricName":"M","Statistic":"Sum","Period":60,"EvaluationPeriods":1441,"Threshold":1,"ComparisonOperator":"LessThanThreshold"}""", "ValidationError")]
    [InlineData("PutMetricAlarm", """{"AlarmName":"a","Namespace":"N","MetricName":"M","Statistic":"Sum","Period":7,"EvaluationPeriods":1,"Threshold":1,"ComparisonOperator":"LessThanThreshold"}""", "ValidationError")]
    [InlineData("DeleteAlarms", """{"AlarmNames":["none"]}""", "ResourceNotFound")]
    [InlineData("SetAlarmState", """{"AlarmName":"none","StateValue":"OK","StateReason":"r"}""", "ResourceNotFound")]
    [InlineData("SetAlarmState", """{"AlarmName":"none","StateValue":"FINE","StateReason":"r"}""", "ValidationError")]
    [InlineData("DescribeAlarms", """{"AlarmNames":["a"],"AlarmNamePrefix":"a"}""", "InvalidParameterCombination")]
    [InlineData("DescribeAlarms", """{"NextToken":"x"}""", "InvalidNextToken")]
    public async Task What_CloudWatch_refuses_is_refused(string operation, string input, string code)
    {
        var error = await Assert.ThrowsAsync<AwsError>(() => _api.Call(operation, JsonNode.Parse(input)!.AsObject(), Caller, TestContext.Current.CancellationToken));

        Assert.Equal(code, error.Code);
        Assert.Equal(0, _state.Saves);
    }

    private static object Stat(string id, string stat, string name = "Latency", bool returned = true) => new
    {
        Id = id,
        ReturnData = returned ? "true" : "false",
        MetricStat = new { Metric = new { Namespace = "App", MetricName = name }, Period = "60", Stat = stat },
    };

    private static object Query(string? scanBy, int max, string? token, params object[] queries) => new
    {
        StartTime = Noon.ToUnixTimeSeconds(),
        EndTime = Noon.AddHours(4).ToUnixTimeSeconds(),
        ScanBy = scanBy,
        MaxDatapoints = $"{max}",
        NextToken = token,
        MetricDataQueries = queries,
    };

    private Task<JsonArray> Get(params object[] queries) => Get("TimestampDescending", 100, queries);

    private async Task<JsonArray> Get(string scanBy, int max, params object[] queries) =>
        (await Call("GetMetricData", Query(scanBy, max, null, queries)))["MetricDataResults"]!.AsArray();

    private Task<JsonObject> Put(DateTimeOffset at, params double[] values) =>
        Call("PutMetricData", new { Namespace = "App", MetricData = values.Select(value => new { MetricName = "Latency", Value = value, Timestamp = at.ToUnixTimeSeconds() }) });

    private Task<JsonObject> Call(string operation, object input) =>
        _api.Call(operation, JsonSerializer.SerializeToNode(input)!.AsObject(), Caller, TestContext.Current.CancellationToken);

    private static async Task<string> Alarm(CloudWatchApi api) => string.Join(';',
        (await api.Call("DescribeAlarms", [], Caller, TestContext.Current.CancellationToken))["MetricAlarms"]!.AsArray().Select(alarm => $"{alarm!["AlarmName"]} {alarm["StateValue"]}"));

    private static string Show(JsonNode? result) =>
        $"{result!["Id"]} {result["Label"]} [{string.Join(',', result["Timestamps"]!.AsArray().Select(time => $"{time!.GetValue<DateTimeOffset>():HH:mm}"))}] {result["Values"]!.ToJsonString()} {result["StatusCode"]}";

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
