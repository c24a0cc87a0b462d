using Slipway.Images;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>Reads a site's files and its place and decides. Runs the site's preparation when its inputs changed; writes nothing outside the work tree.</summary>
internal sealed class SitePlanner(SiteFolder folder, Preparer preparer, ISiteBucket bucket, IReleaseBucket releases, ICdn cdn)
{
    private readonly SiteRecords _records = new(releases);
    private readonly SiteLook _look = new(bucket);
    private readonly SiteClosure _closure = new();

    /// <summary>Begins to read what is live, and the files of sites that nothing has to be done for first, while other things are waited for.</summary>
    public void ReadAhead(IReadOnlyList<StaticSite> sites, CancellationToken ct)
    {
        foreach (var site in sites)
            _records.ReadAhead(site.Name, ct);

        foreach (var site in sites.Where(site => site.Prepare is null))
            folder.ReadAhead(site, ct);
    }

    /// <summary>What publishing the site's folder will do.</summary>
    /// <exception cref="DeployException">The folder cannot be published, the place is not there, or a file that browsers keep for a year would change.</exception>
    public async Task<SitePlan> Forward(StaticSite site, SiteInfrastructure place, CancellationToken ct)
    {
        await preparer.Prepare(site.Prepare is { } preparation ? [preparation] : [], ct);

        var reading = folder.Read(site, ct);
        var plan = await Create(site, place, reading, ct);
        SiteGuards.RefuseShrinking(plan);
        var files = await reading;
        return plan with { Notes = await Task.Run(() => _closure.Check(plan, files, ct), ct) };
    }

    /// <summary>What publishing files that are known, wherever their content is, will do.</summary>
    /// <exception cref="DeployException">The place is not there, or a file that browsers keep for a year would change.</exception>
    public async Task<SitePlan> Of(StaticSite site, SiteInfrastructure place, IReadOnlyList<SiteFile> files, CancellationToken ct)
    {
        var plan = await Create(site, place, Task.FromResult(files), ct);
        SiteGuards.RefuseShrinking(plan);
        return plan;
    }

    /// <summary>What going back to an earlier release will do. Needs no build: what was overwritten comes from the release bucket's copies. Removes nothing whose time is over.</summary>
    /// <exception cref="DeployException">Files of that release are gone.</exception>
    public async Task<SitePlan> Back(StaticSite site, SiteInfrastructure place, SiteManifest to, CancellationToken ct)
    {
        var plan = await Create(site, place, Task.FromResult<IReadOnlyList<SiteFile>>([.. to.Files.Select(file => file.File)]), ct);
        plan = plan with { GoesBack = true, ReturnsTo = to.Release, Expired = SiteAdoption.IsAdopted(to.Release) ? SiteAdoption.Added(plan, to) : [], ExpiresLater = 0 };
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
        // Hashing is work for this machine; what is asked of AWS meanwhile is done when it is.
        var distribution = cdn.Distribution(place.Distribution, ct);
        var observing = Observe(site, place, ct);
        await Task.WhenAll(reading, distribution, observing);

        var (files, seen) = (await reading, await observing);
        SiteGuards.RefuseNeighbours(site, place, files);
        seen = seen with { Looked = await _look.At(place.Bucket, files, seen, ct) };
        return SitePlan.Create(site, place, files, seen, await distribution ?? throw Missing(site, place));
    }

    private async Task<SiteObservation> Observe(StaticSite site, SiteInfrastructure place, CancellationToken ct)
    {
        var ((state, etag, now), live, brokenOff) = await _records.Read(site.Name, ct);
        var expected = new[] { live, brokenOff }.OfType<SiteManifest>()
            .SelectMany(manifest => manifest.Files.Concat(manifest.Kept)).Select(file => new SeenObject(file.File.Key, file.ETag ?? ""))
            .DistinctBy(file => file.Key, StringComparer.Ordinal).OrderBy(file => file.Key, StringComparer.Ordinal);
        var listed = await bucket.List(place.Bucket, SiteFolder.KeyPrefix(site), [.. expected], ct);
        var objects = new Dictionary<string, SiteObject>(listed.Count, StringComparer.Ordinal);
        foreach (var found in listed.Where(found => !place.IsBeside(found.Key)))
            objects[found.Key] = found;

        return new SiteObservation(state, etag, now, live, brokenOff, objects, new Dictionary<string, StoredFile>());
    }

    internal static DeployException Missing(StaticSite site, SiteInfrastructure place) => new(
        $"""
         Site {site.Name} has no distribution. Nothing was changed.
           looked for  {place.Distribution}
           try         correct the id in Infrastructure.Sites, or check account and credentials
         """,
        Verdict.Refused);
}
