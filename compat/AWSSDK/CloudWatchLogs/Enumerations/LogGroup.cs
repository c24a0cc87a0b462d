using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

public class DataProtectionStatus(string value) : ConstantClass(value)
{
    public static readonly DataProtectionStatus ACTIVATED = new("ACTIVATED");
    public static readonly DataProtectionStatus DELETED = new("DELETED");
    public static readonly DataProtectionStatus ARCHIVED = new("ARCHIVED");
    public static readonly DataProtectionStatus DISABLED = new("DISABLED");

    public static DataProtectionStatus FindValue(string value) => FindValue<DataProtectionStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DataProtectionStatus?(string? value) => FindValue<DataProtectionStatus>(value);
}

public class InheritedProperty(string value) : ConstantClass(value)
{
    public static readonly InheritedProperty ACCOUNT_DATA_PROTECTION = new("ACCOUNT_DATA_PROTECTION");

    public static InheritedProperty FindValue(string value) => FindValue<InheritedProperty>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator InheritedProperty?(string? value) => FindValue<InheritedProperty>(value);
}

public class LogGroupClass(string value) : ConstantClass(value)
{
    public static readonly LogGroupClass STANDARD = new("STANDARD");
    public static readonly LogGroupClass INFREQUENT_ACCESS = new("INFREQUENT_ACCESS");
    public static readonly LogGroupClass DELIVERY = new("DELIVERY");

    public static LogGroupClass FindValue(string value) => FindValue<LogGroupClass>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator LogGroupClass?(string? value) => FindValue<LogGroupClass>(value);
}
