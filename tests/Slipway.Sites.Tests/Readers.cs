namespace Slipway.Publishing;

/// <summary>
/// People who read the site all the time, each on a connection of its own: pages, deep links, announcements, and tabs that are left open until one
/// or two releases later. Half of them take compressed answers.
/// </summary>
internal sealed class Readers : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyList<Viewer> _viewers;
    private readonly Func<int> _released;
    private readonly bool _announced;
    private readonly Task _reading;
    private int _oldTabs;

    /// <param name="released">How many releases have been published so far.</param>
    /// <param name="announced">Whether they look at announcements: one of a release that is taken back outlives its page for a moment.</param>
    public Readers(Uri site, Func<int> released, int count = 4, bool announced = true)
    {
        (_released, _announced) = (released, announced);
        _viewers = [.. Enumerable.Range(0, count).Select(number => new Viewer(site, compressed: number % 2 == 1))];
        _reading = Task.WhenAll(_viewers.Select((viewer, number) => Task.Run(() => Read(viewer, number))));
    }

    /// <summary>Everything that somebody should not have got.</summary>
    public IReadOnlyList<string> Wrong => [.. _viewers.SelectMany(viewer => viewer.Wrong)];

    /// <summary>The builds whose pages were seen.</summary>
    public IReadOnlyList<int> Builds => [.. _viewers.SelectMany(viewer => viewer.Builds.Keys).Distinct().Order()];

    /// <summary>How often somebody went on in a page that was opened before a release.</summary>
    public int OldTabs => Volatile.Read(ref _oldTabs);

    public async Task Stop()
    {
        await _end.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        foreach (var viewer in _viewers)
            viewer.Dispose();
        _end.Dispose();
    }

    private async Task Read(Viewer viewer, int number)
    {
        var pages = SiteBuild.Pages.Skip(1).ToList();
        Queue<(Tab Tab, int From)> open = new();
        try
        {
            for (var turn = number; ; turn++)
            {
                var before = _released();
                if (await viewer.Open(turn % 2 == 0 ? "/" : "/cart/42", "index.html", _end.Token) is { } tab && (open.Count == 0 || turn % 7 == 0))
                    open.Enqueue((tab, before));

                var page = pages[turn % pages.Count];
                await viewer.Open($"/{page}", page, _end.Token);
                if (_announced)
                    await viewer.Announced(_end.Token);
                await GoOn(viewer, open, later: 1 + (number / 2 % 2));
                await Task.Delay(Pause, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }

    private async Task GoOn(Viewer viewer, Queue<(Tab Tab, int From)> open, int later)
    {
        while (open.TryPeek(out var oldest) && _released() >= oldest.From + later)
        {
            await viewer.GoOn(open.Dequeue().Tab, _end.Token);
            Interlocked.Increment(ref _oldTabs);
        }
    }
}
