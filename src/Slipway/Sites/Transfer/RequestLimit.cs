namespace Slipway.Sites.Transfer;

/// <summary>What became of a request, for those that come after it.</summary>
internal enum Outcome
{
    /// <summary>It was answered.</summary>
    Served,

    /// <summary>It was not served because there were too many, or as if there were.</summary>
    Congested,

    /// <summary>It tells nothing about how many there may be.</summary>
    Other,
}

/// <summary>
/// How many requests are under way at once. It begins with as many as hide the latency of a nearby region, grows by one for each round that
/// is served, and halves when the server asks for less. While answers come about as quickly as the quickest did, nothing queues up
/// anywhere, and it grows by one for each request.
/// </summary>
internal sealed class RequestLimit
{
    public const int First = 32;
    public const int Least = 4;
    public const int Most = 256;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private double _limit = First;
    private int _underWay;
    private int _cuts;
    private TimeSpan _quickest = TimeSpan.MaxValue;

    public int Now
    {
        get
        {
            lock (_lock)
                return (int)_limit;
        }
    }

    /// <summary>Waits until one more may be under way. What it gives is for <see cref="Leave"/>.</summary>
    public ValueTask<int> Enter(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        TaskCompletionSource<int> waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _underWay < (int)_limit)
            {
                _underWay++;
                return ValueTask.FromResult(_cuts);
            }

            _waiting.Enqueue(waiter = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return Wait(waiter, ct);
    }

    /// <param name="entered">What <see cref="Enter"/> gave.</param>
    /// <param name="took">From request to answer, of a request of the usual kind and size; null: it was another.</param>
    public void Leave(int entered, Outcome outcome, TimeSpan? took)
    {
        lock (_lock)
        {
            // Only a full house says that there could be more.
            var full = _underWay >= (int)_limit;
            _underWay--;
            if (took < _quickest && outcome == Outcome.Served)
                _quickest = took.Value;

            if (outcome == Outcome.Served && full)
                Grow(took);
            else if (outcome == Outcome.Congested)
                Cut(entered);

            while (_underWay < (int)_limit && _waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult(_cuts))
                    _underWay++;
            }
        }
    }

    private void Grow(TimeSpan? took)
    {
        var isQuick = _cuts == 0 && took is { } time && time <= _quickest * 2;
        _limit = Math.Min(Most, _limit + (isQuick ? 1 : 1 / _limit));
    }

    /// <summary>The requests that were under way when it was cut do not cut it again.</summary>
    private void Cut(int entered)
    {
        if (entered != _cuts)
            return;

        _cuts++;
        _limit = Math.Max(Least, _limit / 2);
    }

    private static async ValueTask<int> Wait(TaskCompletionSource<int> waiter, CancellationToken ct)
    {
        await using var stop = ct.UnsafeRegister(static (state, token) => ((TaskCompletionSource<int>)state!).TrySetCanceled(token), waiter);
        return await waiter.Task;
    }
}
