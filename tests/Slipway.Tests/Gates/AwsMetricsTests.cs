using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Slipway.Gates;

namespace Slipway.Tests.Gates;

public sealed class AwsMetricsTests : IDisposable
{
    private const string Group = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef";
    private const string Balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/main/0123456789abcdef";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly MetricWindow Window = new(Noon, Noon.AddMinutes(3), TimeSpan.FromMinutes(1));

    private readonly ScriptedCloudWatch _cloudWatch = new();
    private readonly ScriptedBalancing _balancing = new();

    [Fact]
    public async Task A_metric_that_several_queries_read_is_asked_once_and_expressions_get_ids_that_cannot_meet()
    {
        var requests = Stored("RequestCount", "Sum");
        _cloudWatch.Answer = _ => Page(null, Result("m0", "Complete", 5, 6), Result("e0", "Complete", 1), Result("e1", "Complete", 2));

        var answer = await Metrics.Read(
            [
                new MetricQuery.Stored(requests),
                new MetricQuery.Computed("errors / requests", new Dictionary<string, StoredMetric> { ["requests"] = requests, ["errors"] = Stored("Errors", "Sum") }),
                new MetricQuery.Computed("FILL(m0, 0) + 'm0' + 1e3", new Dictionary<string, StoredMetric> { ["m0"] = Stored("Latency", "p95") }),
                new MetricQuery.Stored(requests with { }),
            ],
            Window, Ct);

        Assert.Equal(
            [
                "m0 Sum RequestCount Shop=berlin 60 returned",
                "m1 Sum Errors Shop=berlin 60",
                "m2 p95 Latency Shop=berlin 60",
                "e0 m1 / m0 60 returned",
                "e1 FILL(m2, 0) + 'm0' + 1e3 60 returned",
            ],
            _cloudWatch.Requests.Single().MetricDataQueries!.Select(Text));
        Assert.True(answer.Is(out var series));
        Assert.Equal(["5 6", "1", "2", "5 6"], series.Select(one => string.Join(' ', one.Values.Values)));
        Assert.Equal((Noon.UtcDateTime, Noon.UtcDateTime.AddMinutes(3)), (_cloudWatch.Requests[0].StartTime, _cloudWatch.Requests[0].EndTime));
    }

    [Fact]
    public async Task Values_come_in_pages_and_the_status_of_the_last_page_counts()
    {
        _cloudWatch.Answer = request => request.NextToken switch
        {
            null => Page("1", Result("m0", "PartialData", 1, 2), Result("m1", "PartialData", 7)),
            "1" => Page("2", Result("m0", "Complete", 0, 0, 3)),
            _ => Page(null, Result("m1", "PartialData")),
        };

        var answer = await Metrics.Read([new MetricQuery.Stored(Stored("A", "Sum")), new MetricQuery.Stored(Stored("B", "Sum"))], Window, Ct);

        Assert.True(answer.Is(out var series));
        Assert.Equal(["0 0 3", "7"], series.Select(one => string.Join(' ', one.Values.Values)));
        Assert.Equal([null, "PartialData"], series.Select(one => one.Problem));
        Assert.Equal(3, _cloudWatch.Requests.Count);
    }

    [Theory]
    [InlineData("InternalError", null, "InternalError")]
    [InlineData("Forbidden", "no access", "Forbidden (no access)")]
    [InlineData("PartialData", null, "PartialData")]
    [InlineData("Complete", null, null)]
    public async Task Only_what_is_complete_counts(string status, string? message, string? problem)
    {
        var result = Result("m0", status, 1);
        if (message is not null)
            result.Messages = [new MessageData { Code = status, Value = message }];

        _cloudWatch.Answer = _ => Page(null, result);

        Assert.True((await Metrics.Read([new MetricQuery.Stored(Stored("A", "Sum"))], Window, Ct)).Is(out var series));
        Assert.Equal(problem, series.Single().Problem);
    }

    [Fact]
    public async Task A_metric_that_the_answer_leaves_out_is_no_metric_without_values()
    {
        _cloudWatch.Answer = _ => Page(null);

        Assert.True((await Metrics.Read([new MetricQuery.Stored(Stored("A", "Sum"))], Window, Ct)).Is(out var series));
        Assert.Equal("no answer", series.Single().Problem);
    }

    [Fact]
    public async Task More_than_five_hundred_queries_make_a_second_call_and_keep_their_order()
    {
        _cloudWatch.Answer = request => Page(null, [.. request.MetricDataQueries!.Select(query => Result(query.Id!, "Complete", double.Parse(query.MetricStat!.Metric!.MetricName!)))]);

        var answer = await Metrics.Read([.. Enumerable.Range(0, 501).Select(number => new MetricQuery.Stored(Stored($"{number}", "Sum")))], Window, Ct);

        Assert.True(answer.Is(out var series));
        Assert.Equal(Enumerable.Range(0, 501).Select(number => (double)number), series.Select(one => one.Total));
        Assert.Equal([500, 1], _cloudWatch.Requests.Select(request => request.MetricDataQueries!.Count));
    }

    [Fact]
    public async Task What_is_denied_is_no_answer_and_says_what_is_needed()
    {
        _cloudWatch.Answer = _ => throw new AmazonCloudWatchException("no") { ErrorCode = "AccessDenied" };

        Assert.Equal("needs cloudwatch:GetMetricData", (await Metrics.Read([new MetricQuery.Stored(Stored("A", "Sum"))], Window, Ct)).Why);
    }

