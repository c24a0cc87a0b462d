using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Rehearsal;

namespace Slipway.Tests.Images;

/// <summary>Between the registries of two rehearsal clouds in this process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImageCopierTests : IAsyncLifetime
{
    private const string ImageType = "application/vnd.oci.image.manifest.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingOutput _output = new();
    private readonly List<IDisposable> _open = [];
    private readonly List<RehearsalCloud> _clouds = [];
    private AwsImageRegistry _from = null!;
    private AwsImageRegistry _to = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_from, _to) = (await Registry("from"), await Registry("to"));

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        foreach (var cloud in _clouds)
            await cloud.DisposeAsync();

        _folder.Dispose();
    }

    [Fact]
    public async Task An_index_comes_with_all_its_images_under_the_same_digests()
    {
        var from = await _from.Create("shop/web", Ct);
        var to = await _to.Create("team/web", Ct);
        using var source = await Connect(_from, from);
        using var sink = await Connect(_to, to);
        var (amd, arm) = (await Image(source, "amd64 layer"), await Image(source, "arm64 layer"));
        // Spaces that nobody would write again in the same places.
        var index = Encoding.UTF8.GetBytes(
            $$"""{  "schemaVersion":2, "mediaType": "{{IndexType}}" , "manifests":[ {{Descriptor(amd)}}, {{Descriptor(arm)}} ] }""");
        await source.WriteManifest("shop/web", Digest(index), index, IndexType, Ct);

        await Copy(from, Digest(index), to);

        Assert.Equal(index, (await sink.Manifest("team/web", Digest(index), Ct))!.Value.Content);
        foreach (var image in new[] { amd, arm })
            Assert.Equal(image, (await sink.Manifest("team/web", Digest(image), Ct))!.Value.Content);

        using var layer = new MemoryStream();
        await sink.ReadBlob("team/web", Digest("arm64 layer"u8.ToArray()), layer, Ct);
        Assert.Equal("arm64 layer", Encoding.UTF8.GetString(layer.ToArray()));
        Assert.Equal((3, 24L), (Assert.Single(_output.Events.OfType<ImageCopied>()).Blobs, Assert.Single(_output.Events.OfType<ImageCopied>()).Bytes));
    }

    [Fact]
    public async Task What_is_there_already_is_not_sent_again()
    {
        var from = await _from.Create("shop/web", Ct);
        var to = await _to.Create("shop/web", Ct);
        using var source = await Connect(_from, from);
        var (first, second) = (await Image(source, "one"), await Image(source, "two"));

        await Copy(from, Digest(first), to);
        await Copy(from, Digest(second), to);
        await Copy(from, Digest(second), to);

        // The configuration is the same in both.
        Assert.Equal([2, 1, 0], _output.Events.OfType<ImageCopied>().Select(copied => copied.Blobs));
    }

    [Fact]
    public async Task An_image_that_is_gone_is_refused_by_name()
    {
        var from = await _from.Create("shop/web", Ct);
        var to = await _to.Create("shop/web", Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => Copy(from, Digest("nothing"u8.ToArray()), to));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith($"shop/web@{Digest("nothing"u8.ToArray())} is not in {from.Registry} any more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_refuses_is_quoted()
    {
        var from = await _from.Create("shop/web", Ct);
        using var source = await Connect(_from, from);
        var image = await Image(source, "one");

        var there = await _to.Create("shop/web", Ct);
        var unknown = new ImageRepository("shop/other", $"{there.Registry}/shop/other", Immutable: true, ScansOnPush: true);
        var error = await Assert.ThrowsAsync<DeployException>(() => Copy(from, Digest(image), unknown));

        Assert.StartsWith($"The registry {there.Registry} refused POST /v2/shop/other/blobs/uploads/. No service was changed.\n  answer  404 ", error.Message, StringComparison.Ordinal);
        Assert.False(error.MayPass);
    }

    private Task Copy(ImageRepository from, string digest, ImageRepository to) =>
        new ImageCopier(_from, _to, _output, TimeProvider.System).Copy(ImageReference.Parse($"{from.Uri}@{digest}"), to, Ct);

    private async Task<AwsImageRegistry> Registry(string name)
    {
        var cloud = await RehearsalCloud.Start(new RehearsalOptions(Path.Combine(_folder.Path, name), _ => new NoTasks()), Ct);
        var session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        _clouds.Add(cloud);
        _open.Add(session);
        return new AwsImageRegistry(session.Ecr);
    }

    private static async Task<RegistryConnection> Connect(AwsImageRegistry registry, ImageRepository repository) =>
        new(await registry.Credentials(repository.Registry, Ct));

    private static async Task<byte[]> Image(RegistryConnection registry, string layer)
    {
        foreach (var blob in new[] { "{}", layer })
            await registry.WriteBlob("shop/web", Digest(Encoding.UTF8.GetBytes(blob)), () => new MemoryStream(Encoding.UTF8.GetBytes(blob)), Ct);

        var manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"{{ImageType}}",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{Digest("{}"u8.ToArray())}}","size":2},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Digest(Encoding.UTF8.GetBytes(layer))}}","size":{{layer.Length}}}]}
            """);
        await registry.WriteManifest("shop/web", Digest(manifest), manifest, ImageType, Ct);
        return manifest;
    }

    private static string Descriptor(byte[] manifest) => $$"""{"mediaType":"{{ImageType}}","digest":"{{Digest(manifest)}}","size":{{manifest.Length}}}""";

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
