using System.Collections.Concurrent;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>What the release bucket says of sites. A manifest is read once for as long as the state stays what it was: of a large site it is most of what a plan waits for.</summary>
internal sealed class SiteRecords(IReleaseBucket releases)
{
    private readonly ConcurrentDictionary<string, Task<SiteRecord>> _read = new(StringComparer.Ordinal);

    /// <summary>What it says now. The state is asked for each time.</summary>
    /// <exception cref="DeployException">A manifest that the state names is missing, or a document cannot be read.</exception>
    public async Task<SiteRecord> Read(string site, CancellationToken ct)
    {
        var ledger = new SiteLedger(releases, site);
        var asking = ledger.State(ct);
        var known = await Known(site);
        var seen = await asking;
        if (known is not null && IsOf(known, seen))
            return known with { Seen = seen };

        var record = await ReadNow(ledger, seen, ct);
        _read[site] = Task.FromResult(record);
        return record;
    }

    /// <summary>
    /// Begins to read it, for the first time that it is asked for. What goes wrong is not told and is tried again then: now may be too early, before the bucket is there.
    /// </summary>
    public void ReadAhead(string site, CancellationToken ct) => _ = _read.GetOrAdd(site, _ => Task.Run(
        async () =>
        {
            var ledger = new SiteLedger(releases, site);
            return await ReadNow(ledger, await ledger.State(ct), ct);
        },
        ct));

    private static async Task<SiteRecord> ReadNow(SiteLedger ledger, SeenState seen, CancellationToken ct)
    {
        var state = seen.State;
        var live = state.Release is { } release ? ledger.Manifest(release, ct) : Task.FromResult<SiteManifest>(null!);
        var brokenOff = state.To is { } to && to != state.Release ? ledger.Manifest(to, ct) : Task.FromResult<SiteManifest>(null!);
        await Task.WhenAll(live, brokenOff);
        return new SiteRecord(seen, await live, await brokenOff);
    }

    /// <summary>Whether its manifests are still those of the state. While a release is published, its manifest is written twice under one state.</summary>
    private static bool IsOf(SiteRecord known, SeenState seen) => seen.ETag is not null && known.Seen.ETag == seen.ETag && seen.State.To is null;

    private async Task<SiteRecord?> Known(string site)
    {
        if (!_read.TryGetValue(site, out var reading))
            return null;

        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompletedSuccessfully ? await reading : null;
    }
}

/// <param name="Live">The manifest of the release that was completed last; null: none was.</param>
/// <param name="BrokenOff">The manifest of one that a run did not complete; null: there is none.</param>
internal sealed record SiteRecord(SeenState Seen, SiteManifest? Live, SiteManifest? BrokenOff);
