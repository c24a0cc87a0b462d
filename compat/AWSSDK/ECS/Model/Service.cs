using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class Service
{
    public string? ServiceArn { get; set; }
    public string? ServiceName { get; set; }
    public string? ClusterArn { get; set; }
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public List<ServiceRegistry>? ServiceRegistries { get; set; } = Initial.List<ServiceRegistry>();
    public string? Status { get; set; }
    public int? DesiredCount { get; set; }
    public int? RunningCount { get; set; }
    public int? PendingCount { get; set; }
    public LaunchType? LaunchType { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public string? PlatformVersion { get; set; }
    public string? PlatformFamily { get; set; }
    public string? TaskDefinition { get; set; }
    public DeploymentConfiguration? DeploymentConfiguration { get; set; }
    public List<TaskSet>? TaskSets { get; set; } = Initial.List<TaskSet>();
    public List<Deployment>? Deployments { get; set; } = Initial.List<Deployment>();
    public string? RoleArn { get; set; }
    public List<ServiceEvent>? Events { get; set; } = Initial.List<ServiceEvent>();
    public DateTime? CreatedAt { get; set; }
    public string? CurrentServiceDeployment { get; set; }
    public List<ServiceCurrentRevisionSummary>? CurrentServiceRevisions { get; set; } = Initial.List<ServiceCurrentRevisionSummary>();
    public List<PlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<PlacementConstraint>();
    public List<PlacementStrategy>? PlacementStrategy { get; set; } = Initial.List<PlacementStrategy>();
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public int? HealthCheckGracePeriodSeconds { get; set; }
    public SchedulingStrategy? SchedulingStrategy { get; set; }
    public DeploymentController? DeploymentController { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? CreatedBy { get; set; }
    public bool? EnableECSManagedTags { get; set; }
    public PropagateTags? PropagateTags { get; set; }
    public bool? EnableExecuteCommand { get; set; }
    public AvailabilityZoneRebalancing? AvailabilityZoneRebalancing { get; set; }
    public ResourceManagementType? ResourceManagementType { get; set; }
}

public class Deployment
{
    public string? Id { get; set; }
    public string? Status { get; set; }
    public string? TaskDefinition { get; set; }
    public int? DesiredCount { get; set; }
    public int? PendingCount { get; set; }
    public int? RunningCount { get; set; }
    public int? FailedTasks { get; set; }
    public DateTime? CreatedAt { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public LaunchType? LaunchType { get; set; }
    public string? PlatformVersion { get; set; }
    public string? PlatformFamily { get; set; }
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public DeploymentRolloutState? RolloutState { get; set; }
    public string? RolloutStateReason { get; set; }
    public ServiceConnectConfiguration? ServiceConnectConfiguration { get; set; }
    public List<ServiceConnectServiceResource>? ServiceConnectResources { get; set; } = Initial.List<ServiceConnectServiceResource>();
    public List<ServiceVolumeConfiguration>? VolumeConfigurations { get; set; } = Initial.List<ServiceVolumeConfiguration>();
    public DeploymentEphemeralStorage? FargateEphemeralStorage { get; set; }
    public List<VpcLatticeConfiguration>? VpcLatticeConfigurations { get; set; } = Initial.List<VpcLatticeConfiguration>();
}

public class DeploymentController
{
    public DeploymentControllerType? Type { get; set; }
}

public class PlacementConstraint
{
    public PlacementConstraintType? Type { get; set; }
    public string? Expression { get; set; }
}

public class PlacementStrategy
{
    public PlacementStrategyType? Type { get; set; }
    public string? Field { get; set; }
}

public class ServiceConnectServiceResource
{
    public string? DiscoveryName { get; set; }
    public string? DiscoveryArn { get; set; }
}

public class ServiceCurrentRevisionSummary
{
    public string? Arn { get; set; }
    public int? RequestedTaskCount { get; set; }
    public int? RunningTaskCount { get; set; }
    public int? PendingTaskCount { get; set; }
}

public class ServiceEvent
{
    public string? Id { get; set; }
    public DateTime? CreatedAt { get; set; }
    public string? Message { get; set; }
}
