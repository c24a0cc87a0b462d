using Amazon.Runtime.Compat;
using Amazon.Runtime.Documents;

namespace Amazon.ECS.Model;

public class DeploymentConfiguration
{
    public DeploymentCircuitBreaker? DeploymentCircuitBreaker { get; set; }
    public int? MaximumPercent { get; set; }
    public int? MinimumHealthyPercent { get; set; }
    public DeploymentAlarms? Alarms { get; set; }
    public DeploymentStrategy? Strategy { get; set; }
    public int? BakeTimeInMinutes { get; set; }
    public List<DeploymentLifecycleHook>? LifecycleHooks { get; set; } = Initial.List<DeploymentLifecycleHook>();
    public LinearConfiguration? LinearConfiguration { get; set; }
    public CanaryConfiguration? CanaryConfiguration { get; set; }
}

public class CanaryConfiguration
{
    public double? CanaryPercent { get; set; }
    public int? CanaryBakeTimeInMinutes { get; set; }
}

public class DeploymentAlarms
{
    public List<string>? AlarmNames { get; set; } = Initial.List<string>();
    public bool? Rollback { get; set; }
    public bool? Enable { get; set; }
}

public class DeploymentCircuitBreaker
{
    public bool? Enable { get; set; }
    public bool? Rollback { get; set; }
    public bool? ResetOnHealthyTask { get; set; }
    public ThresholdConfiguration? ThresholdConfiguration { get; set; }
}

public class DeploymentLifecycleHook
{
    public DeploymentLifecycleHookTargetType? TargetType { get; set; }
    public string? HookTargetArn { get; set; }
    public string? RoleArn { get; set; }
    public List<string>? LifecycleStages { get; set; } = Initial.List<string>();
    public Document HookDetails { get; set; }
    public DeploymentLifecycleHookTimeoutConfiguration? TimeoutConfiguration { get; set; }
}

public class DeploymentLifecycleHookTimeoutConfiguration
{
    public int? TimeoutInMinutes { get; set; }
    public DeploymentLifecycleHookAction? Action { get; set; }
}

public class LinearConfiguration
{
    public double? StepPercent { get; set; }
    public int? StepBakeTimeInMinutes { get; set; }
}

public class ThresholdConfiguration
{
    public ThresholdType? Type { get; set; }
    public int? Value { get; set; }
}
