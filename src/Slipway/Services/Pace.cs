namespace Slipway.Services;

/// <summary>The time between looks at ECS: short at first and after every change, then longer.</summary>
internal sealed class Pace(TimeProvider time, Tempo tempo)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    // Where a minute lasts a second, five seconds are long.
    private readonly TimeSpan _longest = TimeSpan.FromSeconds(Math.Clamp(tempo.Scaled(TimeSpan.FromSeconds(5)).TotalSeconds, 1, 5));

    private TimeSpan _next = Shortest;

    public Pace(TimeProvider time)
        : this(time, Tempo.OfAws)
    {
    }

    public async Task Wait(bool moved, CancellationToken ct)
    {
        if (moved)
            _next = Shortest;

        await Task.Delay(_next, time, ct);
        _next = TimeSpan.FromTicks(Math.Min((_next * 1.5).Ticks, _longest.Ticks));
    }

    /// <summary>After a throttled or failed look.</summary>
    public void SlowDown() => _next = _longest;
}
