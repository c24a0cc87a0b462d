using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class SiteLedgerTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SiteCloud _cloud = new();

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public async Task A_manifest_is_read_as_it_was_written_however_many_files_it_has(int files)
    {
        var manifest = Manifest(files);
        var ledger = new SiteLedger(_cloud, "web");

        var written = await ledger.Put(manifest, Ct);
        var read = await ledger.Manifest("r1", Ct);

        Assert.Equal(written, read.Written);
        Assert.Equal(manifest.Files, read.Files);
        Assert.Equal(manifest.Kept, read.Kept);
        Assert.Equal(manifest.History!.Past, read.History!.Past);
        Assert.Equal(manifest.History.Copies, read.History.Copies);
        Assert.Equal(2, read.Files.Select(file => file.File.Headers).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public async Task Many_files_are_packed_and_few_can_be_read_by_a_person()
    {
        await new SiteLedger(_cloud, "few").Put(Manifest(3), Ct);
        await new SiteLedger(_cloud, "many").Put(Manifest(5000), Ct);

        Assert.StartsWith("{\"site\":\"web\"", System.Text.Encoding.UTF8.GetString(_cloud.Documents["sites/few/releases/r1.json"].Content), StringComparison.Ordinal);
        Assert.InRange(_cloud.Documents["sites/many/releases/r1.json"].Content.Length, 100_000, 700_000);
    }

    [Fact]
    public async Task A_packed_manifest_that_is_cut_off_is_an_error_that_names_it()
    {
        var ledger = new SiteLedger(_cloud, "web");
        await ledger.Put(Manifest(5000), Ct);
        var stored = _cloud.Documents["sites/web/releases/r1.json"];
        _cloud.Documents["sites/web/releases/r1.json"] = stored with { Content = stored.Content[..1000] };

        var error = await Assert.ThrowsAsync<DeployException>(() => ledger.Manifest("r1", Ct));

        Assert.StartsWith("s3://releases/sites/web/releases/r1.json cannot be read. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    // Manifests of earlier versions lie in buckets, and are read again.
    [Theory]
    [InlineData(nameof(FileClass.Immutable))]
    [InlineData(nameof(FileClass.Shared))]
    [InlineData(nameof(FileClass.Document))]
    [InlineData(nameof(FileClass.Beacon))]
    public async Task A_file_is_written_as_all_versions_read_it(string fileClass)
    {
        var file = new SiteFile("a/b.html", Enum.Parse<FileClass>(fileClass), 12, "0a", new SiteHeaders("text/html", "no-cache"));

        await new SiteLedger(_cloud, "web").Put(new SiteManifest("web", "r1", "shop-web", [new StoredFile(file with { IsFound = true }, "e1")], [new StoredFile(file, null) { LastIn = "r0" }]), Ct);

        var common = $$"""
            {"file":{"key":"a/b.html","class":"{{fileClass}}","size":12,"sha256":"0a","headers":{"contentType":"text/html","cacheControl":"no-cache"}
            """;
        Assert.Contains($$"""
            "files":[{{common}},"isFound":true},"eTag":"e1","lastIn":null}],"kept":[{{common}}},"eTag":null,"lastIn":"r0"}]
            """, System.Text.Encoding.UTF8.GetString(_cloud.Documents["sites/web/releases/r1.json"].Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_later_version_says_of_a_file_is_passed_over()
    {
        Store("""{"new":[1],"lastIn":"r0","file":{"new":{"key":"b"},"headers":{"contentType":"text/html","new":null,"cacheControl":"no-cache"},"sha256":"0a","size":12,"class":"Shared","key":"a"},"eTag":"e1"}""");

        var read = await new SiteLedger(_cloud, "web").Manifest("r1", Ct);

        Assert.Equal([new StoredFile(new SiteFile("a", FileClass.Shared, 12, "0a", new SiteHeaders("text/html", "no-cache")), "e1") { LastIn = "r0" }], read.Files);
    }

    [Theory]
    [InlineData("""{"eTag":"e1"}""")]
    [InlineData("""{"file":null,"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":"a","class":"Shared","size":1,"sha256":"0a","headers":null},"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":"a","class":"Shared","size":1,"sha256":"0a"},"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":"a","class":"Other","size":1,"sha256":"0a","headers":{}},"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":"a","class":3,"size":1,"sha256":"0a","headers":{}},"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":1,"class":"Shared","size":1,"sha256":"0a","headers":{}},"eTag":"e1"}""")]
    [InlineData("""{"file":{"key":"a","class":"Shared","size":"1","sha256":"0a","headers":{}},"eTag":"e1"}""")]
    [InlineData("""[]""")]
    [InlineData("""3""")]
    public async Task A_file_that_says_too_little_or_nonsense_is_an_error_that_names_the_manifest(string file)
    {
        Store(file);

        var error = await Assert.ThrowsAsync<DeployException>(() => new SiteLedger(_cloud, "web").Manifest("r1", Ct));

        Assert.StartsWith("s3://releases/sites/web/releases/r1.json cannot be read. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    private void Store(string file) => _cloud.Documents["sites/web/releases/r1.json"] = new(
        System.Text.Encoding.UTF8.GetBytes($$"""{"site":"web","release":"r1","bucket":"shop-web","files":[{{file}}],"kept":[]}"""), "e", DateTimeOffset.UnixEpoch);

    private static SiteManifest Manifest(int files)
    {
        var random = new Random(1);
        var (page, script) = (SiteHeaders.Of("a.html", FileClass.Document, TimeSpan.Zero), SiteHeaders.Of("a.js", FileClass.Immutable, TimeSpan.Zero));
        StoredFile File(int i) => new(
            new SiteFile($"folder-{i % 7}/caf\u00e9-{i}", i % 2 == 0 ? FileClass.Document : FileClass.Immutable, i, Hex(random, 32), i % 2 == 0 ? page : script) { IsFound = i % 3 == 0 }, i % 5 == 0 ? null : Hex(random, 16))
        {
            LastIn = i % 4 == 0 ? "r0" : null,
        };
        return new SiteManifest("web", "r1", "shop-web", [.. Enumerable.Range(0, files).Select(File)], [File(0)])
        {
            History = new SiteHistory([new PastRelease("r0", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Served: true)], [new KeptCopy(Hex(random, 32), "r0")]),
        };
    }

    private static string Hex(Random random, int bytes)
    {
        var content = new byte[bytes];
        random.NextBytes(content);
        return Convert.ToHexStringLower(content);
    }
}
