using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CodePipeline;

public class StartTimeRange(string value) : ConstantClass(value)
{
    public static readonly StartTimeRange Latest = new("Latest");
    public static readonly StartTimeRange All = new("All");

    public static StartTimeRange FindValue(string value) => FindValue<StartTimeRange>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StartTimeRange?(string? value) => FindValue<StartTimeRange>(value);
}
