using System.Xml.Linq;
using Amazon.CloudFront;
using Amazon.Runtime;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;
using Slipway.Sites;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What a deploy invalidates, against an edge that has everything: all that changed is seen, and nothing else is fetched again.</summary>
public sealed class EdgeInvalidationTests : IAsyncLifetime
{
    private const string Document = "Cache-Control: public, must-revalidate, max-age=0, s-maxage=86400";
    private const string NeverKept = "Cache-Control: public, must-revalidate, max-age=0, s-maxage=0";
    private const string Asset = "/assets/app-1111aaaa.js";

    private static readonly StaticSite Site = new("web") { Source = "x" };

    private EdgeCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await EdgeCloud.Start();

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task The_root_is_known_by_two_names_and_a_page_by_one()
    {
        var distribution = await _cloud.Distribute(Config.Site(more: [Config.Root("index.html")]));

        Assert.Equal(["/", "/about.html", "/index.html"], await Release(distribution, ["/", "/index.html", "/about.html"], "index.html", "about.html"));
    }

    [Fact]
    public async Task The_folder_of_the_origin_is_not_part_of_the_paths()
    {
        var config = Config.Site(more: [Config.Root("index.html")]);
        config.Element("Origins")!.Descendants("Origin").Single().ReplaceWith(Config.Bucket(path: "/app"));
        _cloud.Buckets.Put("app/assets/app-1111aaaa.js", "asset", "Cache-Control: public, max-age=31536000, immutable");

        Assert.Equal(["/", "/index.html"], await Release(await _cloud.Distribute(config), ["/", "/index.html"], "app/index.html"));
    }

