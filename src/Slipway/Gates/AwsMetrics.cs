using System.Collections.Concurrent;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Infrastructures;

namespace Slipway.Gates;

/// <summary>Amazon CloudWatch. Which load balancer a target group belongs to is asked once.</summary>
internal sealed class AwsMetrics(IAmazonCloudWatch cloudWatch, IAmazonElasticLoadBalancingV2 balancing) : IMetrics
{
    // Of DescribeAlarms.
    private const int NamesAtOnce = 100;

    private readonly ConcurrentDictionary<string, GroupDimensions> _dimensions = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<MetricSeries>>> Read(IReadOnlyList<MetricQuery> queries, MetricWindow window, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyList<MetricSeries>>("cloudwatch:GetMetricData", async () =>
        {
            List<MetricSeries> series = [];
            foreach (var batch in MetricBatch.Of(queries))
                series.AddRange(await Read(batch, window, ct));

            return series;
        });

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyDictionary<string, AlarmState>>> Alarms(IReadOnlyCollection<string> names, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyDictionary<string, AlarmState>>("cloudwatch:DescribeAlarms", async () =>
        {
            Dictionary<string, AlarmState> found = new(StringComparer.Ordinal);
            foreach (var some in names.Chunk(NamesAtOnce))
                await Alarms(some, found, ct);

            return found;
        });

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyDictionary<string, GroupDimensions>>> Dimensions(IReadOnlyCollection<string> targetGroups, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyDictionary<string, GroupDimensions>>("elasticloadbalancing:DescribeTargetGroups", async () =>
        {
            string[] unknown = [.. targetGroups.Where(arn => !_dimensions.ContainsKey(arn)).Distinct(StringComparer.Ordinal)];
            if (unknown.Length > 0)
            {
                var answer = await balancing.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { TargetGroupArns = [.. unknown] }, ct);
                foreach (var group in answer.TargetGroups ?? [])
                {
                    if (group.LoadBalancerArns is [var balancer, ..])
                        _dimensions[group.TargetGroupArn!] = DimensionsOf(group.TargetGroupArn!, balancer);
                }
            }

            return targetGroups.Where(_dimensions.ContainsKey).Distinct(StringComparer.Ordinal).ToDictionary(arn => arn, arn => _dimensions[arn], StringComparer.Ordinal);
        });

    private async Task<IReadOnlyList<MetricSeries>> Read(MetricBatch batch, MetricWindow window, CancellationToken ct)
    {
        var answered = batch.Answers.ToHashSet(StringComparer.Ordinal);
        var period = (int)window.Period.TotalSeconds;
        var request = new GetMetricDataRequest
        {
            MetricDataQueries =
            [
                .. batch.Metrics.Select(metric => new MetricDataQuery { Id = metric.Key, MetricStat = Stat(metric.Value, period), ReturnData = answered.Contains(metric.Key) }),
                .. batch.Expressions.Select(math => new MetricDataQuery { Id = math.Key, Expression = math.Value, Period = period, ReturnData = true }),
            ],
            StartTime = window.Start.UtcDateTime,
            EndTime = window.End.UtcDateTime,
            ScanBy = ScanBy.TimestampAscending,
        };

        Dictionary<string, (Dictionary<DateTimeOffset, double> Values, string? Problem)> found = new(StringComparer.Ordinal);
        do
        {
            var page = await cloudWatch.GetMetricDataAsync(request, ct);
            foreach (var result in page.MetricDataResults ?? [])
                found[result.Id!] = Take(result, found.TryGetValue(result.Id!, out var before) ? before.Values : []);

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return
        [
            .. batch.Answers.Select(id => found.TryGetValue(id, out var one)
                ? new MetricSeries(one.Values, one.Problem)
                : new MetricSeries(new Dictionary<DateTimeOffset, double>(), "no answer")),
        ];
    }

    // targetgroup/NAME/ID follows the account; app/NAME/ID follows the kind of resource.
    internal static GroupDimensions DimensionsOf(string targetGroup, string loadBalancer) =>
        new(targetGroup[(targetGroup.LastIndexOf(':') + 1)..], loadBalancer.Split(":loadbalancer/")[^1]);

    /// <summary>The status of the last page that names a metric counts: those before are partial by nature.</summary>
    private static (Dictionary<DateTimeOffset, double>, string?) Take(MetricDataResult result, Dictionary<DateTimeOffset, double> values)
    {
        foreach (var (time, value) in (result.Timestamps ?? []).Zip(result.Values ?? []))
            values[new DateTimeOffset(DateTime.SpecifyKind(time.ToUniversalTime(), DateTimeKind.Utc))] = value;

        var said = string.Join("; ", (result.Messages ?? []).Select(message => message.Value));
        return (values, result.StatusCode == StatusCode.Complete ? null : $"{result.StatusCode?.Value ?? "no status"}{(said.Length > 0 ? $" ({said})" : "")}");
    }

    private static MetricStat Stat(StoredMetric metric, int period) => new()
    {
        Metric = new Metric
        {
            Namespace = metric.Namespace,
            MetricName = metric.Name,
            Dimensions = [.. metric.Dimensions.Select(dimension => new Dimension { Name = dimension.Name, Value = dimension.Value })],
        },
        Period = period,
        Stat = metric.Statistic,
    };

    private async Task Alarms(string[] names, Dictionary<string, AlarmState> found, CancellationToken ct)
    {
        // Without their types only alarms on metrics are told.
        var request = new DescribeAlarmsRequest { AlarmNames = [.. names], AlarmTypes = ["MetricAlarm", "CompositeAlarm", "LogAlarm"], MaxRecords = NamesAtOnce };
        do
        {
            var page = await cloudWatch.DescribeAlarmsAsync(request, ct);
            foreach (var alarm in page.MetricAlarms ?? [])
                found[alarm.AlarmName!] = new AlarmState(alarm.StateValue!.Value, alarm.StateReason ?? "");

            foreach (var alarm in page.CompositeAlarms ?? [])
                found[alarm.AlarmName!] = new AlarmState(alarm.StateValue!.Value, alarm.StateReason ?? "");

            foreach (var alarm in page.LogAlarms ?? [])
                found[alarm.AlarmName!] = new AlarmState(alarm.StateValue!.Value, alarm.StateReason ?? "");

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }
}
