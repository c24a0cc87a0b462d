using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class DeploymentLifecycleHookAction(string value) : ConstantClass(value)
{
    public static readonly DeploymentLifecycleHookAction ROLLBACK = new("ROLLBACK");
    public static readonly DeploymentLifecycleHookAction CONTINUE = new("CONTINUE");

    public static DeploymentLifecycleHookAction FindValue(string value) => FindValue<DeploymentLifecycleHookAction>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentLifecycleHookAction?(string? value) => FindValue<DeploymentLifecycleHookAction>(value);
}

public class DeploymentLifecycleHookStage(string value) : ConstantClass(value)
{
    public static readonly DeploymentLifecycleHookStage RECONCILE_SERVICE = new("RECONCILE_SERVICE");
    public static readonly DeploymentLifecycleHookStage PRE_SCALE_UP = new("PRE_SCALE_UP");
    public static readonly DeploymentLifecycleHookStage POST_SCALE_UP = new("POST_SCALE_UP");
    public static readonly DeploymentLifecycleHookStage TEST_TRAFFIC_SHIFT = new("TEST_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage POST_TEST_TRAFFIC_SHIFT = new("POST_TEST_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage PRE_PRODUCTION_TRAFFIC_SHIFT = new("PRE_PRODUCTION_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage PRODUCTION_TRAFFIC_SHIFT = new("PRODUCTION_TRAFFIC_SHIFT");
    public static readonly DeploymentLifecycleHookStage POST_PRODUCTION_TRAFFIC_SHIFT = new("POST_PRODUCTION_TRAFFIC_SHIFT");

    public static DeploymentLifecycleHookStage FindValue(string value) => FindValue<DeploymentLifecycleHookStage>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentLifecycleHookStage?(string? value) => FindValue<DeploymentLifecycleHookStage>(value);
}

public class DeploymentLifecycleHookTargetType(string value) : ConstantClass(value)
{
    public static readonly DeploymentLifecycleHookTargetType AWS_LAMBDA = new("AWS_LAMBDA");
    public static readonly DeploymentLifecycleHookTargetType PAUSE = new("PAUSE");

    public static DeploymentLifecycleHookTargetType FindValue(string value) => FindValue<DeploymentLifecycleHookTargetType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentLifecycleHookTargetType?(string? value) => FindValue<DeploymentLifecycleHookTargetType>(value);
}

public class DeploymentStrategy(string value) : ConstantClass(value)
{
    public static readonly DeploymentStrategy ROLLING = new("ROLLING");
    public static readonly DeploymentStrategy BLUE_GREEN = new("BLUE_GREEN");
    public static readonly DeploymentStrategy LINEAR = new("LINEAR");
    public static readonly DeploymentStrategy CANARY = new("CANARY");

    public static DeploymentStrategy FindValue(string value) => FindValue<DeploymentStrategy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentStrategy?(string? value) => FindValue<DeploymentStrategy>(value);
}

public class ThresholdType(string value) : ConstantClass(value)
{
    public static readonly ThresholdType COUNT = new("COUNT");
    public static readonly ThresholdType BOUNDED_PERCENT = new("BOUNDED_PERCENT");
    public static readonly ThresholdType UNBOUNDED_PERCENT = new("UNBOUNDED_PERCENT");

    public static ThresholdType FindValue(string value) => FindValue<ThresholdType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ThresholdType?(string? value) => FindValue<ThresholdType>(value);
}
