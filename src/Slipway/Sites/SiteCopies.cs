using System.Collections.Concurrent;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>What a release begins with.</summary>
/// <param name="Live">The release to go back to; null: there is none.</param>
/// <param name="History">Of the release that begins.</param>
internal sealed record SiteBefore(string? Live, SiteHistory History);

/// <summary>
/// Sees to it that what a plan overwrites or deletes can be brought back. What is live needs no copy: its content lies in the site's bucket. It is copied from
/// there, without a transfer through this machine, at the moment when it is about to go.
/// </summary>
internal sealed class SiteCopies(ISiteBucket bucket, IReleaseBucket releases)
{
    private const int AtOnce = 32;

    /// <summary>Writes to the release bucket alone.</summary>
    /// <exception cref="DeployException">An object is not any more what the plan saw.</exception>
    public async Task<SiteBefore> Keep(SitePlan plan, string release, CancellationToken ct)
    {
        var (seen, ledger) = (plan.Seen, new SiteLedger(releases, plan.Site.Name));
        var isAdopted = SiteAdoption.IsNeeded(plan);
        var taken = isAdopted ? await Look(plan, ct) : [];
        var copied = await Copy(plan, taken, ledger, ct);
        var live = isAdopted ? await Adopt(SiteAdoption.Record(plan, release, taken), ledger, ct) : seen.Live;

        // Only a place without a state has no time of its own.
        var now = seen.StateETag is null ? live?.Written ?? seen.Now : seen.Now;
        var history = (isAdopted ? live!.History! : seen.History).Then(release, live?.Release, isAdopted ? null : seen.State.To, now);
        return new SiteBefore(live?.Release, history.With(copied, live?.Release));
    }

    private static async Task<SiteManifest> Adopt(SiteManifest manifest, SiteLedger ledger, CancellationToken ct) =>
        manifest with { Written = await ledger.Put(manifest, ct) };

    /// <summary>What the objects are that the release takes over.</summary>
    private async Task<IReadOnlyList<StoredFile>> Look(SitePlan plan, CancellationToken ct)
    {
        var found = new ConcurrentBag<StoredFile>();
        await Parallel.ForEachAsync(
            SiteAdoption.Taken(plan), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (file, ct) => found.Add(plan.Seen.Known(file.Key) ?? await Look(plan, file.Upload!, ct)));
        return [.. found.Select(file => file with { File = file.File with { IsFound = true } })];
    }

    private async Task<StoredFile> Look(SitePlan plan, Upload upload, CancellationToken ct)
    {
        var (name, key) = (plan.Place.Bucket, upload.File.Key);
        var headers = await bucket.Headers(name, key, ct);
        var content = await bucket.Hash(name, key, ct);
        if (headers?.ETag != upload.Replaces || content?.ETag != upload.Replaces)
            throw MovedObject.Of(plan, key);

        // Unless the plan knows better, nobody promised that edges do not keep it, as they do not keep a beacon.
        var fileClass = upload.Phase is FileClass.Shared or FileClass.Beacon ? upload.Phase : FileClass.Document;
        return new StoredFile(new SiteFile(key, fileClass, plan.Seen.Objects[key].Size, content!.Sha256, headers!.Headers), upload.Replaces);
    }

    private async Task<IReadOnlyList<StoredFile>> Copy(SitePlan plan, IReadOnlyList<StoredFile> taken, SiteLedger ledger, CancellationToken ct)
    {
        var looked = taken.ToDictionary(file => file.File.Key, StringComparer.Ordinal);
        var keys = plan.Uploads.Where(upload => upload.Overwrites).Select(upload => upload.File.Key).Concat(plan.Removals.Select(removal => removal.File.Key));
        var found = new ConcurrentDictionary<string, StoredFile>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(keys, options, async (key, ct) =>
        {
            if ((looked.GetValueOrDefault(key) ?? plan.Seen.Known(key) ?? await Before(plan, key, ct)) is { File.IsMutable: true } file)
                found.TryAdd(file.File.Sha256, file);
        });

        await Parallel.ForEachAsync(found.Values, options, async (file, ct) =>
        {
            if (!await bucket.CopyAway(plan.Place.Bucket, file.File.Key, file.ETag!, releases.Name, ledger.CopyKey(file.File.Sha256), ct))
                throw MovedObject.Of(plan, file.File.Key);
        });
        return [.. found.Values];
    }

    /// <summary>The content of the live release under a key that a broken-off run was about to overwrite, if it did not, or changed its headers alone; null: it is gone, and was copied then.</summary>
    private async Task<StoredFile?> Before(SitePlan plan, string key, CancellationToken ct)
    {
        if (!plan.Seen.IsTouched(key) || plan.Seen.Recording(key) is not { } recorded)
            return null;

        if (plan.Seen.IsRecorded(key))
            return recorded;

        var there = plan.Seen.Objects[key];
        return there.Size == recorded.File.Size && await bucket.Hash(plan.Place.Bucket, key, ct) is { } content && content.ETag == there.ETag && content.Sha256 == recorded.File.Sha256
            ? recorded with { ETag = there.ETag }
            : null;
    }
}
