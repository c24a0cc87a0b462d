using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class TargetTrackingScalingPolicyConfiguration
{
    public double? TargetValue { get; set; }
    public PredefinedMetricSpecification? PredefinedMetricSpecification { get; set; }
    public CustomizedMetricSpecification? CustomizedMetricSpecification { get; set; }
    public int? ScaleOutCooldown { get; set; }
    public int? ScaleInCooldown { get; set; }
    public bool? DisableScaleIn { get; set; }
}

public class PredefinedMetricSpecification
{
    public MetricType? PredefinedMetricType { get; set; }
    public string? ResourceLabel { get; set; }
}

public class CustomizedMetricSpecification
{
    public string? MetricName { get; set; }
    public string? Namespace { get; set; }
    public List<MetricDimension>? Dimensions { get; set; } = Initial.List<MetricDimension>();
    public MetricStatistic? Statistic { get; set; }
    public string? Unit { get; set; }
    public List<TargetTrackingMetricDataQuery>? Metrics { get; set; } = Initial.List<TargetTrackingMetricDataQuery>();
}

public class MetricDimension
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}

public class TargetTrackingMetricDataQuery
{
    public string? Expression { get; set; }
    public string? Id { get; set; }
    public string? Label { get; set; }
    public TargetTrackingMetricStat? MetricStat { get; set; }
    public bool? ReturnData { get; set; }
}

public class TargetTrackingMetricStat
{
    public TargetTrackingMetric? Metric { get; set; }
    public string? Stat { get; set; }
    public string? Unit { get; set; }
}

public class TargetTrackingMetric
{
    public List<TargetTrackingMetricDimension>? Dimensions { get; set; } = Initial.List<TargetTrackingMetricDimension>();
    public string? MetricName { get; set; }
    public string? Namespace { get; set; }
}

public class TargetTrackingMetricDimension
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}
