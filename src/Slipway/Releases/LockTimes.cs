namespace Slipway.Releases;

/// <summary>The rhythm of the deploy lock.</summary>
/// <param name="Lease">How long the lock is held after the last renewal.</param>
/// <param name="Beat">Time between renewals.</param>
/// <param name="Poll">Least time between looks of a run that waits for the lock; the most is twice that.</param>
internal sealed record LockTimes(TimeSpan Lease, TimeSpan Beat, TimeSpan Poll)
{
    /// <summary>One minute, four renewals in it.</summary>
    public static LockTimes Aws { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(3));

    /// <summary>On this machine nothing is lost on the way, and nobody should wait a minute after a run that was killed.</summary>
    public static LockTimes Loopback { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5));

    /// <summary>
    /// Time after the last renewal that succeeded, at which the holder gives up: one beat before anybody else may begin, so that it can stop.
    /// </summary>
    public TimeSpan Patience => Lease - Beat;

    /// <param name="tempo">Where time passes more than sixty times faster than on AWS, so does the lease, which is two seconds at least.</param>
    public static LockTimes Of(bool isLoopback, Tempo tempo)
    {
        if (!isLoopback)
            return Aws;

        var lease = TimeSpan.FromSeconds(Math.Clamp(600 / tempo.Speed, 2, Loopback.Lease.TotalSeconds));
        return Loopback with { Lease = lease, Beat = lease / 5 };
    }
}

/// <summary>What to do while another run holds the lock.</summary>
internal enum LockWait
{
    Refuse,
    Wait,
}
