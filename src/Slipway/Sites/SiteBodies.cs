using System.Security.Cryptography;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>Brings the content of files that are written: from this machine, or from the release bucket's copies.</summary>
internal sealed class SiteBodies(ISiteBucket bucket, IReleaseBucket releases)
{
    // Larger copies pass through a file.
    private const long InMemory = 4 * 1024 * 1024;

    /// <exception cref="DeployException">Files on this machine are not any more what was hashed; all of them are named.</exception>
    public static void DemandUnchanged(SitePlan plan)
    {
        var changed = plan.Uploads.Select(upload => upload.File).Where(file => file is { Local: not null, LocalTime: not null } && !IsAsHashed(file)).ToList();
        if (changed.Count == 0)
            return;

        throw new DeployException(
            $"""
             Files of site {plan.Site.Name} were changed after the plan was made. Nothing was changed in its bucket.
               files  {SitePlanText.Some(changed.Select(file => file.Key))}
               try    let the build come to its end, then deploy again
             """);
    }

    /// <summary>Lends the content of a file.</summary>
    /// <exception cref="DeployException">The copy is gone or is not what its name says.</exception>
    public async Task<T> Use<T>(string site, SiteFile file, Func<SiteBody, Task<T>> use, CancellationToken ct)
    {
        if (file.LocalPath is { } local)
            return await use(Of(file, local));

        var ledger = new SiteLedger(releases, site);
        if (file.Size <= InMemory)
        {
            using var content = new MemoryStream((int)file.Size);
            await ledger.Copy(bucket, file, content, ct);
            content.Position = 0;
            await Demand(ledger, file, content, ct);
            return await use(new SiteBody(() => new MemoryStream(content.GetBuffer(), 0, (int)content.Length, writable: false), file.Size, file.Sha256));
        }

        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.DeleteOnClose);
        await ledger.Copy(bucket, file, stream, ct);
        stream.Position = 0;
        await Demand(ledger, file, stream, ct);
        return await use(Of(file, path));
    }

    private static SiteBody Of(SiteFile file, string path) => new(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), file.Size, file.Sha256);

    private static async Task Demand(SiteLedger ledger, SiteFile file, Stream content, CancellationToken ct)
    {
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != file.Sha256)
            throw ledger.Damaged(file);
    }

    private static bool IsAsHashed(SiteFile file)
    {
        var info = new FileInfo(file.LocalPath!);
        if (info.Exists && info.Attributes.HasFlag(FileAttributes.ReparsePoint))
            info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;

        return info.Exists && info.Length == file.Size && info.LastWriteTimeUtc == file.LocalTime;
    }
}
