using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class ScalingPolicy
{
    public string? PolicyARN { get; set; }
    public string? PolicyName { get; set; }
    public ServiceNamespace? ServiceNamespace { get; set; }
    public string? ResourceId { get; set; }
    public ScalableDimension? ScalableDimension { get; set; }
    public PolicyType? PolicyType { get; set; }
    public StepScalingPolicyConfiguration? StepScalingPolicyConfiguration { get; set; }
    public TargetTrackingScalingPolicyConfiguration? TargetTrackingScalingPolicyConfiguration { get; set; }
    public PredictiveScalingPolicyConfiguration? PredictiveScalingPolicyConfiguration { get; set; }
    public List<Alarm>? Alarms { get; set; } = Initial.List<Alarm>();
    public DateTime? CreationTime { get; set; }
}

public class Alarm
{
    public string? AlarmName { get; set; }
    public string? AlarmARN { get; set; }
}
