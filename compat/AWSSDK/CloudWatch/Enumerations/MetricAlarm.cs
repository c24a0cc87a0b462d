using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

public class ComparisonOperator(string value) : ConstantClass(value)
{
    public static readonly ComparisonOperator GreaterThanOrEqualToThreshold = new("GreaterThanOrEqualToThreshold");
    public static readonly ComparisonOperator GreaterThanThreshold = new("GreaterThanThreshold");
    public static readonly ComparisonOperator LessThanThreshold = new("LessThanThreshold");
    public static readonly ComparisonOperator LessThanOrEqualToThreshold = new("LessThanOrEqualToThreshold");
    public static readonly ComparisonOperator LessThanLowerOrGreaterThanUpperThreshold = new("LessThanLowerOrGreaterThanUpperThreshold");
    public static readonly ComparisonOperator LessThanLowerThreshold = new("LessThanLowerThreshold");
    public static readonly ComparisonOperator GreaterThanUpperThreshold = new("GreaterThanUpperThreshold");

    public static ComparisonOperator FindValue(string value) => FindValue<ComparisonOperator>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ComparisonOperator?(string? value) => FindValue<ComparisonOperator>(value);
}

public class EvaluationState(string value) : ConstantClass(value)
{
    public static readonly EvaluationState PARTIAL_DATA = new("PARTIAL_DATA");
    public static readonly EvaluationState EVALUATION_FAILURE = new("EVALUATION_FAILURE");
    public static readonly EvaluationState EVALUATION_ERROR = new("EVALUATION_ERROR");

    public static EvaluationState FindValue(string value) => FindValue<EvaluationState>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EvaluationState?(string? value) => FindValue<EvaluationState>(value);
}

public class Statistic(string value) : ConstantClass(value)
{
    public static readonly Statistic SampleCount = new("SampleCount");
    public static readonly Statistic Average = new("Average");
    public static readonly Statistic Sum = new("Sum");
    public static readonly Statistic Minimum = new("Minimum");
    public static readonly Statistic Maximum = new("Maximum");

    public static Statistic FindValue(string value) => FindValue<Statistic>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Statistic?(string? value) => FindValue<Statistic>(value);
}
