using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>The documents of one site in the release bucket, below <c>sites/&lt;site&gt;/</c>.</summary>
internal sealed class SiteLedger(IReleaseBucket bucket, string site)
{
    // Manifests of fewer files are small, and a person may want to read them.
    private const int ManyFiles = 1000;

    /// <summary>The key of the state.</summary>
    public string StateKey => $"{Prefix}current.json";

    /// <summary>What the keys of the site's documents begin with.</summary>
    public string Prefix => $"sites/{site}/";

    private string BlobPrefix => $"{Prefix}blobs/";

    /// <summary>The key of a release's manifest.</summary>
    public string ManifestKey(string release) => $"{Prefix}releases/{release}.json";

    /// <summary>The key of the copy of a content.</summary>
    public string CopyKey(string sha256) => BlobPrefix + sha256;

    /// <summary>The state, the ETag of its document and S3's clock; without a document (null) there is no clock.</summary>
    public async Task<SeenState> State(CancellationToken ct) =>
        await bucket.Get(StateKey, ct) is { } document
            ? new SeenState(Read(document, StateKey, SiteJson.Default.SiteState), document.ETag, document.ServerTime)
            : new SeenState(SiteState.None, null, default);

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

    /// <summary>Null: there is no such manifest.</summary>
    /// <exception cref="DeployException">It cannot be read.</exception>
    public async Task<SiteManifest?> Find(string release, CancellationToken ct) =>
        await bucket.Get(ManifestKey(release), ct) is { } document
            ? Read(document, ManifestKey(release), SiteJson.Default.SiteManifest) with { Written = document.LastModified }
            : null;

    /// <exception cref="DeployException">There is no such manifest, or it cannot be read.</exception>
    public async Task<SiteManifest> Manifest(string release, CancellationToken ct) => await Find(release, ct) ?? throw new DeployException(
        $"""
         The manifest of site {site}, release {release}, is missing. Nothing was changed.
           looked for  s3://{bucket.Name}/{ManifestKey(release)}
           try         bring it back from the bucket's versions; or delete {StateKey}: then the next deploy compares with what is in the site's bucket
         """);

    /// <summary>Writes a manifest and returns when, by S3's clock. One of many files is packed with gzip; its key is the same.</summary>
    public async Task<DateTimeOffset> Put(SiteManifest manifest, CancellationToken ct) =>
        (await bucket.Put(ManifestKey(manifest.Release), Content(manifest), new PutCondition.Always(), ct))!.ServerTime;

    /// <summary>Writes the content of a copy to <paramref name="to"/>. Whether it is what its name says is for the caller to see.</summary>
    /// <param name="reader">Reads buckets of the account that the copies are in.</param>
    /// <exception cref="DeployException">The copy is gone.</exception>
    public async Task Copy(ISiteBucket reader, SiteFile file, Stream to, CancellationToken ct)
    {
        if (!await reader.Read(bucket.Name, CopyKey(file.Sha256), to, ct))
            throw Damaged(file);
    }

    /// <summary>A copy that is gone, or is not what its name says.</summary>
    public DeployException Damaged(SiteFile file) => new(
        $"""
         The copy of {file.Key} is gone or damaged, so that its release of site {site} cannot be brought back.
           looked for  s3://{bucket.Name}/{CopyKey(file.Sha256)}
           try         deploy the commit of that release again
         """);

    /// <summary>The hashes of all copies.</summary>
    public async Task<IReadOnlySet<string>> Copies(CancellationToken ct) =>
        (await bucket.List(BlobPrefix, ct)).Select(key => key[BlobPrefix.Length..]).ToHashSet(StringComparer.Ordinal);

    private static ReadOnlyMemory<byte> Content(SiteManifest manifest)
    {
        if (manifest.Files.Count + manifest.Kept.Count < ManyFiles)
            return JsonSerializer.SerializeToUtf8Bytes(manifest, SiteJson.Default.SiteManifest);

        using var content = new MemoryStream();
        using (var packed = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(packed, manifest, SiteJson.Default.SiteManifest);

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static T? Parse<T>(byte[] content, JsonTypeInfo<T> type)
    {
        // The first two bytes of every gzip file (RFC 1952, 2.3.1), which no JSON begins with.
        if (content is not [0x1F, 0x8B, ..])
            return JsonSerializer.Deserialize(content, type);

        using var plain = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(plain, type);
    }

    private T Read<T>(StoredDocument document, string key, JsonTypeInfo<T> type)
    {
        try
        {
            return Parse(document.Content, type) ?? throw new JsonException("it says null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
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

/// <summary>A site's state as it was read.</summary>
/// <param name="ETag">Of its document; null: there is none yet.</param>
/// <param name="Now">S3's clock when it answered.</param>
internal sealed record SeenState(SiteState State, string? ETag, DateTimeOffset Now);
