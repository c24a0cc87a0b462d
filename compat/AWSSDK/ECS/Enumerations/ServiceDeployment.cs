using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class DeploymentLifecycleHookStatus(string value) : ConstantClass(value)
{
    public static readonly DeploymentLifecycleHookStatus AWAITING_ACTION = new("AWAITING_ACTION");
    public static readonly DeploymentLifecycleHookStatus IN_PROGRESS = new("IN_PROGRESS");
    public static readonly DeploymentLifecycleHookStatus SUCCEEDED = new("SUCCEEDED");
    public static readonly DeploymentLifecycleHookStatus FAILED = new("FAILED");
    public static readonly DeploymentLifecycleHookStatus TIMED_OUT = new("TIMED_OUT");

    public static DeploymentLifecycleHookStatus FindValue(string value) => FindValue<DeploymentLifecycleHookStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentLifecycleHookStatus?(string? value) => FindValue<DeploymentLifecycleHookStatus>(value);
}

public class ServiceDeploymentLifecycleStage(string value) : ConstantClass(value)
{
    public static readonly ServiceDeploymentLifecycleStage RECONCILE_SERVICE = new("RECONCILE_SERVICE");
    public static readonly ServiceDeploymentLifecycleStage PRE_SCALE_UP = new("PRE_SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage SCALE_UP = new("SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage POST_SCALE_UP = new("POST_SCALE_UP");
    public static readonly ServiceDeploymentLifecycleStage TEST_TRAFFIC_SHIFT = new("TEST_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage POST_TEST_TRAFFIC_SHIFT = new("POST_TEST_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage PRODUCTION_TRAFFIC_SHIFT = new("PRODUCTION_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage POST_PRODUCTION_TRAFFIC_SHIFT = new("POST_PRODUCTION_TRAFFIC_SHIFT");
    public static readonly ServiceDeploymentLifecycleStage BAKE_TIME = new("BAKE_TIME");
    public static readonly ServiceDeploymentLifecycleStage CLEAN_UP = new("CLEAN_UP");

    public static ServiceDeploymentLifecycleStage FindValue(string value) => FindValue<ServiceDeploymentLifecycleStage>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceDeploymentLifecycleStage?(string? value) => FindValue<ServiceDeploymentLifecycleStage>(value);
}

public class ServiceDeploymentRollbackMonitorsStatus(string value) : ConstantClass(value)
{
    public static readonly ServiceDeploymentRollbackMonitorsStatus TRIGGERED = new("TRIGGERED");
    public static readonly ServiceDeploymentRollbackMonitorsStatus MONITORING = new("MONITORING");
    public static readonly ServiceDeploymentRollbackMonitorsStatus MONITORING_COMPLETE = new("MONITORING_COMPLETE");
    public static readonly ServiceDeploymentRollbackMonitorsStatus DISABLED = new("DISABLED");

    public static ServiceDeploymentRollbackMonitorsStatus FindValue(string value) => FindValue<ServiceDeploymentRollbackMonitorsStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceDeploymentRollbackMonitorsStatus?(string? value) => FindValue<ServiceDeploymentRollbackMonitorsStatus>(value);
}

public class ServiceDeploymentStatus(string value) : ConstantClass(value)
{
    public static readonly ServiceDeploymentStatus PENDING = new("PENDING");
    public static readonly ServiceDeploymentStatus SUCCESSFUL = new("SUCCESSFUL");
    public static readonly ServiceDeploymentStatus STOPPED = new("STOPPED");
    public static readonly ServiceDeploymentStatus STOP_REQUESTED = new("STOP_REQUESTED");
    public static readonly ServiceDeploymentStatus IN_PROGRESS = new("IN_PROGRESS");
    public static readonly ServiceDeploymentStatus ROLLBACK_REQUESTED = new("ROLLBACK_REQUESTED");
    public static readonly ServiceDeploymentStatus ROLLBACK_IN_PROGRESS = new("ROLLBACK_IN_PROGRESS");
    public static readonly ServiceDeploymentStatus ROLLBACK_SUCCESSFUL = new("ROLLBACK_SUCCESSFUL");
    public static readonly ServiceDeploymentStatus ROLLBACK_FAILED = new("ROLLBACK_FAILED");

    public static ServiceDeploymentStatus FindValue(string value) => FindValue<ServiceDeploymentStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceDeploymentStatus?(string? value) => FindValue<ServiceDeploymentStatus>(value);
}