    [Fact]
    public async Task Alarms_of_every_kind_are_read_a_hundred_at_a_time_and_page_by_page()
    {
        _cloudWatch.Alarms = request => request.NextToken is null && request.AlarmNames!.Count == 100
            ? new DescribeAlarmsResponse { MetricAlarms = [new MetricAlarm { AlarmName = "a0", StateValue = StateValue.OK, StateReason = "fine" }], NextToken = "more" }
            : request.NextToken is not null
                ? new DescribeAlarmsResponse { CompositeAlarms = [new CompositeAlarm { AlarmName = "a1", StateValue = StateValue.ALARM, StateReason = "a0 or a2" }] }
                : new DescribeAlarmsResponse { LogAlarms = [new LogAlarm { AlarmName = "a100", StateValue = StateValue.INSUFFICIENT_DATA }] };

        var answer = await Metrics.Alarms([.. Enumerable.Range(0, 101).Select(number => $"a{number}")], Ct);

        Assert.True(answer.Is(out var states));
        Assert.Equal(["a0 OK fine", "a1 ALARM a0 or a2", "a100 INSUFFICIENT_DATA "], states.Select(state => $"{state.Key} {state.Value.State} {state.Value.Reason}"));
        Assert.Equal([100, 100, 1], _cloudWatch.AlarmRequests.Select(request => request.AlarmNames!.Count));
        Assert.All(_cloudWatch.AlarmRequests, request => Assert.Equal(["MetricAlarm", "CompositeAlarm", "LogAlarm"], request.AlarmTypes));
    }

    [Fact]
    public async Task The_load_balancer_of_a_group_is_asked_once_and_that_of_an_unused_one_again()
    {
        var metrics = Metrics;
        _balancing.Groups = [new TargetGroup { TargetGroupArn = Group, LoadBalancerArns = [Balancer] }, new TargetGroup { TargetGroupArn = "arn:other", LoadBalancerArns = [] }];

        for (var look = 0; look < 2; look++)
        {
            Assert.True((await metrics.Dimensions([Group, "arn:other"], Ct)).Is(out var dimensions));
            Assert.Equal([KeyValuePair.Create(Group, new GroupDimensions("targetgroup/web/0123456789abcdef", "app/main/0123456789abcdef"))], dimensions);
        }

        Assert.Equal([$"{Group} arn:other", "arn:other"], _balancing.Asked);
    }

    public void Dispose()
    {
        _cloudWatch.Dispose();
        _balancing.Dispose();
    }

    private AwsMetrics Metrics => new(_cloudWatch, _balancing);

    private static StoredMetric Stored(string name, string statistic) => new("Shop", name, statistic, [("Shop", "berlin")]);

    private static GetMetricDataResponse Page(string? next, params List<MetricDataResult> results) => new() { MetricDataResults = results, NextToken = next };

    private static MetricDataResult Result(string id, string status, params List<double> values) => new()
    {
        Id = id,
        StatusCode = status,
        Values = values,
        Timestamps = [.. values.Select((_, index) => Noon.UtcDateTime.AddMinutes(index))],
    };

    private static string Text(MetricDataQuery query) => string.Join(' ', new[]
    {
        query.Id,
        query.Expression ?? $"{query.MetricStat!.Stat} {query.MetricStat.Metric!.MetricName} {string.Join(' ', query.MetricStat.Metric.Dimensions!.Select(one => $"{one.Name}={one.Value}"))}",
        $"{query.Period ?? query.MetricStat!.Period}",
        query.ReturnData == true ? "returned" : null,
    }.OfType<string>());

    private sealed class ScriptedCloudWatch() : AmazonCloudWatchClient(new BasicAWSCredentials("key", "secret"), RegionEndpoint.EUWest1)
    {
        public List<GetMetricDataRequest> Requests { get; } = [];

        public List<DescribeAlarmsRequest> AlarmRequests { get; } = [];

        public Func<GetMetricDataRequest, GetMetricDataResponse> Answer { get; set; } = _ => new();

        public Func<DescribeAlarmsRequest, DescribeAlarmsResponse> Alarms { get; set; } = _ => new();

        public override Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return Task.FromResult(Answer(request));
        }

        public override Task<DescribeAlarmsResponse> DescribeAlarmsAsync(DescribeAlarmsRequest request, CancellationToken cancellationToken = default)
        {
            AlarmRequests.Add(request);
            return Task.FromResult(Alarms(request));
        }
    }

    private sealed class ScriptedBalancing() : AmazonElasticLoadBalancingV2Client(new BasicAWSCredentials("key", "secret"), RegionEndpoint.EUWest1)
    {
        public List<TargetGroup> Groups { get; set; } = [];

        public List<string> Asked { get; } = [];

        public override Task<DescribeTargetGroupsResponse> DescribeTargetGroupsAsync(DescribeTargetGroupsRequest request, CancellationToken cancellationToken = default)
        {
            Asked.Add(string.Join(' ', request.TargetGroupArns!));
            return Task.FromResult(new DescribeTargetGroupsResponse { TargetGroups = [.. Groups.Where(group => request.TargetGroupArns!.Contains(group.TargetGroupArn!))] });
        }
    }
}
