using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class RegisterTaskDefinitionRequest : AmazonWebServiceRequest
{
    public string? Family { get; set; }
    public string? TaskRoleArn { get; set; }
    public string? ExecutionRoleArn { get; set; }
    public NetworkMode? NetworkMode { get; set; }
    public List<ContainerDefinition>? ContainerDefinitions { get; set; } = Initial.List<ContainerDefinition>();
    public List<Volume>? Volumes { get; set; } = Initial.List<Volume>();
    public List<TaskDefinitionPlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<TaskDefinitionPlacementConstraint>();
    public List<string>? RequiresCompatibilities { get; set; } = Initial.List<string>();
    public string? Cpu { get; set; }
    public string? Memory { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public PidMode? PidMode { get; set; }
    public IpcMode? IpcMode { get; set; }
    public ProxyConfiguration? ProxyConfiguration { get; set; }
    [Obsolete("This feature is no longer available.")]
    public List<InferenceAccelerator>? InferenceAccelerators { get; set; } = Initial.List<InferenceAccelerator>();
    public EphemeralStorage? EphemeralStorage { get; set; }
    public RuntimePlatform? RuntimePlatform { get; set; }
    public bool? EnableFaultInjection { get; set; }
}

public class RegisterTaskDefinitionResponse : AmazonWebServiceResponse
{
    public TaskDefinition? TaskDefinition { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
}
