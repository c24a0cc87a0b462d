using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class AlarmType(string value) : ConstantClass(value)
{
    public static readonly AlarmType CompositeAlarm = new("CompositeAlarm");
    public static readonly AlarmType MetricAlarm = new("MetricAlarm");
    public static readonly AlarmType LogAlarm = new("LogAlarm");

    public static AlarmType FindValue(string value) => FindValue<AlarmType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AlarmType?(string? value) => FindValue<AlarmType>(value);
}

public class ScanBy(string value) : ConstantClass(value)
{
    public static readonly ScanBy TimestampDescending = new("TimestampDescending");
    public static readonly ScanBy TimestampAscending = new("TimestampAscending");

    public static ScanBy FindValue(string value) => FindValue<ScanBy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScanBy?(string? value) => FindValue<ScanBy>(value);
}
