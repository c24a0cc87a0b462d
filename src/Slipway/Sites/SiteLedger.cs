using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>The documents of one site in the release bucket, below <c>sites/&lt;site&gt;/</c>.</summary>
internal sealed class SiteLedger(IReleaseBucket bucket, string site)
{
    private string StateKey => $"sites/{site}/current.json";

    private string BlobPrefix => $"sites/{site}/blobs/";

    /// <summary>The key of a release's manifest.</summary>
    public string ManifestKey(string release) => $"sites/{site}/releases/{release}.json";

    /// <summary>The state and the ETag of its document; null: there is none yet.</summary>
    public async Task<(SiteState State, string? ETag)> State(CancellationToken ct) =>
        await bucket.Get(StateKey, ct) is { } document
            ? (Read(document, StateKey, SiteJson.Default.SiteState), document.ETag)
            : (SiteState.None, null);

    /// <summary>Writes the state if it is still the one that was read, and returns its new ETag.</summary>
    /// <exception cref="DeployException">Another run wrote it (<see cref="Verdict.Superseded"/>).</exception>
    public async Task<string> Put(SiteState state, string? seen, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(state, SiteJson.Default.SiteState);
        PutCondition condition = seen is null ? new PutCondition.IfAbsent() : new PutCondition.IfMatch(seen);
        if (await bucket.Put(StateKey, content, condition, ct) is { } written)
            return written.ETag;

        // A write whose answer was lost is refused when it is sent again.
        if (await bucket.Get(StateKey, ct) is { } now && now.Content.AsSpan().SequenceEqual(content))
            return now.ETag;

        throw new DeployException(
            $"""
             Another run is publishing site {site}. This one stopped before it overwrote anything more.
               seen  s3://{bucket.Name}/{StateKey} is not the one that this run read
               try   wait for the other run, then deploy again
             """,
            Verdict.Superseded);
    }

    /// <exception cref="DeployException">There is no such manifest, or it cannot be read.</exception>
    public async Task<SiteManifest> Manifest(string release, CancellationToken ct) =>
        await bucket.Get(ManifestKey(release), ct) is { } document
            ? Read(document, ManifestKey(release), SiteJson.Default.SiteManifest)
            : throw new DeployException(
                $"""
                 The manifest of site {site}, release {release}, is missing. Nothing was changed.
                   looked for  s3://{bucket.Name}/{ManifestKey(release)}
                   try         bring it back from the bucket's versions; or delete {StateKey}: then the next deploy compares with what is in the site's bucket
                 """);

    public async Task Put(SiteManifest manifest, CancellationToken ct) => await bucket.Put(
        ManifestKey(manifest.Release), JsonSerializer.SerializeToUtf8Bytes(manifest, SiteJson.Default.SiteManifest), new PutCondition.Always(), ct);

    /// <summary>Keeps a copy of a file's content under its hash.</summary>
    /// <exception cref="DeployException">The file is not any more what was hashed.</exception>
    public async Task Keep(SiteFile file, CancellationToken ct)
    {
        var content = await File.ReadAllBytesAsync(file.LocalPath!, ct);
        if (!IsContent(file, content))
        {
            throw new DeployException(
                $"""
                 {file.Key} of site {site} was changed while it was being published. No page was changed.
                   file  {file.LocalPath}
                   try   let the build come to its end, then deploy again
                 """);
        }

        await bucket.Put(BlobPrefix + file.Sha256, content, new PutCondition.IfAbsent(), ct);
    }

    /// <summary>The content of a copy.</summary>
    /// <exception cref="DeployException">The copy is gone or is not what its name says.</exception>
    public async Task<byte[]> Copy(SiteFile file, CancellationToken ct) =>
        (await bucket.Get(BlobPrefix + file.Sha256, ct))?.Content is { } content && IsContent(file, content)
            ? content
            : throw new DeployException(
                $"""
                 The copy of {file.Key} is gone or damaged, so that its release of site {site} cannot be brought back.
                   looked for  s3://{bucket.Name}/{BlobPrefix}{file.Sha256}
                   try         deploy the commit of that release again
                 """);

    /// <summary>The hashes of all copies.</summary>
    public async Task<IReadOnlySet<string>> Copies(CancellationToken ct) =>
        (await bucket.List(BlobPrefix, ct)).Select(key => key[BlobPrefix.Length..]).ToHashSet(StringComparer.Ordinal);

    private static bool IsContent(SiteFile file, byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content)) == file.Sha256;

    private T Read<T>(StoredDocument document, string key, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Content, type) ?? throw new JsonException("it says null");
        }
        catch (JsonException exception)
        {
            throw new DeployException(
                $"""
                 s3://{bucket.Name}/{key} cannot be read. Nothing was changed.
                   reason  {exception.Message}
                   try     bring back an earlier version of the object; the bucket keeps them
                 """,
                inner: exception);
        }
    }
}
