using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class PredictiveScalingPolicyConfiguration
{
    public List<PredictiveScalingMetricSpecification>? MetricSpecifications { get; set; } = Initial.List<PredictiveScalingMetricSpecification>();
    public PredictiveScalingMode? Mode { get; set; }
    public int? SchedulingBufferTime { get; set; }
    public PredictiveScalingMaxCapacityBreachBehavior? MaxCapacityBreachBehavior { get; set; }
    public int? MaxCapacityBuffer { get; set; }
}

public class PredictiveScalingMetricSpecification
{
    public double? TargetValue { get; set; }
    public PredictiveScalingPredefinedMetricPairSpecification? PredefinedMetricPairSpecification { get; set; }
    public PredictiveScalingPredefinedScalingMetricSpecification? PredefinedScalingMetricSpecification { get; set; }
    public PredictiveScalingPredefinedLoadMetricSpecification? PredefinedLoadMetricSpecification { get; set; }
    public PredictiveScalingCustomizedMetricSpecification? CustomizedScalingMetricSpecification { get; set; }
    public PredictiveScalingCustomizedMetricSpecification? CustomizedLoadMetricSpecification { get; set; }
    public PredictiveScalingCustomizedMetricSpecification? CustomizedCapacityMetricSpecification { get; set; }
}

public class PredictiveScalingPredefinedMetricPairSpecification
{
    public string? PredefinedMetricType { get; set; }
    public string? ResourceLabel { get; set; }
}

public class PredictiveScalingPredefinedScalingMetricSpecification
{
    public string? PredefinedMetricType { get; set; }
    public string? ResourceLabel { get; set; }
}

public class PredictiveScalingPredefinedLoadMetricSpecification
{
    public string? PredefinedMetricType { get; set; }
    public string? ResourceLabel { get; set; }
}

public class PredictiveScalingCustomizedMetricSpecification
{
    public List<PredictiveScalingMetricDataQuery>? MetricDataQueries { get; set; } = Initial.List<PredictiveScalingMetricDataQuery>();
}

public class PredictiveScalingMetricDataQuery
{
    public string? Id { get; set; }
    public string? Expression { get; set; }
    public PredictiveScalingMetricStat? MetricStat { get; set; }
    public string? Label { get; set; }
    public bool? ReturnData { get; set; }
}

public class PredictiveScalingMetricStat
{
    public PredictiveScalingMetric? Metric { get; set; }
    public string? Stat { get; set; }
    public string? Unit { get; set; }
}

public class PredictiveScalingMetric
{
    public List<PredictiveScalingMetricDimension>? Dimensions { get; set; } = Initial.List<PredictiveScalingMetricDimension>();
    public string? MetricName { get; set; }
    public string? Namespace { get; set; }
}

public class PredictiveScalingMetricDimension
{
    public string? Name { get; set; }
    public string? Value { get; set; }
}
