using Slipway.Gates;
using Slipway.Infrastructures;
using Slipway.Services;

namespace Slipway.Tests.Gates;

/// <summary>CloudWatch and the load balancer with values that a test gives: by target group, metric and statistic. Calls are recorded in order.</summary>
internal sealed class FakeMetrics : IMetrics, ITargetHealth
{
    public const string New = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/0000000000000001";
    public const string Old = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/old/0000000000000002";

    public List<string> Calls { get; } = [];

    /// <summary>Values of the window's periods in order; null: nothing was measured in one. By <c>new RequestCount Sum</c>, or by expression.</summary>
    public Dictionary<string, double?[]> Values { get; } = [];

    /// <summary>Status other than Complete, by the same names.</summary>
    public Dictionary<string, string> Problems { get; } = [];

    public Dictionary<string, AlarmState> States { get; } = [];

    public List<TargetState> Seen { get; } = [];

    public string? NoMetrics { get; set; }

    public string? NoAlarms { get; set; }

    public HashSet<string> Unattached { get; } = [];

    public MetricQuery.Computed? Computed { get; private set; }

    public Task<Answer<IReadOnlyList<MetricSeries>>> Read(IReadOnlyList<MetricQuery> queries, MetricWindow window, CancellationToken ct)
    {
        Calls.Add($"read {queries.Count} {window.Start:HH:mm:ss} {window.End:HH:mm:ss}");
        return Task.FromResult(NoMetrics is { } why ? Answer.None<IReadOnlyList<MetricSeries>>(why) : Answer.Of<IReadOnlyList<MetricSeries>>([.. queries.Select(query => Series(query, window))]));
    }

    public Task<Answer<IReadOnlyDictionary<string, AlarmState>>> Alarms(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        Calls.Add($"alarms {string.Join(' ', names)}");
        return Task.FromResult(NoAlarms is { } why ? Answer.None<IReadOnlyDictionary<string, AlarmState>>(why) : Answer.Of<IReadOnlyDictionary<string, AlarmState>>(States));
    }

    public Task<Answer<IReadOnlyDictionary<string, GroupDimensions>>> Dimensions(IReadOnlyCollection<string> targetGroups, CancellationToken ct)
    {
        Calls.Add($"dimensions {targetGroups.Count}");
        return Task.FromResult(Answer.Of<IReadOnlyDictionary<string, GroupDimensions>>(
            targetGroups.Where(arn => !Unattached.Contains(arn)).ToDictionary(arn => arn, arn => new GroupDimensions(arn == New ? "new" : "old", "balancer"))));
    }

    public Task<IReadOnlyList<TargetState>> Targets(string targetGroup, CancellationToken ct)
    {
        Calls.Add($"targets {(targetGroup == New ? "new" : "old")}");
        return Task.FromResult<IReadOnlyList<TargetState>>(Seen);
    }

    private MetricSeries Series(MetricQuery query, MetricWindow window)
    {
        var name = query switch
        {
            MetricQuery.Computed computed => (Computed = computed).Expression,
            MetricQuery.Stored { Metric: var metric } => $"{metric.Dimensions.Single(dimension => dimension.Name == "TargetGroup").Value} {metric.Name} {metric.Statistic}",
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        var values = Values.GetValueOrDefault(name) ?? [];
        return new MetricSeries(
            values.Select((value, index) => (At: window.Start + (window.Period * index), Value: value)).Where(point => point.Value is not null).ToDictionary(point => point.At, point => point.Value!.Value),
            Problems.GetValueOrDefault(name));
    }
}
