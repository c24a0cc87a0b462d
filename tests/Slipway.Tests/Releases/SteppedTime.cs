using System.Diagnostics;

namespace Slipway.Tests.Releases;

/// <summary>A clock that moves when it is told to, and lets the timers that fall due go off in their order.</summary>
internal sealed class SteppedTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<Due> _timers = [];
    private DateTimeOffset _now = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Due(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (Next(end) is { } timer)
            timer();
    }

    /// <summary>Lets time pass in steps of half a second until a condition holds, for at most <paramref name="limit"/> of it.</summary>
    public async Task Pass(Func<bool> until, TimeSpan limit)
    {
        var end = GetUtcNow() + limit;
        var watch = Stopwatch.StartNew();
        while (!await Soon(until, TimeSpan.FromMilliseconds(10)))
        {
            Assert.True(watch.Elapsed < Patience, "It did not come to that.");
            if (GetUtcNow() < end)
                Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    /// <summary>Lets time pass in steps of half a second, and what goes off in each come to rest.</summary>
    public async Task Pass(TimeSpan time)
    {
        for (var end = GetUtcNow() + time; GetUtcNow() < end;)
        {
            Advance(TimeSpan.FromSeconds(0.5));
            await Soon(() => false, TimeSpan.FromMilliseconds(2));
        }
    }

    /// <summary>The same time on a machine whose clock is set wrong.</summary>
    public TimeProvider WrongBy(TimeSpan offset) => new Wrong(this, offset);

    private static async Task<bool> Soon(Func<bool> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
                return false;

            await Task.Delay(1);
        }

        return true;
    }

    private Action? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.At <= end).MinBy(timer => timer.At);
            if (next is null)
            {
                _now = end;
                return null;
            }

            _now = next.At > _now ? next.At : _now;
            _timers.Remove(next);
            return next.Callback;
        }
    }

    private sealed class Due(SteppedTime time, Action callback) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                At = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Wrong(SteppedTime time, TimeSpan offset) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + offset;
        public override long GetTimestamp() => time.GetTimestamp();
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
