namespace Slipway.Gates;

/// <summary>What CloudWatch knows the versions by.</summary>
/// <param name="Old">Null: no old version has traffic.</param>
internal sealed record GateVersions(GroupDimensions New, GroupDimensions? Old);

/// <summary>What gates ask CloudWatch. <see cref="MetricJudgement"/> reads the answers in this order.</summary>
internal static class MetricQuestions
{
    private const string Balancing = "AWS/ApplicationELB";

    /// <summary>Whether a gate is answered by metrics, which come in periods and late.</summary>
    public static bool IsAsked(Gate gate) => gate is ErrorRateGate or LatencyGate or MetricGate;

    /// <summary>Requests and errors or latencies of the new version, then the same of the old one if they are compared.</summary>
    public static IReadOnlyList<MetricQuery> Of(Gate gate, GateVersions versions) => gate switch
    {
        ErrorRateGate rate => [.. Both(versions, rate.TimesOld is not null, $"HTTPCode_Target_{rate.StatusClass}XX_Count", "Sum")],
        LatencyGate latency => [.. Both(versions, latency.TimesOld is not null, "TargetResponseTime", Statistic.Percentile(latency.Percentile).Name)],
        MetricGate metric when !LacksOld(metric, versions) => [Computed(metric, versions)],
        _ => [],
    };

    /// <summary>Whether a gate reads metrics of an old version that there is none of.</summary>
    public static bool LacksOld(MetricGate gate, GateVersions versions) =>
        versions.Old is null && gate.Metrics.Any(metric => metric.Dimensions.Any(dimension => dimension.Source == DimensionSource.OldTargetGroup));

    private static IEnumerable<MetricQuery> Both(GateVersions versions, bool compare, string name, string statistic) =>
        (compare && versions.Old is { } old ? new[] { versions.New, old } : [versions.New])
            .SelectMany(version => new[] { Of(version, "RequestCount", "Sum"), Of(version, name, statistic) });

    private static MetricQuery.Stored Of(GroupDimensions version, string name, string statistic) =>
        new(new StoredMetric(Balancing, name, statistic, [("LoadBalancer", version.LoadBalancer), ("TargetGroup", version.TargetGroup)]));

    private static MetricQuery.Computed Computed(MetricGate gate, GateVersions versions) => new(
        gate.Expression,
        gate.Metrics.ToDictionary(
            metric => metric.Id,
            metric => new StoredMetric(metric.Namespace, metric.Name, metric.Statistic.Name, [.. metric.Dimensions.Select(dimension => (dimension.Name, Value(dimension, versions)))]),
            StringComparer.Ordinal));

    private static string Value(CloudWatchDimension dimension, GateVersions versions) => dimension.Source switch
    {
        DimensionSource.NewTargetGroup => versions.New.TargetGroup,
        DimensionSource.OldTargetGroup => versions.Old!.TargetGroup,
        DimensionSource.LoadBalancer => versions.New.LoadBalancer,
        _ => dimension.Value,
    };
}
