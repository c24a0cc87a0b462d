using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>Amazon CloudWatch's alarms.</summary>
internal sealed class AwsAlarmList(IAmazonCloudWatch cloudWatch) : IAlarmList
{
    private const int AtOnce = 100;

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<AlarmSeen>>> All(CancellationToken ct) => AwsAnswers.Ask<IReadOnlyList<AlarmSeen>>("cloudwatch:DescribeAlarms", async () =>
    {
        List<AlarmSeen> found = [];
        // Without their types only alarms on metrics are told, which are the ones that are meant.
        var request = new DescribeAlarmsRequest { MaxRecords = AtOnce };
        do
        {
            var page = await cloudWatch.DescribeAlarmsAsync(request, ct);
            found.AddRange((page.MetricAlarms ?? []).Select(alarm => new AlarmSeen(alarm.AlarmName!, [.. Metrics(alarm)])));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    });

    /// <summary>One on its own, or those of the alarm's metric math.</summary>
    private static IEnumerable<MetricSeen> Metrics(MetricAlarm alarm) => alarm.MetricName is { } name
        ? [Read(alarm.Namespace, name, alarm.Dimensions)]
        : (alarm.Metrics ?? []).Select(query => query.MetricStat?.Metric).OfType<Metric>().Select(metric => Read(metric.Namespace, metric.MetricName, metric.Dimensions));

    private static MetricSeen Read(string? space, string? name, List<Dimension>? dimensions) =>
        new(space ?? "", name ?? "", (dimensions ?? []).ToDictionary(dimension => dimension.Name!, dimension => dimension.Value ?? "", StringComparer.Ordinal));
}
