using System.Runtime.Versioning;
using System.Text;
using Amazon.S3.Model;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

/// <summary>S3 of the rehearsal cloud refuses half-way: what lies in the buckets afterwards, byte by byte.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedSiteFailureTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly StaticSite Site = new("web") { Source = "unset", Routing = SiteRouting.SinglePage };
    private static readonly Application Shop = new("shop") { Environments = [DeployEnvironment.Local], Sites = [Site] };

    private static readonly string[] First =
        ["index.html=one <script src=\"/app-1111aaaa.js\"></script>", "about.html=about one", "logo.svg=<svg>1</svg>", "app-1111aaaa.js=one", "sw.js=one"];

    private static readonly string[] Second =
        ["index.html=two <script src=\"/app-2222aaaa.js\"></script>", "about.html=about two", "logo.svg=<svg>2</svg>", "app-2222aaaa.js=two", "sw.js=two"];

    private SiteRehearsal _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await SiteRehearsal.Of(Shop, Ct);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Where_writing_is_denied_half_way_the_release_is_taken_back(int skip)
    {
        await Ship("one", "r1", First);
        var before = await Objects();
        var plan = await Plan("two", Second);
        await Deny("s3:PutObject", skip);

        var error = await Assert.ThrowsAsync<DeployException>(() => _stage.Shipper.Apply(plan, "r2", Ct));
        await Fault("[]");
        Assert.True(await _stage.Shipper.TakeBack(plan, "r2", "because site web failed", Ct));

        Assert.StartsWith("s3:PutObject was refused.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await Objects()).Where(item => !item.StartsWith("app-2222aaaa.js", StringComparison.Ordinal)));
        Assert.Equal("r1", (await _stage.Ledger.State(Ct)).State.Release);
        Assert.Equal("one", await See("/"));
    }

    [Fact]
    public async Task Where_copying_into_the_release_bucket_is_denied_nothing_is_overwritten()
    {
        await Ship("one", "r1", First);
        var before = await Objects();
        var plan = await Plan("two", Second);
        await Deny("s3:CopyObject", skip: 0);

        await Assert.ThrowsAsync<DeployException>(() => _stage.Shipper.Apply(plan, "r2", Ct));

        Assert.Equal(before, await Objects());
        Assert.Null((await _stage.Ledger.State(Ct)).State.To);
    }

    [Fact]
    public async Task What_lay_in_the_bucket_before_the_first_release_comes_back_with_its_headers()
    {
        await _stage.Session.S3.PutObjectAsync(
            new PutObjectRequest { BucketName = _stage.Place.Bucket, Key = "index.html", ContentBody = "theirs", ContentType = "text/html", Headers = { CacheControl = "max-age=60" } }, Ct);
        await _stage.Session.S3.PutObjectAsync(new PutObjectRequest { BucketName = _stage.Place.Bucket, Key = "theirs.txt", ContentBody = "theirs", ContentType = "text/plain" }, Ct);
        var before = await Objects();
        var plan = await Plan("one", First);
        Assert.Equal(["theirs.txt"], plan.LeftAlone);
        await _stage.Shipper.Apply(plan, "r1", Ct);
        Assert.Equal("one", await See("/"));

        Assert.True(await _stage.Shipper.TakeBack(plan, "r1", "because server failed", Ct));

        Assert.Equal(before, await Objects());
        Assert.Equal("theirs", await See("/"));
    }

    [Fact]
    public async Task Files_whose_time_is_over_are_deleted_from_both_buckets()
    {
        var retention = new SiteRetention { Releases = 2, Days = 0 };
        for (var release = 1; release <= 4; release++)
        {
            _stage.Write($"build{release}", [$"index.html={release} <script src=\"/app-{release}{release}{release}{release}aaaa.js\"></script>", $"app-{release}{release}{release}{release}aaaa.js={release}"]);
            await _stage.Shipper.Apply(await _stage.Shipper.Plan(Site with { Source = $"build{release}", Retention = retention }, _stage.Place, Ct), $"r{release}", Ct);
        }

        Assert.Equal(["app-3333aaaa.js", "app-4444aaaa.js", "index.html"], (await Objects()).Select(item => item.Split(' ')[0]));
        var documents = await _stage.Session.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _stage.Releases.Name, Prefix = "sites/web/" }, Ct);
        Assert.Equal(
            ["blobs", "current.json", "r3.json", "r4.json"],
            documents.S3Objects.Select(item => item.Key.Split('/')).Select(parts => parts[^2] == "blobs" ? "blobs" : parts[^1]));
        await _stage.Shipper.Return(Site, _stage.Place, "r3", Ct);
        Assert.Equal("3", await See("/"));
    }

    private async Task Ship(string build, string release, string[] files) => await _stage.Shipper.Apply(await Plan(build, files), release, Ct);

    private Task<SitePlan> Plan(string build, string[] files)
    {
        _stage.Write(build, files);
        return _stage.Shipper.Plan(Site with { Source = build }, _stage.Place, Ct);
    }

    private Task Deny(string operation, int skip) => Fault($$"""[{"operation": "{{operation}}", "kind": "deny", "skip": {{skip}}}]""");

    private async Task Fault(string faults)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.PutAsync(new Uri(_stage.AwsEndpoint, "/_slipway/faults"), new StringContent(faults, Encoding.UTF8, "application/json"), Ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Key, content and headers of what lies in the site's bucket.</summary>
    private async Task<IReadOnlyList<string>> Objects()
    {
        List<string> objects = [];
        var listed = await _stage.Session.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _stage.Place.Bucket }, Ct);
        foreach (var item in listed.S3Objects ?? [])
        {
            using var found = await _stage.Session.S3.GetObjectAsync(_stage.Place.Bucket, item.Key, Ct);
            using var reader = new StreamReader(found.ResponseStream);
            objects.Add($"{item.Key} {await reader.ReadToEndAsync(Ct)} {found.Headers.ContentType} {found.Headers.CacheControl}");
        }

        return objects;
    }

    private async Task<string> See(string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return (await client.GetStringAsync(new Uri(await _stage.Shipper.Address(Site, _stage.Place, Ct), path), Ct)).Split(' ')[0];
    }
}