    [Fact]
    public async Task Every_copy_of_a_path_by_its_query_strings_goes()
    {
        var distribution = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: Config.OriginHeadersAndQuery), more: [Config.Root("index.html")]));

        Assert.Equal(
            ["/", "/?*", "/about.txt*", "/index.html*"],
            await Release(distribution, ["/", "/?utm=1", "/index.html", "/index.html?a=1", "/about.txt?_rsc=1", "/about.txt?_rsc=2"], "index.html", "about.txt"));
    }

    [Theory]
    [InlineData(true, "/about.html*")]
    [InlineData(false, "/about.html")]
    public async Task A_behavior_from_before_there_were_policies_tells_its_query_strings_too(bool queries, string path)
    {
        var behaviour = Config.Behaviour("bucket");
        behaviour.Element("CachePolicyId")!.ReplaceWith(
            XElement.Parse($"<ForwardedValues><QueryString>{(queries ? "true" : "false")}</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>"));

        Assert.Equal([path], await Release(await _cloud.Distribute(Config.Site(behaviour)), ["/about.html", "/about.html?a=1"], "about.html"));
    }

    [Fact]
    public async Task A_policy_of_the_account_is_read_and_its_minimum_counts()
    {
        var policy = (await _cloud.Call(PolicyOperations.Create, Policy("keeps", min: 60))).Body!.Element("Id")!.Value;
        var distribution = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: policy)));
        _cloud.Buckets.Put("about.html", "v1", NeverKept);

        var facts = await Facts(distribution);
        Assert.Equal(
            new CacheRules(TimeSpan.FromSeconds(60), TimeSpan.FromDays(1), TimeSpan.FromDays(365), ByQuery: false), Assert.Single(facts.Behaviors).Cache);
        Assert.Equal(["/about.html"], Stale(facts, NeverKept, "about.html"));

        var plain = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: Config.OriginHeaders)));
        Assert.Empty(Stale(await Facts(plain), NeverKept, "about.html"));
    }

    [Fact]
    public async Task A_policy_that_may_not_be_read_is_taken_for_the_worst()
    {
        var policy = (await _cloud.Call(PolicyOperations.Create, Policy("secret", min: 0))).Body!.Element("Id")!.Value;
        var distribution = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: policy)));

        var facts = await Facts(distribution, new NoPolicies());

        Assert.Equal(CacheRules.Unknown, Assert.Single(facts.Behaviors).Cache);
        Assert.Equal(["/about.html*"], Stale(facts, Document, "about.html"));
    }

    [Fact]
    public async Task Deep_links_that_an_error_page_answers_are_kept_with_it_and_go_with_it()
    {
        var distribution = await _cloud.Distribute(Config.Site(more: [Config.Root("index.html"), Config.Error(403, "/index.html", 200, ttl: 300)]));

        Assert.Equal(["/*"], await Release(distribution, ["/", "/index.html", "/cart/42"], "index.html"));
    }

    [Fact]
    public async Task Deep_links_show_the_page_of_before_until_their_error_is_forgotten()
    {
        _cloud.Buckets.Put("index.html", "v1", Document);
        var distribution = await _cloud.Distribute(Config.Site(more: [Config.Error(403, "/index.html", 200, ttl: 300)]));
        await _cloud.Get(distribution, "/cart/42");

        _cloud.Buckets.Put("index.html", "v2", Document);
        await _cloud.Invalidate(distribution, "/index.html");

        Assert.Equal(("200 Error v1", "200 Error v2"), ($"{await _cloud.Get(distribution, "/cart/42")}", $"{await _cloud.Get(distribution, "/cart/43")}"));
        _cloud.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal("200 Error v2", $"{await _cloud.Get(distribution, "/cart/42")}");
    }

    [Fact]
    public async Task What_another_origin_answers_is_left_alone()
    {
        var distribution = await _cloud.Distribute(Config.Site(
            origins: [Config.Server(port: 1)], more: [Config.Behaviours(Config.Behaviour("api", "/api/*", Config.Uncached), Config.Behaviour("bucket", "*.txt"))]));

        Assert.Equal(["/a.txt", "/b.html"], Stale(await Facts(distribution), Document, "a.txt", "b.html", "api/c.html"));
    }

    [Fact]
    public async Task A_policy_of_AWS_costs_no_call_and_one_of_the_account_one_however_often_it_is_used()
    {
        var policy = (await _cloud.Call(PolicyOperations.Create, Policy("mine", min: 0))).Body!.Element("Id")!.Value;
        var calls = new CountedCalls();

        await Facts(await _cloud.Distribute(Config.Site(more: [Config.Behaviours(Config.Behaviour("bucket", "/a/*", Config.OriginHeaders))])), calls);
        Assert.Equal(["GetDistribution"], calls.Made);

        await Facts(await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: policy), more: [Config.Behaviours(Config.Behaviour("bucket", "/a/*", policy))])), calls);
        Assert.Equal(["GetDistribution", "GetDistribution", "GetCachePolicy"], calls.Made);
    }

    /// <summary>Lets an edge see the old release at all <paramref name="views"/>, publishes another, invalidates, and looks again; the paths.</summary>
    private async Task<IReadOnlyList<string>> Release(TestDistribution distribution, string[] views, params string[] keys)
    {
        _cloud.Buckets.Put(Asset[1..], "asset", "Cache-Control: public, max-age=31536000, immutable");
        foreach (var key in keys)
            _cloud.Buckets.Put(key, "v1", Document);
        foreach (var path in views.Append(Asset))
            Assert.EndsWith(path == Asset ? "asset" : "v1", $"{await _cloud.Get(distribution, path)}", StringComparison.Ordinal);

        foreach (var key in keys)
            _cloud.Buckets.Put(key, "v2", Document);
        foreach (var path in views)
            Assert.EndsWith("v1", $"{await _cloud.Get(distribution, path)}", StringComparison.Ordinal);

        var stale = Stale(await Facts(distribution), Document, keys);
        await _cloud.Invalidate(distribution, [.. stale]);

        foreach (var path in views)
            Assert.EndsWith("v2", $"{await _cloud.Get(distribution, path)}", StringComparison.Ordinal);
        Assert.Equal(stale.Contains("/*") ? "200 Miss asset" : "200 Hit asset", $"{await _cloud.Get(distribution, Asset)}");
        return stale;
    }

    private static IReadOnlyList<string> Stale(DistributionFacts facts, string header, params string[] keys)
    {
        var paths = new CachedPaths(Site, "site", facts);
        var cover = InvalidationCover.Of(
            keys.SelectMany(key => paths.Of(key, header["Cache-Control: ".Length..])), [new CachedPath(Asset, 50_000, IsImmutable: true)], paths.Homes, CoverLimits.Standard);
        return [.. cover.Select(path => path.ToString())];
    }

    private async Task<DistributionFacts> Facts(TestDistribution distribution, ICallFaults? faults = null)
    {
        await using var server = await ApiServer.Start(
            [], [new CloudFrontApi(_cloud.Network, _cloud.Time)], faults ?? new NoCallFaults(), ConfinedRoles.None, LoopbackSocket.Bind(0), _ => { }, TestContext.Current.CancellationToken);
        using var client = new AmazonCloudFrontClient(
            new BasicAWSCredentials(EdgeCloud.Caller.Account, "any"), new AmazonCloudFrontConfig { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        return (await new AwsCdn(client).Distribution(distribution.Id, TestContext.Current.CancellationToken))!;
    }

    private static XElement Policy(string name, int min) => new(
        "CachePolicyConfig",
        new XElement("Name", name), new XElement("MinTTL", min),
        new XElement(
            "ParametersInCacheKeyAndForwardedToOrigin",
            new XElement("EnableAcceptEncodingGzip", true),
            new XElement("HeadersConfig", new XElement("HeaderBehavior", "none")),
            new XElement("CookiesConfig", new XElement("CookieBehavior", "none")),
            new XElement("QueryStringsConfig", new XElement("QueryStringBehavior", "none"))));

    /// <summary>An account in which cache policies are nobody's business.</summary>
    private sealed class NoPolicies : ICallFaults
    {
        public Task<ConnectionReset> Meet(string service, string operation, Caller caller, CancellationToken ct) => operation == "GetCachePolicy"
            ? throw new AwsError("AccessDenied", "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: cloudfront:GetCachePolicy", System.Net.HttpStatusCode.Forbidden)
            : Task.FromResult(ConnectionReset.Never);
    }

    private sealed class CountedCalls : ICallFaults
    {
        public List<string> Made { get; } = [];

        public Task<ConnectionReset> Meet(string service, string operation, Caller caller, CancellationToken ct)
        {
            Made.Add(operation);
            return Task.FromResult(ConnectionReset.Never);
        }
    }
}
