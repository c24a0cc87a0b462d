using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class UpdateServiceRequest : AmazonWebServiceRequest
{
    public string? Cluster { get; set; }
    public string? Service { get; set; }
    public int? DesiredCount { get; set; }
    public string? TaskDefinition { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public DeploymentConfiguration? DeploymentConfiguration { get; set; }
    public AvailabilityZoneRebalancing? AvailabilityZoneRebalancing { get; set; }
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public List<PlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<PlacementConstraint>();
    public List<PlacementStrategy>? PlacementStrategy { get; set; } = Initial.List<PlacementStrategy>();
    public string? PlatformVersion { get; set; }
    public bool? ForceNewDeployment { get; set; }
    public int? HealthCheckGracePeriodSeconds { get; set; }
    public DeploymentController? DeploymentController { get; set; }
    public bool? EnableExecuteCommand { get; set; }
    public bool? EnableECSManagedTags { get; set; }
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public PropagateTags? PropagateTags { get; set; }
    public List<ServiceRegistry>? ServiceRegistries { get; set; } = Initial.List<ServiceRegistry>();
    public ServiceConnectConfiguration? ServiceConnectConfiguration { get; set; }
    public List<ServiceVolumeConfiguration>? VolumeConfigurations { get; set; } = Initial.List<ServiceVolumeConfiguration>();
    public List<VpcLatticeConfiguration>? VpcLatticeConfigurations { get; set; } = Initial.List<VpcLatticeConfiguration>();
    public MonitoringConfiguration? Monitoring { get; set; }
}

public class UpdateServiceResponse : AmazonWebServiceResponse
{
    public Service? Service { get; set; }
}
