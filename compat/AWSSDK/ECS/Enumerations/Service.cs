using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class AvailabilityZoneRebalancing(string value) : ConstantClass(value)
{
    public static readonly AvailabilityZoneRebalancing ENABLED = new("ENABLED");
    public static readonly AvailabilityZoneRebalancing DISABLED = new("DISABLED");

    public static AvailabilityZoneRebalancing FindValue(string value) => FindValue<AvailabilityZoneRebalancing>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AvailabilityZoneRebalancing?(string? value) => FindValue<AvailabilityZoneRebalancing>(value);
}

public class DeploymentControllerType(string value) : ConstantClass(value)
{
    public static readonly DeploymentControllerType ECS = new("ECS");
    public static readonly DeploymentControllerType CODE_DEPLOY = new("CODE_DEPLOY");
    public static readonly DeploymentControllerType EXTERNAL = new("EXTERNAL");

    public static DeploymentControllerType FindValue(string value) => FindValue<DeploymentControllerType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentControllerType?(string? value) => FindValue<DeploymentControllerType>(value);
}

public class DeploymentRolloutState(string value) : ConstantClass(value)
{
    public static readonly DeploymentRolloutState COMPLETED = new("COMPLETED");
    public static readonly DeploymentRolloutState FAILED = new("FAILED");
    public static readonly DeploymentRolloutState IN_PROGRESS = new("IN_PROGRESS");

    public static DeploymentRolloutState FindValue(string value) => FindValue<DeploymentRolloutState>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DeploymentRolloutState?(string? value) => FindValue<DeploymentRolloutState>(value);
}

public class PlacementConstraintType(string value) : ConstantClass(value)
{
    public static readonly PlacementConstraintType DistinctInstance = new("distinctInstance");
    public static readonly PlacementConstraintType MemberOf = new("memberOf");

    public static PlacementConstraintType FindValue(string value) => FindValue<PlacementConstraintType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PlacementConstraintType?(string? value) => FindValue<PlacementConstraintType>(value);
}

public class PlacementStrategyType(string value) : ConstantClass(value)
{
    public static readonly PlacementStrategyType Random = new("random");
    public static readonly PlacementStrategyType Spread = new("spread");
    public static readonly PlacementStrategyType Binpack = new("binpack");

    public static PlacementStrategyType FindValue(string value) => FindValue<PlacementStrategyType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PlacementStrategyType?(string? value) => FindValue<PlacementStrategyType>(value);
}

public class ResourceManagementType(string value) : ConstantClass(value)
{
    public static readonly ResourceManagementType CUSTOMER = new("CUSTOMER");
    public static readonly ResourceManagementType ECS = new("ECS");

    public static ResourceManagementType FindValue(string value) => FindValue<ResourceManagementType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ResourceManagementType?(string? value) => FindValue<ResourceManagementType>(value);
}

public class SchedulingStrategy(string value) : ConstantClass(value)
{
    public static readonly SchedulingStrategy REPLICA = new("REPLICA");
    public static readonly SchedulingStrategy DAEMON = new("DAEMON");

    public static SchedulingStrategy FindValue(string value) => FindValue<SchedulingStrategy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SchedulingStrategy?(string? value) => FindValue<SchedulingStrategy>(value);
}
