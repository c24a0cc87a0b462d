using System.Runtime.Versioning;
using System.Text;
using Amazon.S3.Model;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Tests.Provisioning;

namespace Slipway.Tests.Sites;

/// <summary>Sites against S3 and CloudFront of the rehearsal cloud, in this process: real bytes, a caching edge, a rewrite function.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedSiteTests : IAsyncLifetime
{
    private const string CachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Application Shop = ImpliedInfrastructureTests.Shop(ImpliedInfrastructureTests.Service("web", Route.Default)) with { Sites = [new("web") { Source = "unset", Routing = SiteRouting.SinglePage }] };
    private static readonly StaticSite Site = Shop.Sites[0];

    private SiteRehearsal _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await SiteRehearsal.Of(Shop, Ct);
        // A distribution that may not list answers 403 for what is not there.
        await _stage.Session.S3.PutBucketPolicyAsync(
            new PutBucketPolicyRequest
            {
                BucketName = _stage.Place.Bucket,
                Policy = $$"""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",
                     "Resource":"arn:aws:s3:::{{_stage.Place.Bucket}}/*"}]}
                    """,
            },
            Ct);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_release_is_seen_taken_back_and_seen_as_it_was()
    {
        _stage.Write("one", "index.html=one <script src=\"/assets/zoom-1111aaaa.js\"></script>", "assets/zoom-1111aaaa.js=zoom one", "logo.svg=<svg>1</svg>", "old.html=old", "sw.js=worker one");
        _stage.Write("two", "index.html=two <script src=\"/assets/zoom-2222bbbb.js\"></script>", "assets/zoom-2222bbbb.js=zoom two", "logo.svg=<svg>2</svg>", "caf\u00e9 [a].html=new", "sw.js=worker two");

        await Ship("one", "r1");
        Assert.Equal(["200 text/html one", "200 text/html one", "200 text/javascript zoom", "200 image/svg+xml <svg>1</svg>", "200 text/html old"], await See("/", "/cart/42", "/assets/zoom-1111aaaa.js", "/logo.svg", "/old.html"));

        var plan = await _stage.Shipper.Plan(Site with { Source = "two" }, _stage.Place, Ct);
        var result = await _stage.Shipper.Apply(plan, "r2", Ct);
        Assert.Equal(new SiteResult("web", "r2", 5, 0, 1, 4, "r1", "sites/web/releases/r2.json"), result);
        Assert.Equal(
            ["200 text/html two", "200 text/html two", "200 text/javascript zoom", "200 text/javascript zoom", "200 image/svg+xml <svg>2</svg>", "403 application/xml <?xml", "200 text/html new"],
            await See("/", "/cart/42", "/assets/zoom-1111aaaa.js", "/assets/zoom-2222bbbb.js", "/logo.svg", "/old.html", "/caf%C3%A9%20%5Ba%5D.html"));

        Assert.True(await _stage.Shipper.TakeBack(plan, "r2", "because server failed", Ct));
        Assert.Equal(
            ["200 text/html one", "200 image/svg+xml <svg>1</svg>", "200 text/html old", "403 application/xml <?xml", "200 text/javascript worker one"],
            await See("/", "/logo.svg", "/old.html", "/caf%C3%A9%20%5Ba%5D.html", "/sw.js"));
        Assert.DoesNotContain(_stage.Output.Events, happened => happened is InvalidationOwed or SiteUnverified);
    }

    [Fact]
    public async Task With_nothing_changed_five_reads_are_all()
    {
        _stage.Write("one", "index.html=one", "logo.svg=<svg/>");
        await Ship("one", "r1");
        var (before, mutating) = (_stage.Session.Calls.Counts, _stage.Session.Calls.Mutating);

        var result = await Ship("one", "r2");

        Assert.Equal(("r1", 0, 2), (result.Release, result.Uploaded, result.Unchanged));
        Assert.Equal(mutating, _stage.Session.Calls.Mutating);
        Assert.Equal(
            ["cloudfront:GetDistribution 1", "s3:GetObject 2", "s3:ListObjectsV2 1"],
            _stage.Session.Calls.Counts.Select(call => $"{call.Key} {call.Value - before.GetValueOrDefault(call.Key)}").Where(call => !call.EndsWith(" 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Headers_alone_are_changed_without_the_content_and_reach_viewers()
    {
        _stage.Write("one", "index.html=one");
        await Ship("one", "r1");
        var before = await Object("index.html");

        await _stage.Shipper.Apply(await _stage.Shipper.Plan(Site with { Source = "one", EdgeCache = TimeSpan.FromMinutes(5) }, _stage.Place, Ct), "r2", Ct);

        var after = await Object("index.html");
        Assert.Equal(before.ETag, after.ETag);
        Assert.Equal("public, must-revalidate, max-age=0, s-maxage=300", after.CacheControl);
        Assert.Equal("text/html; charset=utf-8", after.ContentType);
    }

    [Fact]
    public async Task S3_refuses_what_the_plan_did_not_see()
    {
        var bucket = new AwsSiteBucket(_stage.Session, TimeProvider.System);
        var (one, two, headers) = (Body("one"), Body("two"), new SiteHeaders("text/plain", "no-cache"));

        var etag = await bucket.Put(_stage.Place.Bucket, "a b/\u00e9", one, headers, new PutCondition.IfAbsent(), Ct);
        Assert.Null(await bucket.Put(_stage.Place.Bucket, "a b/\u00e9", two, headers, new PutCondition.IfAbsent(), Ct));
        Assert.Null(await bucket.Put(_stage.Place.Bucket, "a b/\u00e9", two, headers, new PutCondition.IfMatch("0123"), Ct));
        Assert.Null(await bucket.Put(_stage.Place.Bucket, "gone", two, headers, new PutCondition.IfMatch(etag!), Ct));
        Assert.Null(await bucket.CopyOntoItself(_stage.Place.Bucket, "a b/\u00e9", "0123", headers, Ct));
        Assert.Null(await bucket.CopyOntoItself(_stage.Place.Bucket, "gone", etag!, headers, Ct));
        Assert.Equal(["a b/\u00e9"], await bucket.Delete(_stage.Place.Bucket, [new SeenObject("a b/\u00e9", "0123")], Ct));
        Assert.Empty(await bucket.Delete(_stage.Place.Bucket, [new SeenObject("gone", etag!)], Ct));

        Assert.Equal([("a b/\u00e9", etag!, 3L)], (await bucket.List(_stage.Place.Bucket, "a b/", [], Ct)).Select(found => (found.Key, found.ETag, found.Size)));
        Assert.Equal(new StoredHeaders(etag!, headers), await bucket.Headers(_stage.Place.Bucket, "a b/\u00e9", Ct));
        Assert.True(await bucket.CopyAway(_stage.Place.Bucket, "a b/\u00e9", etag!, _stage.Place.Bucket, "copy", Ct));
        Assert.False(await bucket.CopyAway(_stage.Place.Bucket, "a b/\u00e9", "0123", _stage.Place.Bucket, "copy", Ct));
        Assert.Equal(one.Sha256, (await bucket.Hash(_stage.Place.Bucket, "copy", Ct))!.Sha256);
        Assert.Equal(new HashedObject(etag!, one.Sha256), await bucket.Hash(_stage.Place.Bucket, "a b/\u00e9", Ct));
        Assert.Null(await bucket.Hash(_stage.Place.Bucket, "gone", Ct));
        Assert.Empty(await bucket.Delete(_stage.Place.Bucket, [new SeenObject("a b/\u00e9", etag!), new SeenObject("copy", etag!)], Ct));
        Assert.Empty(await bucket.List(_stage.Place.Bucket, "", [], Ct));
    }

    [Fact]
    public async Task A_body_that_is_not_what_was_hashed_is_refused()
    {
        var bucket = new AwsSiteBucket(_stage.Session, TimeProvider.System);

        await Assert.ThrowsAsync<DeployException>(() =>
            bucket.Put(_stage.Place.Bucket, "a", Body("one") with { Sha256 = Body("two").Sha256 }, new SiteHeaders("text/plain", "no-cache"), new PutCondition.IfAbsent(), Ct));

        Assert.Empty(await bucket.List(_stage.Place.Bucket, "", [], Ct));
    }

    [Fact]
    public async Task A_missing_bucket_and_a_missing_distribution_are_named()
    {
        _stage.Write("one", "index.html=one");

        var bucket = await Assert.ThrowsAsync<DeployException>(() => _stage.Shipper.Plan(Site with { Source = "one" }, _stage.Place with { Bucket = "nowhere" }, Ct));
        var distribution = await Assert.ThrowsAsync<DeployException>(() => _stage.Shipper.Plan(Site with { Source = "one" }, _stage.Place with { Distribution = "E0000000000000" }, Ct));

        Assert.StartsWith("The bucket nowhere does not exist. Nothing was changed.", bucket.Message, StringComparison.Ordinal);
        Assert.StartsWith("Site web has no distribution. Nothing was changed.", distribution.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_distributions_facts_and_address_are_read()
    {
        var facts = (await new AwsCdn(_stage.Session.CloudFront).Distribution(_stage.Place.Distribution, Ct))!;

        Assert.Equal(("index.html", true), (facts.DefaultRootObject, facts.Enabled));
        Assert.Equal([new OriginFacts("site", $"{_stage.Place.Bucket}.s3.us-east-1.amazonaws.com", "")], facts.Origins);
        var behavior = Assert.Single(facts.Behaviors);
        Assert.Equal(["GET", "HEAD"], behavior.Methods.Order(StringComparer.Ordinal));
        Assert.Equal(new BehaviorFacts("*", "site", true) { Cache = ManagedCachePolicies.Find(CachingOptimized)!, AllowsHttp = true, Methods = behavior.Methods }, behavior);
        Assert.Empty(SiteFindings.Of(Site, [], facts, _stage.Place));
        Assert.Equal(new Uri($"http://{facts.DomainName}/"), await _stage.Shipper.Address(Site, _stage.Place, Ct));
    }

    private Task<SiteResult> Ship(string build, string release) =>
        Task.Run(async () => await _stage.Shipper.Apply(await _stage.Shipper.Plan(Site with { Source = build }, _stage.Place, Ct), release, Ct), Ct);

    private async Task<IReadOnlyList<string>> See(params IReadOnlyList<string> paths)
    {
        var address = await _stage.Shipper.Address(Site, _stage.Place, Ct);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var seen = new List<string>();
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(new Uri(address, path), Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            var shown = path == "/sw.js" ? body : body.Split(' ')[0];
            seen.Add($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType} {shown}");
        }

        return seen;
    }

    private async Task<(string ETag, string CacheControl, string ContentType)> Object(string key)
    {
        using var found = await _stage.Session.S3.GetObjectAsync(_stage.Place.Bucket, key, Ct);
        return (found.ETag, found.Headers.CacheControl, found.Headers.ContentType);
    }

    private static SiteBody Body(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return new SiteBody(() => new MemoryStream(content), content.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
    }
}
