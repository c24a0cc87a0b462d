using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class ScaleUnit(string value) : ConstantClass(value)
{
    public static readonly ScaleUnit PERCENT = new("PERCENT");

    public static ScaleUnit FindValue(string value) => FindValue<ScaleUnit>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScaleUnit?(string? value) => FindValue<ScaleUnit>(value);
}

public class StabilityStatus(string value) : ConstantClass(value)
{
    public static readonly StabilityStatus STEADY_STATE = new("STEADY_STATE");
    public static readonly StabilityStatus STABILIZING = new("STABILIZING");

    public static StabilityStatus FindValue(string value) => FindValue<StabilityStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StabilityStatus?(string? value) => FindValue<StabilityStatus>(value);
}
