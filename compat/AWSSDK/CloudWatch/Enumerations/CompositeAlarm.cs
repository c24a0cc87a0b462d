using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class ActionsSuppressedBy(string value) : ConstantClass(value)
{
    public static readonly ActionsSuppressedBy WaitPeriod = new("WaitPeriod");
    public static readonly ActionsSuppressedBy ExtensionPeriod = new("ExtensionPeriod");
    public static readonly ActionsSuppressedBy Alarm = new("Alarm");

    public static ActionsSuppressedBy FindValue(string value) => FindValue<ActionsSuppressedBy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ActionsSuppressedBy?(string? value) => FindValue<ActionsSuppressedBy>(value);
}

public class StateValue(string value) : ConstantClass(value)
{
    public static readonly StateValue OK = new("OK");
    public static readonly StateValue ALARM = new("ALARM");
    public static readonly StateValue INSUFFICIENT_DATA = new("INSUFFICIENT_DATA");

    public static StateValue FindValue(string value) => FindValue<StateValue>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StateValue?(string? value) => FindValue<StateValue>(value);
}
