namespace Slipway.Sites.Transfer;

/// <summary>
/// Ends a request that makes no progress, or whose run is stopped. A write that was sent whole may be carried out at any time, also when nobody waits for its answer any more, and
/// would then come after what takes it back: it is waited for. A network keeps to no other clock than the machine's.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private const int Open = 0;
    private const int Sent = 1;
    private const int Stopped = 2;

    // S3 answers in less than a second, and a run that is stopped has seconds.
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly TimeSpan _patience;
    private int _state;
    private volatile bool _isLast;

    public Deadline(TimeSpan patience, CancellationToken ct)
    {
        _patience = patience;
        Renew();
        _stop = ct.UnsafeRegister(static state => ((Deadline)state!).Stop(), this);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>There was progress.</summary>
    public void Renew()
    {
        if (!_isLast)
            _source.CancelAfter(_patience);
    }

    /// <summary>The last of a write is about to be sent.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped before.</exception>
    public void Commit()
    {
        if (Interlocked.CompareExchange(ref _state, Sent, Open) == Stopped)
            throw new OperationCanceledException(Token);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _source.Dispose();
    }

    private void Stop()
    {
        if (Interlocked.CompareExchange(ref _state, Stopped, Open) != Sent)
        {
            _source.Cancel();
            return;
        }

        _isLast = true;
        _source.CancelAfter(LastWait);
    }
}
