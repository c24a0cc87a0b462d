using Slipway.Infrastructures;

namespace Slipway.Gates;

/// <summary>Amazon CloudWatch, and the names under which it knows target groups. Reads only.</summary>
internal interface IMetrics
{
    /// <summary>The values of each query in whole periods, in the order of the queries; all of them in as few calls as CloudWatch's batches allow.</summary>
    Task<Answer<IReadOnlyList<MetricSeries>>> Read(IReadOnlyList<MetricQuery> queries, MetricWindow window, CancellationToken ct);

    /// <summary>The state of each alarm, by its name; an alarm that does not exist is absent.</summary>
    Task<Answer<IReadOnlyDictionary<string, AlarmState>>> Alarms(IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>What metrics of target groups are published with, by the groups' ARNs; a group that no load balancer uses is absent.</summary>
    Task<Answer<IReadOnlyDictionary<string, GroupDimensions>>> Dimensions(IReadOnlyCollection<string> targetGroups, CancellationToken ct);
}

/// <param name="TargetGroup">The dimension's value, such as <c>targetgroup/web/0123456789abcdef</c>.</param>
/// <param name="LoadBalancer">Such as <c>app/web/0123456789abcdef</c>.</param>
internal sealed record GroupDimensions(string TargetGroup, string LoadBalancer);

/// <summary>A metric as CloudWatch keeps it, and what is wanted of each period.</summary>
/// <param name="Statistic">Such as <c>Sum</c> or <c>p95</c>.</param>
internal sealed record StoredMetric(string Namespace, string Name, string Statistic, IReadOnlyList<(string Name, string Value)> Dimensions)
{
    /// <summary>The same for the same metric.</summary>
    public string Key => string.Join('\n', [Namespace, Name, Statistic, .. Dimensions.Select(dimension => $"{dimension.Name}={dimension.Value}").Order(StringComparer.Ordinal)]);
}

internal abstract record MetricQuery
{
    internal sealed record Stored(StoredMetric Metric) : MetricQuery;

    /// <param name="Expression">Metric math.</param>
    /// <param name="Metrics">By the names that the expression uses.</param>
    internal sealed record Computed(string Expression, IReadOnlyDictionary<string, StoredMetric> Metrics) : MetricQuery;
}

/// <param name="Values">By the beginnings of their periods. Periods in which nothing was measured are absent.</param>
/// <param name="Problem">Why there may be more values than these, such as <c>PartialData</c>; null: these are all.</param>
internal sealed record MetricSeries(IReadOnlyDictionary<DateTimeOffset, double> Values, string? Problem = null)
{
    public double Total => Values.Values.Sum();
}

/// <param name="State">OK, ALARM or INSUFFICIENT_DATA.</param>
/// <param name="Reason">CloudWatch's own.</param>
internal sealed record AlarmState(string State, string Reason);
