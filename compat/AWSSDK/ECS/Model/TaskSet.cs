using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class TaskSet
{
    public string? Id { get; set; }
    public string? TaskSetArn { get; set; }
    public string? ServiceArn { get; set; }
    public string? ClusterArn { get; set; }
    public string? StartedBy { get; set; }
    public string? ExternalId { get; set; }
    public string? Status { get; set; }
    public string? TaskDefinition { get; set; }
    public int? ComputedDesiredCount { get; set; }
    public int? PendingCount { get; set; }
    public int? RunningCount { get; set; }
    public DateTime? CreatedAt { get; set; }
    public DateTime? UpdatedAt { get; set; }
    public LaunchType? LaunchType { get; set; }
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public string? PlatformVersion { get; set; }
    public string? PlatformFamily { get; set; }
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public List<ServiceRegistry>? ServiceRegistries { get; set; } = Initial.List<ServiceRegistry>();
    public Scale? Scale { get; set; }
    public StabilityStatus? StabilityStatus { get; set; }
    public DateTime? StabilityStatusAt { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public DeploymentEphemeralStorage? FargateEphemeralStorage { get; set; }
}

public class Scale
{
    public double? Value { get; set; }
    public ScaleUnit? Unit { get; set; }
}
