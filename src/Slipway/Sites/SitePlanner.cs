using System.Security.Cryptography;
using Slipway.Images;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>Reads a site's files and its place and decides. Runs the site's preparation when its inputs changed; writes nothing outside the work tree.</summary>
internal sealed class SitePlanner(SiteFolder folder, Preparer preparer, ISiteBucket bucket, IReleaseBucket releases, ICdn cdn)
{
    /// <summary>What publishing the site's folder will do.</summary>
    /// <exception cref="DeployException">The folder cannot be published, the place is not there, or a file that browsers keep for a year would change.</exception>
    public async Task<SitePlan> Forward(StaticSite site, SiteInfrastructure place, CancellationToken ct)
    {
        await preparer.Prepare(site.Prepare is { } preparation ? [preparation] : [], ct);

        var reading = folder.Read(site, ct);
        return await Create(site, place, reading, ct);
    }

    /// <summary>What publishing files that are known, wherever their content is, will do.</summary>
    /// <exception cref="DeployException">The place is not there, or a file that browsers keep for a year would change.</exception>
    public Task<SitePlan> Of(StaticSite site, SiteInfrastructure place, IReadOnlyList<SiteFile> files, CancellationToken ct) => Create(site, place, Task.FromResult(files), ct);

    /// <summary>What going back to an earlier release will do. Needs no build: pages come from the release bucket's copies.</summary>
    /// <exception cref="DeployException">Files of that release are gone.</exception>
    public async Task<SitePlan> Back(StaticSite site, SiteInfrastructure place, SiteManifest to, CancellationToken ct)
    {
        var plan = await Create(site, place, Task.FromResult<IReadOnlyList<SiteFile>>([.. to.Files.Select(file => file.File)]), ct) with { GoesBack = true, ReturnsTo = to.Release };
        var sent = plan.Uploads.Where(upload => upload.Reason != UploadReason.Headers).ToList();
        var copies = sent.Count == 0 ? new HashSet<string>() : await new SiteLedger(releases, site.Name).Copies(ct);
        var gone = sent.Where(upload => !copies.Contains(upload.File.Sha256)).Select(upload => upload.File.Key).ToList();
        return gone.Count == 0
            ? plan
            : throw new DeployException(
                $"""
                 Site {site.Name} cannot go back to release {to.Release}: files of it are gone. Nothing was changed.
                   missing  {SitePlanText.Some(gone)}
                   try      deploy the commit of that release again
                 """);
    }

    private async Task<SitePlan> Create(StaticSite site, SiteInfrastructure place, Task<IReadOnlyList<SiteFile>> reading, CancellationToken ct)
    {
        var distribution = cdn.Distribution(place.Distribution, ct);
        var listing = bucket.List(place.Bucket, SiteFolder.KeyPrefix(site), [], ct);
        var ledger = new SiteLedger(releases, site.Name);
        var recording = Recorded(ledger, ct);
        await Task.WhenAll(reading, distribution, listing, recording);

        var files = await reading;
        var seen = await recording with { Objects = (await listing).ToDictionary(found => found.Key, StringComparer.Ordinal) };
        seen = seen with { Same = await SameContent(place.Bucket, files, seen, ct) };
        return SitePlan.Create(site, place, files, seen, await distribution ?? throw Missing(site, place));
    }

    private static async Task<SiteObservation> Recorded(SiteLedger ledger, CancellationToken ct)
    {
        var (state, etag) = await ledger.State(ct);
        return new SiteObservation(
            state, etag,
            state.Release is { } live ? await ledger.Manifest(live, ct) : null,
            state.To is { } brokenOff && brokenOff != state.Release ? await ledger.Manifest(brokenOff, ct) : null,
            new Dictionary<string, SiteObject>(), new HashSet<string>());
    }

    /// <summary>
    /// Of the objects that no release is known to have written, those that have the right content. An ETag that is the content's MD5 proves it;
    /// one that is not proves nothing (several parts, KMS), so files that must not change are read.
    /// </summary>
    private async Task<HashSet<string>> SameContent(string name, IReadOnlyList<SiteFile> files, SiteObservation seen, CancellationToken ct)
    {
        var same = new HashSet<string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            files.Where(file => seen.Known(file.Key) is null && seen.Objects.TryGetValue(file.Key, out var there) && there.Size == file.Size),
            ct,
            async (file, ct) =>
            {
                if (await IsSame(name, file, seen.Objects[file.Key].ETag, ct))
                {
                    lock (same)
                        same.Add(file.Key);
                }
            });
        return same;
    }

    private async Task<bool> IsSame(string name, SiteFile file, string etag, CancellationToken ct)
    {
        if (file.LocalPath is { } path && await Md5(path, ct) == etag)
            return true;

        return !file.IsMutable && await bucket.Hash(name, file.Key, ct) is { } found && found.ETag == etag && found.Sha256 == file.Sha256;
    }

    private static async Task<string> Md5(string path, CancellationToken ct)
    {
        await using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // S3's ETag is what it is; nothing is protected by it.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, ct));
#pragma warning restore CA5351
    }

    internal static DeployException Missing(StaticSite site, SiteInfrastructure place) => new(
        $"""
         Site {site.Name} has no distribution. Nothing was changed.
           looked for  {place.Distribution}
           try         correct the id in Infrastructure.Sites, or check account and credentials
         """,
        Verdict.Refused);
}
