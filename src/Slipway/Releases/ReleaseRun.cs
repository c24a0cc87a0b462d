using Slipway.Output;

namespace Slipway.Releases;

/// <summary>What every run that makes a release has, whichever way it goes: its id, its line in the ledger, and the record of what became of it.</summary>
internal sealed class ReleaseRun(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly DateTimeOffset _begun = time.GetUtcNow();

    /// <summary>
    /// This run, as the maker of a release of <paramref name="commit"/>. The release's id sorts by time, to the millisecond, since a run may follow one that was killed within a
    /// second; and it ends with the commit, so that a person finds it.
    /// </summary>
    public LockOwner Owner(string commit) => OwnerOf($"{_begun:yyyyMMdd'T'HHmmssfff'Z'}-{commit[..8]}");

    /// <summary>This run, as the one that goes on with a release.</summary>
    public LockOwner OwnerOf(string release) => LockOwner.Of(tools.Caller, release, System.Environment.GetEnvironmentVariable, time);

    /// <summary>Says in the ledger what became of the releases that other runs left open. For the holder of the deploy lock.</summary>
    /// <param name="next">The commit that this run ships; null: none that could be what one of those ships.</param>
    /// <returns>Whether there were any, and the one that this run is to go on with because it ships the same; null: none.</returns>
    public async Task<(bool Any, OpenRelease? Same)> EndLeft(string? next, CancellationToken ct)
    {
        OpenRelease? same = null;
        var left = await tools.Store.Ledger.Open(ct);
        foreach (var open in left)
        {
            if (await tools.Left.Verdict(open.Manifest, next, ct) is { } verdict)
                await tools.Store.Ledger.End(open, open.Manifest.EndingAs(verdict), ct);
            else
                same = open;
        }

        return (left.Count > 0, same);
    }

    /// <summary>Takes no token: a run that was stopped leaves its trace too. What became of the release is not changed by a ledger that cannot be written.</summary>
    public async Task End(LedgerEntry entry, ReleaseOutcome outcome)
    {
        try
        {
            await entry.End(outcome, CancellationToken.None);
        }
        catch (DeployException exception)
        {
            output.Emit(new NotInLedger(outcome.Verdict, exception.Message));
        }
    }

    /// <summary>The record of a run that has come to its end, which is told.</summary>
    /// <param name="release">Null: the run made none.</param>
    /// <param name="images">Image by digest of each container.</param>
    public ReleaseRecord Ended(string commit, string? release, ReleaseOutcome outcome, IReadOnlyDictionary<string, string> images)
    {
        var record = Record(commit, release, outcome, images);
        output.Emit(new ReleaseEnded(record));
        return record;
    }

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) =>
        Record(commit: null, release: null, ReleaseOutcome.Nothing(verdict), new Dictionary<string, string>());

    private ReleaseRecord Record(string? commit, string? release, ReleaseOutcome outcome, IReadOnlyDictionary<string, string> images)
    {
        var urls = new SortedDictionary<string, string>(outcome.Addresses.ToDictionary(), StringComparer.Ordinal);
        if (request.Endpoint is { } endpoint)
            urls["aws"] = endpoint.AbsoluteUri.TrimEnd('/');

        return new ReleaseRecord(
            $"{outcome.Verdict}", (int)outcome.Verdict, request.Application.Name, request.Environment.Name, commit, release,
            [.. outcome.Services.Select(result => new ServiceRecord(result.Service, images.GetValueOrDefault(result.Service), result.TaskDefinition, $"{result.Verdict}"))],
            [.. outcome.Sites.Select(site => new SiteRecord(site.Site, site.Uploaded, site.Unchanged, site.Invalidated > 0))],
            urls, tools.Calls.Counts, Math.Round(time.GetElapsedTime(_start).TotalSeconds, 1))
        {
            Snapshots = tools.Snapshots.Taken is { Count: > 0 } taken ? [.. taken.Select(snapshot => new SnapshotRecord(snapshot.Database, snapshot.Identifier, snapshot.Arn!))] : null,
        };
    }
}
