using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECR;

public class ScanType(string value) : ConstantClass(value)
{
    public static readonly ScanType BASIC = new("BASIC");
    public static readonly ScanType ENHANCED = new("ENHANCED");

    public static ScanType FindValue(string value) => FindValue<ScanType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScanType?(string? value) => FindValue<ScanType>(value);
}

public class ScanFrequency(string value) : ConstantClass(value)
{
    public static readonly ScanFrequency SCAN_ON_PUSH = new("SCAN_ON_PUSH");
    public static readonly ScanFrequency CONTINUOUS_SCAN = new("CONTINUOUS_SCAN");
    public static readonly ScanFrequency MANUAL = new("MANUAL");

    public static ScanFrequency FindValue(string value) => FindValue<ScanFrequency>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScanFrequency?(string? value) => FindValue<ScanFrequency>(value);
}

public class ScanningRepositoryFilterType(string value) : ConstantClass(value)
{
    public static readonly ScanningRepositoryFilterType WILDCARD = new("WILDCARD");

    public static ScanningRepositoryFilterType FindValue(string value) => FindValue<ScanningRepositoryFilterType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScanningRepositoryFilterType?(string? value) => FindValue<ScanningRepositoryFilterType>(value);
}
