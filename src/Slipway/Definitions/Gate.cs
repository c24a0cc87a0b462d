namespace Slipway;

/// <summary>What must hold of a new version while it is watched: passed, failed, or inconclusive where too little is known.</summary>
public abstract record Gate
{
    private protected Gate()
    {
    }

    /// <summary>Healthy tasks of the new version, as the load balancer sees them.</summary>
    public static HealthyHostsMeasure HealthyHosts { get; } = new();

    /// <summary>Share of the new version's answers that are 5xx.</summary>
    public static ErrorRateMeasure ServerErrors { get; } = new(5);

    /// <summary>Share of the new version's answers that are 4xx.</summary>
    public static ErrorRateMeasure ClientErrors { get; } = new(4);

    /// <summary>The latency that half of the answers stay below.</summary>
    public static LatencyMeasure P50 { get; } = new(50);

    /// <summary>The latency that 90 of 100 answers stay below.</summary>
    public static LatencyMeasure P90 { get; } = new(90);

    /// <summary>The latency that 95 of 100 answers stay below.</summary>
    public static LatencyMeasure P95 { get; } = new(95);

    /// <summary>The latency that 99 of 100 answers stay below.</summary>
    public static LatencyMeasure P99 { get; } = new(99);

    /// <summary>A CloudWatch alarm must not be in ALARM. INSUFFICIENT_DATA is inconclusive.</summary>
    public static AlarmGate Alarm(string name) => new(name);

    /// <summary>
    /// Whatever CloudWatch can compute: <c>Gate.Metric("failed / orders", new("failed", "Shop", "OrdersFailed", Statistic.Sum), new("orders", "Shop", "Orders",
    /// Statistic.Sum)).Below(0.02)</c>. Each period's value counts by itself, so that the worst decides; a period without a value does not count.
    /// </summary>
    /// <param name="expression">Metric math over the ids of <paramref name="metrics"/> that gives one series; with one metric its id alone.</param>
    public static MetricMeasure Metric(string expression, params IReadOnlyList<CloudWatchMetric> metrics) => new(expression, metrics);
}

/// <summary>At least so many healthy targets in the new version's target group.</summary>
public sealed record HealthyHostsGate(int Least) : Gate;

/// <summary>Answers of one class stay below a share of all.</summary>
/// <param name="StatusClass">4 or 5.</param>
/// <param name="Most">0 to 1; null: only the comparison counts.</param>
public sealed record ErrorRateGate(int StatusClass, double? Most) : Gate
{
    /// <summary>Requests below which the share says nothing. Default 20.</summary>
    public int MinimumRequests { get; init; } = 20;

    /// <summary>Also at most this many times the old version's share in the same time; null: not compared.</summary>
    public double? TimesOld { get; init; }
}

/// <summary>A percentile of the time that targets take to answer.</summary>
/// <param name="Percentile">Above 0, below 100.</param>
/// <param name="Most">Null: only the comparison counts.</param>
public sealed record LatencyGate(double Percentile, TimeSpan? Most) : Gate
{
    /// <summary>Requests below which the percentile says nothing. Default 20.</summary>
    public int MinimumRequests { get; init; } = 20;

    /// <summary>Also at most this many times the old version's percentile in the same time; null: not compared.</summary>
    public double? TimesOld { get; init; }
}

/// <summary>A CloudWatch alarm.</summary>
public sealed record AlarmGate(string Name) : Gate;

/// <summary>Number of healthy targets.</summary>
public sealed class HealthyHostsMeasure
{
    private readonly HealthyHostsGate _none = new(0);

    internal HealthyHostsMeasure()
    {
    }

    /// <summary>At least <paramref name="count"/>.</summary>
    public HealthyHostsGate AtLeast(int count) => _none with { Least = count };
}

/// <summary>Share of answers of one status class.</summary>
public sealed class ErrorRateMeasure
{
    private readonly int _statusClass;

    internal ErrorRateMeasure(int statusClass) => _statusClass = statusClass;

    /// <summary>At most <paramref name="share"/>, 0 to 1.</summary>
    public ErrorRateGate Below(double share) => new(_statusClass, share);

    /// <summary>At most <paramref name="times"/> the old version's share in the same time.</summary>
    public ErrorRateGate AtMostTimesOld(double times) => new(_statusClass, Most: null) { TimesOld = times };
}

/// <summary>A percentile of response times.</summary>
public sealed class LatencyMeasure
{
    private readonly double _percentile;

    internal LatencyMeasure(double percentile) => _percentile = percentile;

    /// <summary>At most <paramref name="time"/>.</summary>
    public LatencyGate Below(TimeSpan time) => new(_percentile, time);

    /// <summary>At most <paramref name="times"/> the old version's percentile in the same time.</summary>
    public LatencyGate AtMostTimesOld(double times) => new(_percentile, Most: null) { TimesOld = times };
}
