using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class StepScalingPolicyConfiguration
{
    public AdjustmentType? AdjustmentType { get; set; }
    public List<StepAdjustment>? StepAdjustments { get; set; } = Initial.List<StepAdjustment>();
    public int? MinAdjustmentMagnitude { get; set; }
    public int? Cooldown { get; set; }
    public MetricAggregationType? MetricAggregationType { get; set; }
}

public class StepAdjustment
{
    public double? MetricIntervalLowerBound { get; set; }
    public double? MetricIntervalUpperBound { get; set; }
    public int? ScalingAdjustment { get; set; }
}
