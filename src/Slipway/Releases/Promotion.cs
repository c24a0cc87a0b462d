using System.Security.Cryptography;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>The live release of another environment, as that which is shipped: its images by digest, its sites file by file. Nothing is built.</summary>
/// <param name="session">Of the environment that the release comes from.</param>
/// <param name="folder">Keeps files of sites under their hashes until they are published.</param>
internal sealed class Promotion(
    DeployEnvironment origin, AwsSession session, ReleaseStore store, PromotedImages images, ISiteBucket buckets, SiteShipper sites, string folder)
{
    private const int FilesAtOnce = 8;

    private readonly Dictionary<string, SiteManifest> _manifests = new(StringComparer.Ordinal);
    private ReleaseManifest? _release;

    public Ledger Ledger => store.Ledger;

    /// <summary>What it is called in plans and in the ledger.</summary>
    public async Task<string> Name(CancellationToken ct) => $"{origin} {(await Release(ct)).Id}";

    /// <summary>The release. It stays the same for the whole run, whatever is deployed there meanwhile.</summary>
    /// <exception cref="DeployException">There is none, or it did not end well (<see cref="Verdict.Refused"/>).</exception>
    public async Task<ReleaseManifest> Release(CancellationToken ct)
    {
        if (_release is not null)
            return _release;

        await session.CheckCaller(ct);
        var id = await Ledger.Live(ct);
        var release = id is null ? null : await Ledger.Find(id, ct);
        return _release = release is { Verdict: Verdict.Deployed } ? release : throw new DeployException(
            $"""
             There is nothing to promote: {(release is null ? $"no release in {origin} has succeeded yet" : $"release {release.Id}, which is live in {origin}, ended as {release.Verdict}")}. Nothing was changed.
               try  ./build.sh Releases --environment {origin}
             """,
            Verdict.Refused);
    }

    /// <inheritdoc cref="PromotedImages.Plan"/>
    public async Task<ImagesPlan> PlanImages(Application application, CancellationToken ct)
    {
        var release = await Release(ct);
        return await images.Plan(ImageSource.Of(application), release.Images, release.Commit, $"release {release.Id} of {origin}", ct);
    }

    /// <summary>Decides what makes a site the same as it is there.</summary>
    /// <exception cref="DeployException">The release does not have the site (<see cref="Verdict.Refused"/>).</exception>
    public async Task<SitePlan> PlanSite(StaticSite site, SiteInfrastructure place, CancellationToken ct)
    {
        var release = await Release(ct);
        var published = release.Sites.FirstOrDefault(released => released.Name == site.Name)?.Release ?? throw new DeployException(
            $"""
             Site {site.Name} cannot be promoted: release {release.Id} of {origin} does not have it. Nothing was changed.
               try  deploy to {origin} first
             """,
            Verdict.Refused);

        var manifest = await new SiteLedger(store.Bucket, site.Name).Manifest(published, ct);
        _manifests[site.Name] = manifest;
        return await sites.PlanOf(site, place, [.. manifest.Files.Select(file => file.File)], ct);
    }

    /// <summary>Brings the content of what will be written to this machine, and changes nothing elsewhere.</summary>
    /// <exception cref="DeployException">A file is gone from where it comes from (<see cref="Verdict.Refused"/>).</exception>
    public async Task<IReadOnlyList<SitePlan>> Fetch(IReadOnlyList<SitePlan> plans, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var local = new LocalFolder(folder, KeyPrefix: null);
        List<SitePlan> fetched = [];
        foreach (var plan in plans)
        {
            var uploads = plan.Uploads.ToArray();
            await Parallel.ForAsync(0, uploads.Length, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = ct }, async (i, ct) =>
            {
                // Only headers change where the content is there already.
                if (uploads[i].Reason == UploadReason.Headers)
                    return;

                var file = uploads[i].File with { Local = local };
                await Fetch(plan.Site, file, file.LocalPath!, ct);
                uploads[i] = uploads[i] with { File = file };
            });
            fetched.Add(plan with { Uploads = uploads });
        }

        return fetched;
    }

    private async Task Fetch(StaticSite site, SiteFile file, string path, CancellationToken ct)
    {
        if (File.Exists(path))
            return;

        var part = Path.Combine(folder, $"{Guid.NewGuid():N}.part");
        if (await IsLive(site, file, part, ct) || await IsCopy(site, file, part, ct))
        {
            File.Move(part, path, overwrite: true);
            return;
        }

        File.Delete(part);
        throw Gone(site, file);
    }

    /// <summary>What is live lies in the site's bucket.</summary>
    private async Task<bool> IsLive(StaticSite site, SiteFile file, string part, CancellationToken ct)
    {
        await using (var to = File.Create(part))
            await buckets.Read(_manifests[site.Name].Bucket, file.Key, to, ct);

        return await IsContent(part, file, ct);
    }

    /// <summary>What was overwritten since the run began has its copy.</summary>
    private async Task<bool> IsCopy(StaticSite site, SiteFile file, string part, CancellationToken ct)
    {
        if (!file.IsMutable)
            return false;

        await using (var to = File.Create(part))
            await buckets.Read(store.Bucket.Name, new SiteLedger(store.Bucket, site.Name).CopyKey(file.Sha256), to, ct);

        return await IsContent(part, file, ct);
    }

    private static async Task<bool> IsContent(string path, SiteFile file, CancellationToken ct)
    {
        await using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) == file.Sha256;
    }

    private DeployException Gone(StaticSite site, SiteFile file) => new(
        $"""
         {file.Key} of site {site.Name} is gone from {origin}, or is not what its release published. Nothing was changed.
           looked for  s3://{_manifests[site.Name].Bucket}/{file.Key}
           try         deploy to {origin} again, then promote
         """,
        Verdict.Refused);
}
