using System.Globalization;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>A statistic of a period: SampleCount, Sum, Average, Minimum, Maximum, or a percentile such as p95 or p99.9.</summary>
internal sealed record Statistic(string Name, double? Percentile = null)
{
    /// <exception cref="AwsError">Not a statistic that the rehearsal cloud computes.</exception>
    public static Statistic Parse(string text) =>
        text is "SampleCount" or "Sum" or "Average" or "Minimum" or "Maximum" ? new(text)
        : text.StartsWith('p') && double.TryParse(text.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percentile) && percentile is >= 0 and <= 100
            ? new(text, percentile)
        : throw new AwsError("InvalidParameterValue", $"The value {text} for parameter Stat is not supported; valid: SampleCount, Sum, Average, Minimum, Maximum, p0 to p100");
}
