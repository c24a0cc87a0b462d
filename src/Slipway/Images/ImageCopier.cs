using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Output;

namespace Slipway.Images;

/// <summary>
/// Copies images from one registry to another byte for byte, manifests and indexes included, so that the digest stays what it is. What is there already is not sent
/// again: a copy that broke off goes on where it ended.
/// </summary>
internal sealed class ImageCopier(IImageRegistry origin, IImageRegistry target, IOutput output, TimeProvider time)
{
    private const int BlobsAtOnce = 4;

    /// <summary>Copies the image that <paramref name="from"/> names, and proves that it is there afterwards.</summary>
    /// <param name="from">With registry and digest.</param>
    /// <exception cref="DeployException">The image is not where it should be, or a registry refused something. No service was changed.</exception>
    public async Task Copy(ImageReference from, ImageRepository to, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        using var source = new RegistryConnection(await origin.Credentials(from.Registry!, ct));
        using var sink = new RegistryConnection(await target.Credentials(to.Registry, ct));
        var folder = Directory.CreateTempSubdirectory("slipway-blobs-");
        try
        {
            var way = new Way(source, from.Repository, sink, to.Name, folder.FullName);
            await Manifest(way, from.Digest!, ct);
            await Prove(way, from.Digest!, ct);
            output.Emit(new ImageCopied(to.Name, from.Digest!, from.Registry!, way.Blobs, way.Bytes, time.GetElapsedTime(start)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A registry takes a manifest only when what it names is there.
    private static async Task Manifest(Way way, string digest, CancellationToken ct)
    {
        var (content, mediaType) = await way.Source.Manifest(way.From, digest, ct) ?? throw Gone(way, digest);
        if (DigestOf(content) != digest)
            throw Damaged(way.Source.Host, way.From, digest, DigestOf(content));

        var manifest = JsonNode.Parse(content)!.AsObject();
        foreach (var child in Digests(manifest["manifests"]))
            await Manifest(way, child, ct);

        var blobs = Digests(manifest["layers"]).Concat(manifest["config"]?["digest"] is { } config ? [config.GetValue<string>()] : []);
        await Parallel.ForEachAsync(
            blobs.Distinct(StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = ct }, async (blob, ct) => await Blob(way, blob, ct));
        await way.Sink.WriteManifest(way.To, digest, content, mediaType, ct);
    }

    private static async Task Blob(Way way, string digest, CancellationToken ct)
    {
        if (await way.Sink.HasBlob(way.To, digest, ct))
            return;

        var path = Path.Combine(way.Folder, digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        await using (var file = File.Create(path))
            await way.Source.ReadBlob(way.From, digest, file, ct);

        way.Add(new FileInfo(path).Length);
        await way.Sink.WriteBlob(way.To, digest, () => File.OpenRead(path), ct);
        File.Delete(path);
    }

    private static async Task Prove(Way way, string digest, CancellationToken ct)
    {
        var there = await way.Sink.Manifest(way.To, digest, ct);
        if (there is not var (content, _) || DigestOf(content) != digest)
            throw Damaged(way.Sink.Host, way.To, digest, there is var (other, _) ? DigestOf(other) : "nothing");
    }

    /// <summary>Digests of the descriptors in a list. Layers that are fetched from elsewhere are in no registry.</summary>
    private static IEnumerable<string> Digests(JsonNode? list) => (list as JsonArray ?? [])
        .Where(one => one!["urls"] is not JsonArray { Count: > 0 }).Select(one => one!["digest"]!.GetValue<string>());

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static DeployException Gone(Way way, string digest) => new(
        $"""
         {way.From}@{digest} is not in {way.Source.Host} any more, so that it cannot be promoted. No service was changed.
           try  deploy there again, then promote
         """,
        Verdict.Refused);

    private static DeployException Damaged(string host, string repository, string digest, string seen) => new(
        $"""
         {host}/{repository} does not have the image that was asked for. No service was changed.
           wanted  {digest}
           found   {seen}
           try     the same again; if it stays, something between here and the registry changes bytes
         """);

    private sealed record Way(RegistryConnection Source, string From, RegistryConnection Sink, string To, string Folder)
    {
        private long _bytes;
        private int _blobs;

        public long Bytes => _bytes;

        public int Blobs => _blobs;

        public void Add(long bytes)
        {
            Interlocked.Add(ref _bytes, bytes);
            Interlocked.Increment(ref _blobs);
        }
    }
}
