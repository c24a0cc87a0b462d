using Slipway.Output;

namespace Slipway.Releases;

/// <summary>The deploy lock in the hands of this run, renewed until it is disposed of, which gives it back.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private static readonly TimeSpan GivingBack = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly IReleaseBucket _bucket;
    private readonly LockTimes _times;
    private readonly IOutput _output;
    private readonly TimeProvider _time;
    private readonly Task _beating;
    private LockDocument _document;
    private string _etag;
    private long _renewed;
    private Exception? _trouble;

    /// <param name="sent">Time stamp of <paramref name="time"/> from before the write: the lease began no earlier on S3's clock.</param>
    internal HeldLock(IReleaseBucket bucket, LockTimes times, IOutput output, TimeProvider time, LockDocument document, string etag, long sent)
    {
        (_bucket, _times, _output, _time, _document, _etag, _renewed) = (bucket, times, output, time, document, etag, sent);
        _beating = Beat(_end.Token);
    }

    /// <summary>
    /// Cancelled when this run must stop changing things: another run took over, or the lock could not be renewed for so long that one may
    /// take it in a moment. <see cref="Loss"/> says which.
    /// </summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why the lock is lost; null while it is held.</summary>
    public DeployException? Loss { get; private set; }

    /// <exception cref="DeployException"><see cref="Loss"/>.</exception>
    public void Demand()
    {
        if (Loss is { } loss)
            throw loss;
    }

    /// <summary>Ends the renewals and gives the lock back, unless it is lost. What fails here is told: the lease ends it in any case.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
            return;

        await _end.CancelAsync();
        await _beating;
        if (Loss is null)
            await GiveBack();

        _end.Dispose();
        _lost.Dispose();
    }

    private async Task Beat(CancellationToken end)
    {
        var pause = _times.Beat;
        while (Loss is null)
        {
            await Task.Delay(pause, _time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested)
                return;

            pause = await Renew(end) ? _times.Beat : _times.Poll;
        }

        _output.Emit(new LockLost(Loss.Message));
        await _lost.CancelAsync();
    }

    /// <summary>Writes the lock once more. False: it did not come to that yet, or never will (<see cref="Loss"/>).</summary>
    private async Task<bool> Renew(CancellationToken end)
    {
        var sent = _time.GetTimestamp();
        var left = _times.Patience - _time.GetElapsedTime(_renewed, sent);
        if (left <= TimeSpan.Zero)
        {
            Loss = OutOfReach();
            return false;
        }

        using var bound = new CancellationTokenSource(left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, end);
        try
        {
            var next = _document with { Beat = _document.Beat + 1 };
            if (await _bucket.Put(DeployLock.Key, next.ToJson(), new PutCondition.IfMatch(_etag), either.Token) is not { } written)
            {
                await LookWhy(either.Token);
                return false;
            }

            (_document, _etag, _renewed, _trouble) = (next, written.ETag, sent, null);
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            // Whatever it is that keeps the lock from being renewed: the lease runs out meanwhile.
            _trouble = exception;
            return false;
        }
    }

    /// <summary>Somebody else's lock is there, or none, or this run's own whose answer was lost on the way.</summary>
    private async Task LookWhy(CancellationToken ct)
    {
        var stored = await _bucket.Get(DeployLock.Key, ct);
        var found = stored is null ? null : LockDocument.Parse(_bucket.Name, stored);
        if (found?.Token == _document.Token)
            (_document, _etag) = (found with { Since = _document.Since }, stored!.ETag);
        else
            Loss = TakenOver(found?.Owner);
    }

    private async Task GiveBack()
    {
        using var bound = new CancellationTokenSource(GivingBack, _time);
        try
        {
            if (await _bucket.Delete(DeployLock.Key, _etag, bound.Token))
                return;

            await LookWhy(bound.Token);
            if (Loss is null && await _bucket.Delete(DeployLock.Key, _etag, bound.Token))
                return;

            _output.Emit(Loss is { } loss ? new LockLost(loss.Message) : new LockLeft(_bucket.Name, "It changed while it was given back."));
        }
        catch (Exception exception) when (exception is DeployException or OperationCanceledException)
        {
            _output.Emit(new LockLeft(_bucket.Name, exception.Message));
        }
    }

    private DeployException TakenOver(LockOwner? by) => new(
        $"""
         This run has lost the deploy lock s3://{_bucket.Name}/{DeployLock.Key}: {(by is null ? "it was deleted" : "another run took it over")}.
           holder  {by?.ToString() ?? "nobody"}
           run     {by?.RunUrl ?? "not known"}
           try     read that run; what it leaves is what counts
         """,
        Verdict.Superseded);

    private DeployException OutOfReach() => new(
        $"""
         The deploy lock s3://{_bucket.Name}/{DeployLock.Key} could not be renewed for {_times.Patience.TotalSeconds:0} s, and another run may take it soon.
           reason  {(_trouble is null or OperationCanceledException ? "no answer came in time" : _trouble.Message)}
           try     check the network between this machine and S3, then deploy again
         """,
        inner: _trouble);
}
