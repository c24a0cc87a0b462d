using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class ClusterField(string value) : ConstantClass(value)
{
    public static readonly ClusterField ATTACHMENTS = new("ATTACHMENTS");
    public static readonly ClusterField CONFIGURATIONS = new("CONFIGURATIONS");
    public static readonly ClusterField SETTINGS = new("SETTINGS");
    public static readonly ClusterField STATISTICS = new("STATISTICS");
    public static readonly ClusterField TAGS = new("TAGS");

    public static ClusterField FindValue(string value) => FindValue<ClusterField>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ClusterField?(string? value) => FindValue<ClusterField>(value);
}

public class DesiredStatus(string value) : ConstantClass(value)
{
    public static readonly DesiredStatus RUNNING = new("RUNNING");
    public static readonly DesiredStatus PENDING = new("PENDING");
    public static readonly DesiredStatus STOPPED = new("STOPPED");

    public static DesiredStatus FindValue(string value) => FindValue<DesiredStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DesiredStatus?(string? value) => FindValue<DesiredStatus>(value);
}

public class ServiceField(string value) : ConstantClass(value)
{
    public static readonly ServiceField TAGS = new("TAGS");

    public static ServiceField FindValue(string value) => FindValue<ServiceField>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceField?(string? value) => FindValue<ServiceField>(value);
}

public class StopServiceDeploymentStopType(string value) : ConstantClass(value)
{
    public static readonly StopServiceDeploymentStopType ABORT = new("ABORT");
    public static readonly StopServiceDeploymentStopType ROLLBACK = new("ROLLBACK");

    public static StopServiceDeploymentStopType FindValue(string value) => FindValue<StopServiceDeploymentStopType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StopServiceDeploymentStopType?(string? value) => FindValue<StopServiceDeploymentStopType>(value);
}

public class TaskDefinitionField(string value) : ConstantClass(value)
{
    public static readonly TaskDefinitionField TAGS = new("TAGS");

    public static TaskDefinitionField FindValue(string value) => FindValue<TaskDefinitionField>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskDefinitionField?(string? value) => FindValue<TaskDefinitionField>(value);
}

public class TaskField(string value) : ConstantClass(value)
{
    public static readonly TaskField TAGS = new("TAGS");

    public static TaskField FindValue(string value) => FindValue<TaskField>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TaskField?(string? value) => FindValue<TaskField>(value);
}
