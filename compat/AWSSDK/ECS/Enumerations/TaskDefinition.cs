using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class CPUArchitecture(string value) : ConstantClass(value)
{
    public static readonly CPUArchitecture X86_64 = new("X86_64");
    public static readonly CPUArchitecture ARM64 = new("ARM64");

    public static CPUArchitecture FindValue(string value) => FindValue<CPUArchitecture>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator CPUArchitecture?(string? value) => FindValue<CPUArchitecture>(value);
}

public class Compatibility(string value) : ConstantClass(value)
{
    public static readonly Compatibility EC2 = new("EC2");
    public static readonly Compatibility FARGATE = new("FARGATE");
    public static readonly Compatibility EXTERNAL = new("EXTERNAL");
    public static readonly Compatibility MANAGED_INSTANCES = new("MANAGED_INSTANCES");

    public static Compatibility FindValue(string value) => FindValue<Compatibility>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Compatibility?(string? value) => FindValue<Compatibility>(value);
}

public class IpcMode(string value) : ConstantClass(value)
{
    public static readonly IpcMode Host = new("host");
    public static readonly IpcMode Task = new("task");
    public static readonly IpcMode None = new("none");

    public static IpcMode FindValue(string value) => FindValue<IpcMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator IpcMode?(string? value) => FindValue<IpcMode>(value);
}

public class NetworkMode(string value) : ConstantClass(value)
{
    public static readonly NetworkMode Bridge = new("bridge");
    public static readonly NetworkMode Host = new("host");
    public static readonly NetworkMode Awsvpc = new("awsvpc");
    public static readonly NetworkMode None = new("none");

    public static NetworkMode FindValue(string value) => FindValue<NetworkMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator NetworkMode?(string? value) => FindValue<NetworkMode>(value);
}

public class OSFamily(string value) : ConstantClass(value)
{
    public static readonly OSFamily WINDOWS_SERVER_2019_FULL = new("WINDOWS_SERVER_2019_FULL");
    public static readonly OSFamily WINDOWS_SERVER_2019_CORE = new("WINDOWS_SERVER_2019_CORE");
    public static readonly OSFamily WINDOWS_SERVER_2016_FULL = new("WINDOWS_SERVER_2016_FULL");
    public static readonly OSFamily WINDOWS_SERVER_2004_CORE = new("WINDOWS_SERVER_2004_CORE");
    public static readonly OSFamily WINDOWS_SERVER_2022_CORE = new("WINDOWS_SERVER_2022_CORE");
    public static readonly OSFamily WINDOWS_SERVER_2022_FULL = new("WINDOWS_SERVER_2022_FULL");
    public static readonly OSFamily WINDOWS_SERVER_2025_CORE = new("WINDOWS_SERVER_2025_CORE");
    public static readonly OSFamily WINDOWS_SERVER_2025_FULL = new("WINDOWS_SERVER_2025_FULL");
    public static readonly OSFamily WINDOWS_SERVER_20H2_CORE = new("WINDOWS_SERVER_20H2_CORE");
    public static readonly OSFamily LINUX = new("LINUX");

    public static OSFamily FindValue(string value) => FindValue<OSFamily>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OSFamily?(string? value) => FindValue<OSFamily>(value);
}

public class PidMode(string value) : ConstantClass(value)
{
    public static readonly PidMode Host = new("host");
    public static readonly PidMode Task = new("task");

    public static PidMode FindValue(string value) => FindValue<PidMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PidMode?(string? value) => FindValue<PidMode>(value);
}

public class ProxyConfigurationType(string value) : ConstantClass(value)
{
    public static readonly ProxyConfigurationType APPMESH = new("APPMESH");

    public static ProxyConfigurationType FindValue(string value) => FindValue<ProxyConfigurationType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ProxyConfigurationType?(string? value) => FindValue<ProxyConfigurationType>(value);
}

public class TargetType(string value) : ConstantClass(value)
{
    public static readonly TargetType ContainerInstance = new("container-instance");

    public static TargetType FindValue(string value) => FindValue<TargetType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetType?(string? value) => FindValue<TargetType>(value);
}

public class TaskDefinitionPlacementConstraintType(string value) : ConstantClass(value)
{
    public static readonly TaskDefinitionPlacementConstraintType MemberOf = new("memberOf");

    public static TaskDefinitionPlacementConstraintType FindValue(string value) => FindValue<TaskDefinitionPlacementConstraintType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskDefinitionPlacementConstraintType?(string? value) => FindValue<TaskDefinitionPlacementConstraintType>(value);
}

public class TaskDefinitionStatus(string value) : ConstantClass(value)
{
    public static readonly TaskDefinitionStatus ACTIVE = new("ACTIVE");
    public static readonly TaskDefinitionStatus INACTIVE = new("INACTIVE");
    public static readonly TaskDefinitionStatus DELETE_IN_PROGRESS = new("DELETE_IN_PROGRESS");

    public static TaskDefinitionStatus FindValue(string value) => FindValue<TaskDefinitionStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskDefinitionStatus?(string? value) => FindValue<TaskDefinitionStatus>(value);
}
