using System.Collections.Concurrent;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>An answer of an origin, whole, as viewers with the same cache key get it.</summary>
/// <param name="Headers">Without those of a connection, and without Content-Length.</param>
/// <param name="Fetched">When the origin was asked: what an invalidation is compared with.</param>
/// <param name="Validated">When it was last known to be the origin's: what Age counts from.</param>
internal sealed record CachedResponse(
    string Url, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body,
    DateTimeOffset Fetched, DateTimeOffset Validated, DateTimeOffset FreshUntil)
{
    /// <summary>The page that was shown in place of this error; null: none was. It stays for as long as the error does, whatever becomes of the page.</summary>
    public CachedResponse? Shown { get; init; }

    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }
}

/// <summary>The cache of one distribution, in memory: CloudFront promises to keep nothing, so a restart may empty it.</summary>
internal sealed class EdgeCache
{
    /// <summary>What is larger is passed on and not kept. (CloudFront keeps up to 50 GB; this cache is in memory.)</summary>
    public const long LargestBody = 64L << 20;

    /// <summary>A crawler with random paths, or a folder of videos, must not fill the memory.</summary>
    private const int MostEntries = 50_000;
    private const long MostBytes = 512L << 20;

    private readonly ConcurrentDictionary<string, CachedResponse> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<CachedResponse?>> _fetches = new(StringComparer.Ordinal);

    /// <summary>Of all bodies, near enough: two that replace one at the same time may count it twice.</summary>
    private long _bytes;

    /// <summary>What is there, fresh or stale; null when there is nothing, or it was invalidated.</summary>
    public CachedResponse? Find(CacheKey key, IReadOnlyList<Purge> purges, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(key.Text, out var found))
            return null;

        if (!purges.Any(purge => purge.Removes(found.Url, found.Fetched, now)))
            return found;

        if (_entries.TryRemove(KeyValuePair.Create(key.Text, found)))
            Interlocked.Add(ref _bytes, -found.Body.Length);

        return null;
    }

    public void Keep(CacheKey key, CachedResponse response)
    {
        var replaced = _entries.TryGetValue(key.Text, out var before) ? before.Body.Length : 0;
        if (Interlocked.Add(ref _bytes, response.Body.Length - replaced) > MostBytes || _entries.Count >= MostEntries)
        {
            _entries.Clear();
            Interlocked.Exchange(ref _bytes, response.Body.Length);
        }

        _entries[key.Text] = response;
    }

    /// <summary>
    /// Runs <paramref name="fetch"/> for the first of those that want a key at the same time; the others get what it brought. Null for
    /// them when it cannot be shared, and for the first when <paramref name="fetch"/> gave it to its viewer itself.
    /// </summary>
    /// <returns>The answer, and whether this caller was the one that fetched.</returns>
    public async Task<(CachedResponse? Response, bool Fetched)> Collapse(CacheKey key, Func<TaskCompletionSource<CachedResponse?>, Task<CachedResponse?>> fetch, CancellationToken ct)
    {
        var mine = new TaskCompletionSource<CachedResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _fetches.GetOrAdd(key.Text, mine.Task);
        if (running != mine.Task)
            return (await running.WaitAsync(ct), false);

        try
        {
            var response = await fetch(mine);
            mine.TrySetResult(response);
            return (response, true);
        }
        finally
        {
            // After a failure the others try by themselves.
            mine.TrySetResult(null);
            _fetches.TryRemove(KeyValuePair.Create(key.Text, mine.Task));
        }
    }
}
