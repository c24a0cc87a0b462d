namespace Slipway.Rehearsal;

/// <summary>
/// The speed of the cloud. Durations that AWS lets pass (health check intervals, draining, scheduling) are divided by it;
/// time stamps stay those of the clock.
/// </summary>
/// <param name="Speed">60: a minute of AWS lasts a second. At least 1.</param>
internal sealed record RehearsalTime(TimeProvider Clock, double Speed)
{
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>How long <paramref name="onAws"/> lasts here.</summary>
    public TimeSpan Scaled(TimeSpan onAws) => onAws / Speed;

    /// <summary>Lets the scaled <paramref name="onAws"/> pass.</summary>
    public Task Pass(TimeSpan onAws, CancellationToken ct) => Task.Delay(Scaled(onAws), Clock, ct);
}
