using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class FunctionRuntime(string value) : ConstantClass(value)
{
    public static readonly FunctionRuntime CloudfrontJs10 = new("cloudfront-js-1.0");
    public static readonly FunctionRuntime CloudfrontJs20 = new("cloudfront-js-2.0");

    public static FunctionRuntime FindValue(string value) => FindValue<FunctionRuntime>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator FunctionRuntime?(string? value) => FindValue<FunctionRuntime>(value);
}

public class FunctionStage(string value) : ConstantClass(value)
{
    public static readonly FunctionStage DEVELOPMENT = new("DEVELOPMENT");
    public static readonly FunctionStage LIVE = new("LIVE");

    public static FunctionStage FindValue(string value) => FindValue<FunctionStage>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator FunctionStage?(string? value) => FindValue<FunctionStage>(value);
}
