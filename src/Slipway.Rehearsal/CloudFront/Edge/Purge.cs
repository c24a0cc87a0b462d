using System.Collections.Frozen;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>An invalidation as the cache sees it: what was fetched before it completed, and matches, is gone from then on.</summary>
internal sealed class Purge
{
    private readonly DateTimeOffset _completesAt;
    private readonly FrozenSet<string> _paths;
    private readonly string[] _prefixes;

    public Purge(Invalidation invalidation)
    {
        _completesAt = invalidation.CompletesAt;
        _paths = invalidation.Paths.Where(path => !path.EndsWith('*')).ToFrozenSet(StringComparer.Ordinal);
        _prefixes = [.. invalidation.Paths.Where(path => path.EndsWith('*')).Select(path => path[..^1])];
    }

    /// <param name="url">With the query strings of the cache key: a path without them leaves the others alone. Case counts.</param>
    public bool Removes(string url, DateTimeOffset fetched, DateTimeOffset now) =>
        _completesAt <= now && fetched < _completesAt
        && (_paths.Contains(url) || Array.Exists(_prefixes, prefix => url.StartsWith(prefix, StringComparison.Ordinal)));
}
