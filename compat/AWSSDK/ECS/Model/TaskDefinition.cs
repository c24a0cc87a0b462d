using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class TaskDefinition
{
    public string? TaskDefinitionArn { get; set; }
    public List<ContainerDefinition>? ContainerDefinitions { get; set; } = Initial.List<ContainerDefinition>();
    public string? Family { get; set; }
    public string? TaskRoleArn { get; set; }
    public string? ExecutionRoleArn { get; set; }
    public NetworkMode? NetworkMode { get; set; }
    public int? Revision { get; set; }
    public List<Volume>? Volumes { get; set; } = Initial.List<Volume>();
    public TaskDefinitionStatus? Status { get; set; }
    public List<Attribute>? RequiresAttributes { get; set; } = Initial.List<Attribute>();
    public List<TaskDefinitionPlacementConstraint>? PlacementConstraints { get; set; } = Initial.List<TaskDefinitionPlacementConstraint>();
    public List<string>? Compatibilities { get; set; } = Initial.List<string>();
    public RuntimePlatform? RuntimePlatform { get; set; }
    public List<string>? RequiresCompatibilities { get; set; } = Initial.List<string>();
    public string? Cpu { get; set; }
    public string? Memory { get; set; }
    public List<InferenceAccelerator>? InferenceAccelerators { get; set; } = Initial.List<InferenceAccelerator>();
    public PidMode? PidMode { get; set; }
    public IpcMode? IpcMode { get; set; }
    public ProxyConfiguration? ProxyConfiguration { get; set; }
    public DateTime? RegisteredAt { get; set; }
    public DateTime? DeregisteredAt { get; set; }
    public DateTime? DeleteRequestedAt { get; set; }
    public string? RegisteredBy { get; set; }
    public EphemeralStorage? EphemeralStorage { get; set; }
    public bool? EnableFaultInjection { get; set; }
}

public class Attribute
{
    public string? Name { get; set; }
    public string? Value { get; set; }
    public TargetType? TargetType { get; set; }
    public string? TargetId { get; set; }
}

public class EphemeralStorage
{
    public int? SizeInGiB { get; set; }
}

public class InferenceAccelerator
{
    public string? DeviceName { get; set; }
    public string? DeviceType { get; set; }
}

public class ProxyConfiguration
{
    public ProxyConfigurationType? Type { get; set; }
    public string? ContainerName { get; set; }
    public List<KeyValuePair>? Properties { get; set; } = Initial.List<KeyValuePair>();
}

public class RuntimePlatform
{
    public CPUArchitecture? CpuArchitecture { get; set; }
    public OSFamily? OperatingSystemFamily { get; set; }
}

public class TaskDefinitionPlacementConstraint
{
    public TaskDefinitionPlacementConstraintType? Type { get; set; }
    public string? Expression { get; set; }
}
