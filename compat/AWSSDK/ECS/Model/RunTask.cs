using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class RunTaskRequest : AmazonWebServiceRequest
{
    public List<CapacityProviderStrategyItem>? CapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public string? Cluster { get; set; }
    public int? Count { get; set; }
    public bool? EnableECSManagedTags { get; set; }
    public bool? EnableExecuteCommand { get; set; }
    public string? Group { get; set; }
    public LaunchType? LaunchType { get; set; }
    public NetworkConfiguration? NetworkConfiguration { get; set; }
    public TaskOverride? Overrides { get; set; }
    public List<PlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<PlacementConstraint>();
    public List<PlacementStrategy>? PlacementStrategy { get; set; } = Initial.List<PlacementStrategy>();
    public string? PlatformVersion { get; set; }
    public PropagateTags? PropagateTags { get; set; }
    public string? ReferenceId { get; set; }
    public string? StartedBy { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? TaskDefinition { get; set; }
    [IdempotencyToken]
    public string? ClientToken { get; set; }
    public List<TaskVolumeConfiguration>? VolumeConfigurations { get; set; } = Initial.List<TaskVolumeConfiguration>();
}

public class RunTaskResponse : AmazonWebServiceResponse
{
    public List<Task>? Tasks { get; set; } = Initial.List<Task>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
