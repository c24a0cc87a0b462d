using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>
/// The stretches of time that values are told for. They begin at multiples of themselves since 1970. Unlike AWS, which has them for
/// custom metrics alone, this cloud offers those below a minute for all: its time can be scaled, and then a minute is long.
/// </summary>
internal static class Periods
{
    /// <exception cref="AwsError">Not a period of CloudWatch.</exception>
    public static int Valid(int period) => period is 1 or 5 or 10 or 20 or 30 || (period > 0 && period % 60 == 0)
        ? period
        : throw new AwsError("ValidationError", $"Period {period} is not valid; valid: 1, 5, 10, 20, 30, and multiples of 60");

    /// <summary>The beginning of the period that a time is in, in seconds since 1970.</summary>
    public static long Of(DateTimeOffset time, int period) => Of(time.ToUnixTimeSeconds(), period);

    public static long Of(long seconds, int period) => seconds / period * period;

    /// <summary>
    /// Where what is asked for up to a time ends, not included. With periods of 5 to 30 seconds the time is rounded down as the
    /// start is, so that a period that is not over is not told
    /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html, StartTime).
    /// </summary>
    public static long End(DateTimeOffset time, int period) => period is > 1 and < 60 ? Of(time, period) : time.ToUnixTimeSeconds();
}
