namespace Slipway;

/// <summary>How fast time passes where a release goes to: as it does on AWS, or scaled in the rehearsal.</summary>
/// <param name="Speed">20: a minute of AWS lasts three seconds. 1 on AWS.</param>
internal sealed record Tempo(double Speed)
{
    // The periods that CloudWatch takes for high-resolution metrics (GetMetricData).
    private static readonly int[] Periods = [1, 5, 10, 30, 60];

    public static Tempo OfAws { get; } = new(1);

    /// <summary>Length of the periods that metrics are read in: 60 seconds on AWS, where load balancers publish once a minute.</summary>
    public TimeSpan MetricPeriod => TimeSpan.FromSeconds(Periods.First(seconds => seconds >= Math.Min(60, 60 / Speed)));

    /// <summary>How late metrics are: up to three minutes on AWS; the rehearsal has them at once.</summary>
    public TimeSpan MetricLag => Speed > 1 ? TimeSpan.Zero : TimeSpan.FromMinutes(3);

    /// <summary>How long <paramref name="onAws"/> lasts here.</summary>
    public TimeSpan Scaled(TimeSpan onAws) => onAws / Speed;
}
