namespace Slipway.Services;

/// <summary>The time between looks at ECS: short at first and after every change, then longer.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = Shortest;

    public async Task Wait(bool moved, CancellationToken ct)
    {
        if (moved)
            _next = Shortest;

        await Task.Delay(_next, time, ct);
        _next = TimeSpan.FromTicks(Math.Min((_next * 1.5).Ticks, Longest.Ticks));
    }

    /// <summary>After a throttled or failed look.</summary>
    public void SlowDown() => _next = Longest;
}
