using System.Globalization;

namespace Slipway;

/// <summary>A CloudWatch metric that the expression of a <see cref="Gate.Metric"/> reads, in periods of 60 seconds.</summary>
/// <param name="Id">What the expression calls it: a lower-case letter, then letters, digits and underscores.</param>
/// <param name="Namespace">Such as <c>AWS/ApplicationELB</c>, or one of your own.</param>
/// <param name="Name">Such as <c>HTTPCode_Target_5XX_Count</c>.</param>
/// <param name="Dimensions">All of those that the metric is published with: CloudWatch knows no metric by a part of them.</param>
public sealed record CloudWatchMetric(string Id, string Namespace, string Name, Statistic Statistic, params IReadOnlyList<CloudWatchDimension> Dimensions);

/// <summary>What CloudWatch makes of the values of one period.</summary>
public sealed record Statistic
{
    private Statistic(string name) => Name = name;

    /// <summary>CloudWatch's name for it, such as <c>Sum</c> or <c>p95</c>.</summary>
    public string Name { get; }

    /// <summary>All values together.</summary>
    public static Statistic Sum { get; } = new("Sum");

    /// <summary>Their mean.</summary>
    public static Statistic Average { get; } = new("Average");

    /// <summary>The lowest.</summary>
    public static Statistic Minimum { get; } = new("Minimum");

    /// <summary>The highest.</summary>
    public static Statistic Maximum { get; } = new("Maximum");

    /// <summary>How many there are.</summary>
    public static Statistic SampleCount { get; } = new("SampleCount");

    /// <summary>What so many of 100 values stay below, such as 99.9.</summary>
    /// <param name="percentile">0 to 100.</param>
    public static Statistic Percentile(double percentile) => new(string.Create(CultureInfo.InvariantCulture, $"p{percentile}"));

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Part of a metric's identity.</summary>
public sealed record CloudWatchDimension
{
    private CloudWatchDimension(string name, string value, DimensionSource source) => (Name, Value, Source) = (name, value, source);

    /// <summary>Such as <c>QueueName</c>.</summary>
    public string Name { get; }

    /// <summary>Such as <c>orders</c>; empty where the rollout gives it.</summary>
    public string Value { get; }

    internal DimensionSource Source { get; }

    /// <summary>A dimension with a value that is known.</summary>
    public static CloudWatchDimension Of(string name, string value) => new(name, value, DimensionSource.Written);

    /// <summary><c>TargetGroup</c>: that of the new version.</summary>
    public static CloudWatchDimension NewTargetGroup { get; } = new("TargetGroup", "", DimensionSource.NewTargetGroup);

    /// <summary><c>TargetGroup</c>: that of the old version. Where no old version has traffic any more, the gate passes: there is nothing to compare with.</summary>
    public static CloudWatchDimension OldTargetGroup { get; } = new("TargetGroup", "", DimensionSource.OldTargetGroup);

    /// <summary><c>LoadBalancer</c>: that of the service.</summary>
    public static CloudWatchDimension LoadBalancer { get; } = new("LoadBalancer", "", DimensionSource.LoadBalancer);
}

/// <summary>Where a dimension has its value from.</summary>
internal enum DimensionSource
{
    Written,
    NewTargetGroup,
    OldTargetGroup,
    LoadBalancer,
}

/// <summary>What CloudWatch computes stays within limits, in every period that has a value.</summary>
/// <param name="Most">Null: no upper limit.</param>
/// <param name="Least">Null: no lower limit.</param>
public sealed record MetricGate(string Expression, IReadOnlyList<CloudWatchMetric> Metrics, double? Most, double? Least) : Gate;

/// <summary>What CloudWatch computes.</summary>
public sealed class MetricMeasure
{
    private readonly MetricGate _none;

    internal MetricMeasure(string expression, IReadOnlyList<CloudWatchMetric> metrics) => _none = new(expression, metrics, Most: null, Least: null);

    /// <summary>At most <paramref name="most"/>.</summary>
    public MetricGate Below(double most) => _none with { Most = most };

    /// <summary>At least <paramref name="least"/>.</summary>
    public MetricGate AtLeast(double least) => _none with { Least = least };
}
