using System.Runtime.Versioning;
using System.Text;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Git;
using Slipway.Images;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Tests.Images;
using Slipway.Tests.Provisioning;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

/// <summary>Sites against S3 and CloudFront of the rehearsal cloud, in this process: real bytes, a caching edge, a rewrite function.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedSiteTests : IAsyncLifetime
{
    private const string Bucket = "shop-web";
    private const string CachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Application Shop = ImpliedInfrastructureTests.Shop(ImpliedInfrastructureTests.Service("web", Route.Default));
    private static readonly StaticSite Site = new("web") { Source = "unset", Routing = SiteRouting.SinglePage };

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingOutput _output = new();
    private readonly HttpWebViewer _viewer = new();
    private RehearsalCloud _cloud = null!;
    private AwsSession _session = null!;
    private SiteInfrastructure _place = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(Path.Combine(_folder.Path, "cloud"), _ => new NoTasks()) { Speed = 600 }, Ct);
        _session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        await new ReleaseStore(_session, Shop, DeployEnvironment.Local, Tempo.OfAws, _output, TimeProvider.System).Bootstrap.Run(Shop, DeployEnvironment.Local, Ct);
        _place = new SiteInfrastructure(Bucket, await Distribute());
    }

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        _session.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_release_is_seen_taken_back_and_seen_as_it_was()
    {
        Write("one", "index.html=one <script src=\"/assets/zoom-1111aaaa.js\"></script>", "assets/zoom-1111aaaa.js=zoom one", "logo.svg=<svg>1</svg>", "old.html=old", "sw.js=worker one");
        Write("two", "index.html=two <script src=\"/assets/zoom-2222bbbb.js\"></script>", "assets/zoom-2222bbbb.js=zoom two", "logo.svg=<svg>2</svg>", "caf\u00e9 [a].html=new", "sw.js=worker two");

        await Ship("one", "r1");
        Assert.Equal(["200 text/html one", "200 text/html one", "200 text/javascript zoom", "200 image/svg+xml <svg>1</svg>", "200 text/html old"], await See("/", "/cart/42", "/assets/zoom-1111aaaa.js", "/logo.svg", "/old.html"));

        var plan = await Shipper().Plan(Site with { Source = "two" }, _place, Ct);
        var result = await Shipper().Apply(plan, "r2", Ct);
        Assert.Equal(new SiteResult("web", "r2", 5, 0, 1, 4, "r1", "sites/web/releases/r2.json"), result);
        Assert.Equal(
            ["200 text/html two", "200 text/html two", "200 text/javascript zoom", "200 text/javascript zoom", "200 image/svg+xml <svg>2</svg>", "403 application/xml <?xml", "200 text/html new"],
            await See("/", "/cart/42", "/assets/zoom-1111aaaa.js", "/assets/zoom-2222bbbb.js", "/logo.svg", "/old.html", "/caf%C3%A9%20%5Ba%5D.html"));

        Assert.True(await Shipper().TakeBack(plan, "r2", "because server failed", Ct));
        Assert.Equal(
            ["200 text/html one", "200 image/svg+xml <svg>1</svg>", "200 text/html old", "403 application/xml <?xml", "200 text/javascript worker one"],
            await See("/", "/logo.svg", "/old.html", "/caf%C3%A9%20%5Ba%5D.html", "/sw.js"));
        Assert.DoesNotContain(_output.Events, happened => happened is InvalidationOwed or SiteUnverified);
    }

    [Fact]
    public async Task With_nothing_changed_five_reads_are_all()
    {
        Write("one", "index.html=one", "logo.svg=<svg/>");
        await Ship("one", "r1");
        var (before, mutating) = (_session.Calls.Counts, _session.Calls.Mutating);

        var result = await Ship("one", "r2");

        Assert.Equal(("r1", 0, 2), (result.Release, result.Uploaded, result.Unchanged));
        Assert.Equal(mutating, _session.Calls.Mutating);
        Assert.Equal(
            ["cloudfront:GetDistribution 1", "s3:GetObject 2", "s3:ListObjectsV2 1"],
            _session.Calls.Counts.Select(call => $"{call.Key} {call.Value - before.GetValueOrDefault(call.Key)}").Where(call => !call.EndsWith(" 0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Headers_alone_are_changed_without_the_content_and_reach_viewers()
    {
        Write("one", "index.html=one");
        await Ship("one", "r1");
        var before = await Object("index.html");

        await Shipper().Apply(await Shipper().Plan(Site with { Source = "one", EdgeCache = TimeSpan.FromMinutes(5) }, _place, Ct), "r2", Ct);

        var after = await Object("index.html");
        Assert.Equal(before.ETag, after.ETag);
        Assert.Equal("public, must-revalidate, max-age=0, s-maxage=300", after.CacheControl);
        Assert.Equal("text/html; charset=utf-8", after.ContentType);
    }

    [Fact]
    public async Task S3_refuses_what_the_plan_did_not_see()
    {
        var bucket = new AwsSiteBucket(_session, TimeProvider.System);
        var (one, two, headers) = (Body("one"), Body("two"), new SiteHeaders("text/plain", "no-cache"));

        var etag = await bucket.Put(Bucket, "a b/\u00e9", one, headers, new PutCondition.IfAbsent(), Ct);
        Assert.Null(await bucket.Put(Bucket, "a b/\u00e9", two, headers, new PutCondition.IfAbsent(), Ct));
        Assert.Null(await bucket.Put(Bucket, "a b/\u00e9", two, headers, new PutCondition.IfMatch("0123"), Ct));
        Assert.Null(await bucket.Put(Bucket, "gone", two, headers, new PutCondition.IfMatch(etag!), Ct));
        Assert.Null(await bucket.CopyOntoItself(Bucket, "a b/\u00e9", "0123", headers, Ct));
        Assert.Null(await bucket.CopyOntoItself(Bucket, "gone", etag!, headers, Ct));
        Assert.Equal(["a b/\u00e9"], await bucket.Delete(Bucket, [new SeenObject("a b/\u00e9", "0123")], Ct));
        Assert.Empty(await bucket.Delete(Bucket, [new SeenObject("gone", etag!)], Ct));

        Assert.Equal([("a b/\u00e9", etag!, 3L)], (await bucket.List(Bucket, "a b/", [], Ct)).Select(found => (found.Key, found.ETag, found.Size)));
        Assert.Equal(new StoredHeaders(etag!, headers), await bucket.Headers(Bucket, "a b/\u00e9", Ct));
        Assert.True(await bucket.CopyAway(Bucket, "a b/\u00e9", etag!, Bucket, "copy", Ct));
        Assert.False(await bucket.CopyAway(Bucket, "a b/\u00e9", "0123", Bucket, "copy", Ct));
        Assert.Equal(one.Sha256, (await bucket.Hash(Bucket, "copy", Ct))!.Sha256);
        Assert.Equal(new HashedObject(etag!, one.Sha256), await bucket.Hash(Bucket, "a b/\u00e9", Ct));
        Assert.Null(await bucket.Hash(Bucket, "gone", Ct));
        Assert.Empty(await bucket.Delete(Bucket, [new SeenObject("a b/\u00e9", etag!), new SeenObject("copy", etag!)], Ct));
        Assert.Empty(await bucket.List(Bucket, "", [], Ct));
    }

    [Fact]
    public async Task A_body_that_is_not_what_was_hashed_is_refused()
    {
        var bucket = new AwsSiteBucket(_session, TimeProvider.System);

        await Assert.ThrowsAsync<DeployException>(() =>
            bucket.Put(Bucket, "a", Body("one") with { Sha256 = Body("two").Sha256 }, new SiteHeaders("text/plain", "no-cache"), new PutCondition.IfAbsent(), Ct));

        Assert.Empty(await bucket.List(Bucket, "", [], Ct));
    }

    [Fact]
    public async Task A_missing_bucket_and_a_missing_distribution_are_named()
    {
        Write("one", "index.html=one");

        var bucket = await Assert.ThrowsAsync<DeployException>(() => Shipper().Plan(Site with { Source = "one" }, _place with { Bucket = "nowhere" }, Ct));
        var distribution = await Assert.ThrowsAsync<DeployException>(() => Shipper().Plan(Site with { Source = "one" }, _place with { Distribution = "E0000000000000" }, Ct));

        Assert.StartsWith("The bucket nowhere does not exist. Nothing was changed.", bucket.Message, StringComparison.Ordinal);
        Assert.StartsWith("Site web has no distribution. Nothing was changed.", distribution.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_distributions_facts_and_address_are_read()
    {
        var facts = (await new AwsCdn(_session.CloudFront).Distribution(_place.Distribution, Ct))!;

        Assert.Equal(("index.html", true), (facts.DefaultRootObject, facts.Enabled));
        Assert.Equal([new OriginFacts("site", $"{Bucket}.s3.us-east-1.amazonaws.com", "")], facts.Origins);
        Assert.Equal([new BehaviorFacts("*", "site", true) { Cache = ManagedCachePolicies.Find(CachingOptimized)! }], facts.Behaviors);
        Assert.Empty(SiteFindings.Of(Site, [], facts, _place));
        Assert.Equal(new Uri($"http://{facts.DomainName}/"), await Shipper().Address(Site, _place, Ct));
    }

    private Task<SiteResult> Ship(string build, string release) =>
        Task.Run(async () => await Shipper().Apply(await Shipper().Plan(Site with { Source = build }, _place, Ct), release, Ct), Ct);

    private SiteShipper Shipper()
    {
        var processes = new FakeProcesses();
        return new SiteShipper(
            _folder.Path, new Preparer(_folder.Path, new GitRepository(processes, _folder.Path), processes, _output, TimeProvider.System),
            new AwsSiteBucket(_session, TimeProvider.System), new AwsReleaseBucket(_session.S3, Shop, DeployEnvironment.Local, TimeProvider.System),
            new AwsCdn(_session.CloudFront), _viewer, _output, TimeProvider.System);
    }

    private void Write(string build, params IReadOnlyList<string> files)
    {
        foreach (var file in files)
            _folder.Write($"{build}/{file.Split('=', 2)[0]}", file.Split('=', 2)[1]);
    }

    private async Task<IReadOnlyList<string>> See(params IReadOnlyList<string> paths)
    {
        var address = await Shipper().Address(Site, _place, Ct);
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
        using var found = await _session.S3.GetObjectAsync(Bucket, key, Ct);
        return (found.ETag, found.Headers.CacheControl, found.Headers.ContentType);
    }

    private static SiteBody Body(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return new SiteBody(() => new MemoryStream(content), content.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
    }

    /// <summary>A private bucket behind a distribution with an origin access control and the site's rewrite function.</summary>
    private async Task<string> Distribute()
    {
        await _session.S3.PutBucketAsync(Bucket, Ct);
        var cloudFront = _session.CloudFront;
        var control = await cloudFront.CreateOriginAccessControlAsync(
            new CreateOriginAccessControlRequest
            {
                OriginAccessControlConfig = new OriginAccessControlConfig
                {
                    Name = "site",
                    OriginAccessControlOriginType = OriginAccessControlOriginTypes.S3,
                    SigningBehavior = OriginAccessControlSigningBehaviors.Always,
                    SigningProtocol = OriginAccessControlSigningProtocols.Sigv4,
                },
            },
            Ct);
        var made = await cloudFront.CreateFunctionAsync(
            new CreateFunctionRequest
            {
                Name = "rewrite",
                FunctionConfig = new FunctionConfig { Comment = "", Runtime = RewriteFunction.Runtime },
                FunctionCode = new MemoryStream(Encoding.UTF8.GetBytes(RewriteFunction.Of(SiteRouting.SinglePage, ""))),
            },
            Ct);
        await cloudFront.PublishFunctionAsync(new PublishFunctionRequest { Name = "rewrite", IfMatch = made.ETag }, Ct);

        var distribution = await cloudFront.CreateDistributionAsync(
            new CreateDistributionRequest
            {
                DistributionConfig = new DistributionConfig
                {
                    CallerReference = "site",
                    Comment = "",
                    Enabled = true,
                    DefaultRootObject = "index.html",
                    Origins = new Origins
                    {
                        Quantity = 1,
                        Items =
                        [
                            new Origin
                            {
                                Id = "site", DomainName = $"{Bucket}.s3.us-east-1.amazonaws.com", OriginPath = "", OriginAccessControlId = control.OriginAccessControl!.Id,
                                S3OriginConfig = new S3OriginConfig { OriginAccessIdentity = "" },
                            },
                        ],
                    },
                    DefaultCacheBehavior = new DefaultCacheBehavior
                    {
                        TargetOriginId = "site",
                        ViewerProtocolPolicy = ViewerProtocolPolicy.AllowAll,
                        CachePolicyId = CachingOptimized,
                        Compress = true,
                        FunctionAssociations = new FunctionAssociations
                        {
                            Quantity = 1,
                            Items = [new FunctionAssociation { EventType = EventType.ViewerRequest, FunctionARN = made.FunctionSummary!.FunctionMetadata!.FunctionARN }],
                        },
                    },
                },
            },
            Ct);
        await _session.S3.PutBucketPolicyAsync(
            new PutBucketPolicyRequest
            {
                BucketName = Bucket,
                Policy = $$"""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject",
                     "Resource":"arn:aws:s3:::{{Bucket}}/*","Condition":{"StringEquals":{"AWS:SourceArn":"{{distribution.Distribution!.ARN}}" } } }]}
                    """,
            },
            Ct);
        return distribution.Distribution.Id!;
    }
}
