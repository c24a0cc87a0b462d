using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class Connectivity(string value) : ConstantClass(value)
{
    public static readonly Connectivity CONNECTED = new("CONNECTED");
    public static readonly Connectivity DISCONNECTED = new("DISCONNECTED");

    public static Connectivity FindValue(string value) => FindValue<Connectivity>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Connectivity?(string? value) => FindValue<Connectivity>(value);
}

public class HealthStatus(string value) : ConstantClass(value)
{
    public static readonly HealthStatus HEALTHY = new("HEALTHY");
    public static readonly HealthStatus UNHEALTHY = new("UNHEALTHY");
    public static readonly HealthStatus UNKNOWN = new("UNKNOWN");

    public static HealthStatus FindValue(string value) => FindValue<HealthStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator HealthStatus?(string? value) => FindValue<HealthStatus>(value);
}

public class ManagedAgentName(string value) : ConstantClass(value)
{
    public static readonly ManagedAgentName ExecuteCommandAgent = new("ExecuteCommandAgent");

    public static ManagedAgentName FindValue(string value) => FindValue<ManagedAgentName>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ManagedAgentName?(string? value) => FindValue<ManagedAgentName>(value);
}

public class TaskStopCode(string value) : ConstantClass(value)
{
    public static readonly TaskStopCode TaskFailedToStart = new("TaskFailedToStart");
    public static readonly TaskStopCode EssentialContainerExited = new("EssentialContainerExited");
    public static readonly TaskStopCode UserInitiated = new("UserInitiated");
    public static readonly TaskStopCode ServiceSchedulerInitiated = new("ServiceSchedulerInitiated");
    public static readonly TaskStopCode SpotInterruption = new("SpotInterruption");
    public static readonly TaskStopCode TerminationNotice = new("TerminationNotice");
    public static readonly TaskStopCode InfrastructureHealth = new("InfrastructureHealth");

    public static TaskStopCode FindValue(string value) => FindValue<TaskStopCode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskStopCode?(string? value) => FindValue<TaskStopCode>(value);
}
