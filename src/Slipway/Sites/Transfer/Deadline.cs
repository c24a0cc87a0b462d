namespace Slipway.Sites.Transfer;

/// <summary>Ends a request that makes no progress. A network keeps to no other clock than the machine's.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeSpan _patience;

    public Deadline(TimeSpan patience, CancellationToken ct)
    {
        (_patience, _source) = (patience, CancellationTokenSource.CreateLinkedTokenSource(ct));
        Renew();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>There was progress.</summary>
    public void Renew() => _source.CancelAfter(_patience);

    public void Dispose() => _source.Dispose();
}
