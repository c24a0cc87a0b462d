using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class ServiceConnectAccessLoggingFormat(string value) : ConstantClass(value)
{
    public static readonly ServiceConnectAccessLoggingFormat TEXT = new("TEXT");
    public static readonly ServiceConnectAccessLoggingFormat JSON = new("JSON");

    public static ServiceConnectAccessLoggingFormat FindValue(string value) => FindValue<ServiceConnectAccessLoggingFormat>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceConnectAccessLoggingFormat?(string? value) => FindValue<ServiceConnectAccessLoggingFormat>(value);
}

public class ServiceConnectIncludeQueryParameters(string value) : ConstantClass(value)
{
    public static readonly ServiceConnectIncludeQueryParameters DISABLED = new("DISABLED");
    public static readonly ServiceConnectIncludeQueryParameters ENABLED = new("ENABLED");

    public static ServiceConnectIncludeQueryParameters FindValue(string value) => FindValue<ServiceConnectIncludeQueryParameters>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceConnectIncludeQueryParameters?(string? value) => FindValue<ServiceConnectIncludeQueryParameters>(value);
}
