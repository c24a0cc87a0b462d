namespace Slipway.Gates;

/// <summary>The time that gates judge: whole periods that CloudWatch knows everything of.</summary>
/// <param name="End">Not part of it.</param>
internal sealed record MetricWindow(DateTimeOffset Start, DateTimeOffset End, TimeSpan Period)
{
    /// <summary>Looked back upon at most, as AWS counts time: hours of good answers must not outweigh a version that has just broken.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The window at <paramref name="now"/>; null: no period is complete and known yet.</summary>
    /// <param name="since">What was measured before does not count.</param>
    public static MetricWindow? Of(DateTimeOffset since, DateTimeOffset now, Tempo tempo)
    {
        var end = Down(now - tempo.MetricLag, tempo.MetricPeriod);
        var oldest = end - tempo.Scaled(Longest);
        var start = Up(since > oldest ? since : oldest, tempo.MetricPeriod);
        return start < end ? new MetricWindow(start, end, tempo.MetricPeriod) : null;
    }

    /// <summary>When the first window since an instant ends and is known.</summary>
    public static DateTimeOffset FirstKnown(DateTimeOffset since, Tempo tempo) => Up(since, tempo.MetricPeriod) + tempo.MetricPeriod + tempo.MetricLag;

    // Periods begin at multiples of themselves, as CloudWatch's do.
    private static DateTimeOffset Down(DateTimeOffset time, TimeSpan period) => new(time.UtcTicks - (time.UtcTicks % period.Ticks), TimeSpan.Zero);

    private static DateTimeOffset Up(DateTimeOffset time, TimeSpan period) => Down(time + period - TimeSpan.FromTicks(1), period);

    /// <inheritdoc/>
    public override string ToString() => $"{Start:HH:mm:ss} to {End:HH:mm:ss} UTC in periods of {Period.TotalSeconds:0} s";
}
