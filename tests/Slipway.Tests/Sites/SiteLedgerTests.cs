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
