using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class AccessType(string value) : ConstantClass(value)
{
    public static readonly AccessType PUBLIC = new("PUBLIC");
    public static readonly AccessType PRIVATE = new("PRIVATE");

    public static AccessType FindValue(string value) => FindValue<AccessType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AccessType?(string? value) => FindValue<AccessType>(value);
}

public class AssignPublicIp(string value) : ConstantClass(value)
{
    public static readonly AssignPublicIp ENABLED = new("ENABLED");
    public static readonly AssignPublicIp DISABLED = new("DISABLED");

    public static AssignPublicIp FindValue(string value) => FindValue<AssignPublicIp>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AssignPublicIp?(string? value) => FindValue<AssignPublicIp>(value);
}

public class LaunchType(string value) : ConstantClass(value)
{
    public static readonly LaunchType EC2 = new("EC2");
    public static readonly LaunchType FARGATE = new("FARGATE");
    public static readonly LaunchType EXTERNAL = new("EXTERNAL");
    public static readonly LaunchType MANAGED_INSTANCES = new("MANAGED_INSTANCES");

    public static LaunchType FindValue(string value) => FindValue<LaunchType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator LaunchType?(string? value) => FindValue<LaunchType>(value);
}

public class ManagedResourceStatus(string value) : ConstantClass(value)
{
    public static readonly ManagedResourceStatus PROVISIONING = new("PROVISIONING");
    public static readonly ManagedResourceStatus ACTIVE = new("ACTIVE");
    public static readonly ManagedResourceStatus DEPROVISIONING = new("DEPROVISIONING");
    public static readonly ManagedResourceStatus DELETED = new("DELETED");
    public static readonly ManagedResourceStatus FAILED = new("FAILED");

    public static ManagedResourceStatus FindValue(string value) => FindValue<ManagedResourceStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ManagedResourceStatus?(string? value) => FindValue<ManagedResourceStatus>(value);
}
