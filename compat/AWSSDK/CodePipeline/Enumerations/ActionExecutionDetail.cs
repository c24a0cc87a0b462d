using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CodePipeline;

public class ActionCategory(string value) : ConstantClass(value)
{
    public static readonly ActionCategory Source = new("Source");
    public static readonly ActionCategory Build = new("Build");
    public static readonly ActionCategory Deploy = new("Deploy");
    public static readonly ActionCategory Test = new("Test");
    public static readonly ActionCategory Invoke = new("Invoke");
    public static readonly ActionCategory Approval = new("Approval");
    public static readonly ActionCategory Compute = new("Compute");

    public static ActionCategory FindValue(string value) => FindValue<ActionCategory>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ActionCategory?(string? value) => FindValue<ActionCategory>(value);
}

public class ActionExecutionStatus(string value) : ConstantClass(value)
{
    public static readonly ActionExecutionStatus InProgress = new("InProgress");
    public static readonly ActionExecutionStatus Abandoned = new("Abandoned");
    public static readonly ActionExecutionStatus Succeeded = new("Succeeded");
    public static readonly ActionExecutionStatus Failed = new("Failed");

    public static ActionExecutionStatus FindValue(string value) => FindValue<ActionExecutionStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ActionExecutionStatus?(string? value) => FindValue<ActionExecutionStatus>(value);
}

public class ActionOwner(string value) : ConstantClass(value)
{
    public static readonly ActionOwner AWS = new("AWS");
    public static readonly ActionOwner ThirdParty = new("ThirdParty");
    public static readonly ActionOwner Custom = new("Custom");

    public static ActionOwner FindValue(string value) => FindValue<ActionOwner>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ActionOwner?(string? value) => FindValue<ActionOwner>(value);
}
