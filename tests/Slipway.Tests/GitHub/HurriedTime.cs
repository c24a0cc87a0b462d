namespace Slipway.Tests.GitHub;

/// <summary>A clock on which every delay passes at once, and that keeps how long each was to be.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 4, 5, 6, TimeSpan.Zero);

    public List<double> Seconds { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Seconds.Add(dueTime.TotalSeconds);
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
