using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>Removes what nothing keeps any more, once a release is live. What cannot be removed is told and changes nothing about the release.</summary>
internal sealed class SiteSweep(ISiteBucket bucket, IReleaseBucket releases, IOutput output)
{
    // Of the release bucket, in one run.
    private const int MostDocuments = 1000;

    /// <summary>Deletes files of earlier releases from the site's bucket and returns the keys that are gone.</summary>
    public async Task<IReadOnlySet<string>> Files(SitePlan plan, CancellationToken ct)
    {
        if (plan.Expired.Count == 0)
            return new HashSet<string>();

        try
        {
            var others = await bucket.Delete(plan.Place.Bucket, [.. plan.Expired.Select(removal => new SeenObject(removal.File.Key, removal.ETag))], ct);
            var gone = plan.Expired.Select(removal => removal.File.Key).Except(others, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            output.Emit(new SiteSwept(plan.Site.Name, gone.Count, plan.ExpiresLater));
            return gone;
        }
        catch (DeployException exception)
        {
            output.Emit(new SiteNotSwept(plan.Site.Name, exception.Message));
            return new HashSet<string>();
        }
    }

    /// <summary>Deletes manifests and copies that no release needs which can be gone back to.</summary>
    /// <param name="live">The release that is live now.</param>
    /// <param name="before">Its history before anything was dropped from it. Where nothing was, nothing is read.</param>
    public async Task Documents(SitePlan plan, SiteManifest live, SiteHistory before, CancellationToken ct)
    {
        var history = live.History!;
        if (plan.Seen.StateETag is null || (history.Past.Count >= before.Past.Count && history.Copies.Count == before.Copies.Count))
            return;

        try
        {
            var ledger = new SiteLedger(releases, plan.Site.Name);
            var needed = history.Past.Select(past => ledger.ManifestKey(past.Release)).Append(ledger.ManifestKey(live.Release))
                .Concat(history.Copies.Select(copy => ledger.CopyKey(copy.Sha256))).ToHashSet(StringComparer.Ordinal);
            var dropped = before.Past.Select(past => ledger.ManifestKey(past.Release)).Concat(before.Copies.Select(copy => ledger.CopyKey(copy.Sha256))).ToHashSet(StringComparer.Ordinal);
            var found = await bucket.List(releases.Name, ledger.Prefix, [], ct);
            // What no history names is of a run that ended before it could write one.
            var left = plan.Seen.Now.AddDays(-plan.Site.Retention.Days);
            var doomed = found.Where(one => one.Key != ledger.StateKey && !needed.Contains(one.Key) && (dropped.Contains(one.Key) || one.LastModified < left)).Take(MostDocuments);
            await bucket.Delete(releases.Name, [.. doomed.Select(one => new SeenObject(one.Key, one.ETag))], ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new SiteNotSwept(plan.Site.Name, exception.Message));
        }
    }
}
