using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class CreateServiceRequest : AmazonWebServiceRequest
{
    public string? Cluster { get; set; }
    public string? ServiceName { get; set; }
    public string? TaskDefinition { get; set; }
    public AvailabilityZoneRebalancing? AvailabilityZoneRebalancing { get; set; }
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public List<ServiceRegistry>? ServiceRegistries { get; set; } = Initial.List<ServiceRegistry>();
    public int? DesiredCount { get; set; }
    public string? ClientToken { get; set; }
    public LaunchType? LaunchType { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public string? PlatformVersion { get; set; }
    public string? Role { get; set; }
    public DeploymentConfiguration? DeploymentConfiguration { get; set; }
    public List<PlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<PlacementConstraint>();
    public List<PlacementStrategy>? PlacementStrategy { get; set; } = Initial.List<PlacementStrategy>();
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public int? HealthCheckGracePeriodSeconds { get; set; }
    public SchedulingStrategy? SchedulingStrategy { get; set; }
    public DeploymentController? DeploymentController { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public bool? EnableECSManagedTags { get; set; }
    public PropagateTags? PropagateTags { get; set; }
    public bool? EnableExecuteCommand { get; set; }
    public ServiceConnectConfiguration? ServiceConnectConfiguration { get; set; }
    public List<ServiceVolumeConfiguration>? VolumeConfigurations { get; set; } = Initial.List<ServiceVolumeConfiguration>();
    public List<VpcLatticeConfiguration>? VpcLatticeConfigurations { get; set; } = Initial.List<VpcLatticeConfiguration>();
    public MonitoringConfiguration? Monitoring { get; set; }
}

public class CreateServiceResponse : AmazonWebServiceResponse
{
    public Service? Service { get; set; }
}
