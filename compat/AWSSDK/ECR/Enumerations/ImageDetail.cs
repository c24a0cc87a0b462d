using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECR;

public class FindingSeverity(string value) : ConstantClass(value)
{
    public static readonly FindingSeverity INFORMATIONAL = new("INFORMATIONAL");
    public static readonly FindingSeverity LOW = new("LOW");
    public static readonly FindingSeverity MEDIUM = new("MEDIUM");
    public static readonly FindingSeverity HIGH = new("HIGH");
    public static readonly FindingSeverity CRITICAL = new("CRITICAL");
    public static readonly FindingSeverity UNDEFINED = new("UNDEFINED");

    public static FindingSeverity FindValue(string value) => FindValue<FindingSeverity>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator FindingSeverity?(string? value) => FindValue<FindingSeverity>(value);
}

public class ImageStatus(string value) : ConstantClass(value)
{
    public static readonly ImageStatus ACTIVE = new("ACTIVE");
    public static readonly ImageStatus ARCHIVED = new("ARCHIVED");
    public static readonly ImageStatus ACTIVATING = new("ACTIVATING");

    public static ImageStatus FindValue(string value) => FindValue<ImageStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ImageStatus?(string? value) => FindValue<ImageStatus>(value);
}

public class ScanStatus(string value) : ConstantClass(value)
{
    public static readonly ScanStatus IN_PROGRESS = new("IN_PROGRESS");
    public static readonly ScanStatus COMPLETE = new("COMPLETE");
    public static readonly ScanStatus FAILED = new("FAILED");
    public static readonly ScanStatus UNSUPPORTED_IMAGE = new("UNSUPPORTED_IMAGE");
    public static readonly ScanStatus ACTIVE = new("ACTIVE");
    public static readonly ScanStatus PENDING = new("PENDING");
    public static readonly ScanStatus SCAN_ELIGIBILITY_EXPIRED = new("SCAN_ELIGIBILITY_EXPIRED");
    public static readonly ScanStatus FINDINGS_UNAVAILABLE = new("FINDINGS_UNAVAILABLE");
    public static readonly ScanStatus LIMIT_EXCEEDED = new("LIMIT_EXCEEDED");
    public static readonly ScanStatus IMAGE_ARCHIVED = new("IMAGE_ARCHIVED");

    public static ScanStatus FindValue(string value) => FindValue<ScanStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScanStatus?(string? value) => FindValue<ScanStatus>(value);
}
