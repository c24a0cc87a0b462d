using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class CdnFindingsTests
{
    private static readonly StaticSite Site = new("web") { Source = "x", Routing = SiteRouting.SinglePage };
    private static readonly SiteInfrastructure Place = new("shop-web", "E1");
    private static readonly Route Api = Route.Path("/api/*").On("web");
    private static readonly CacheRules Optimized = ManagedCachePolicies.Find("658327ea-f89d-4fab-a63d-7e88639e58f6")!;
    private static readonly CacheRules Disabled = ManagedCachePolicies.Find("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")!;

    private static readonly DistributionFacts Right = new(
        "E1", "d1.cloudfront.net", [], true, "index.html",
        [new("s3", "shop-web.s3.eu-west-1.amazonaws.com", ""), new("alb", "alb.example", "")],
        [new("api/*", "alb", false) { Cache = Disabled, Compresses = false }, new("*", "s3", true) { Cache = Optimized }],
        [new(404, "/404.html", 404)]);

    [Fact]
    public void A_distribution_as_it_should_be_has_none() => Assert.Empty(Of(Right));

    [Fact]
    public void They_are_warnings_and_part_of_what_is_found_about_the_site()
    {
        var finding = Assert.Single(SiteFindings.Of(Site, [], With(Optimized, compresses: false), Place));

        Assert.False(finding.IsError);
        Assert.Equal(("behavior * of distribution E1 compresses nothing of site web", "switch Compress on"), (finding.Seen, finding.Try));
    }

    [Fact]
    public void A_minimum_time_that_overrides_no_cache_is_told() => Assert.Equal(
        ["behavior * of distribution E1 keeps everything for at least 5 minutes, service workers and whatever says no-cache too: browsers learn of a release of site web that much later"],
        Of(With(Optimized with { Least = TimeSpan.FromMinutes(5) })));

    [Fact]
    public void Query_strings_in_the_key_are_told() =>
        Assert.StartsWith("behavior * of distribution E1 keeps one copy of each file of site web per query string", Assert.Single(Of(With(Optimized with { ByQuery = true }))), StringComparison.Ordinal);

    [Fact]
    public void A_policy_that_may_not_be_read_is_told_and_nothing_is_guessed_about_it() => Assert.Equal(
        ["the cache policy of behavior * of distribution E1 could not be read, so that site web invalidates every path with its query strings"], Of(With(CacheRules.Unknown)));

    [Fact]
    public void A_site_that_is_not_cached_is_told() => Assert.Equal(["behavior * of distribution E1 caches nothing of site web"], Of(With(Disabled)));

    [Fact]
    public void Compression_that_the_policy_forbids_is_told() => Assert.Equal(
        ["the cache policy of behavior * of distribution E1 keeps no compressed copies, so that nothing of site web is compressed"], Of(With(Optimized with { KeepsCompressed = false })));

    [Fact]
    public void Errors_that_are_kept_for_long_are_told_with_what_they_cost() => Assert.Equal(
        [
            "distribution E1 keeps /index.html in place of a 403 for 1 hour under every path that was asked for: each change of that page drops all of site web from the edges",
            "distribution E1 keeps each 404 for 11 seconds: new files of site web are invalidated too, since somebody may have asked for them too early",
        ],
        Of(Right with
        {
            ErrorPages =
            [
                new(403, "/index.html", 200) { KeptFor = TimeSpan.FromMinutes(60) }, new(404, "", 404) { KeptFor = TimeSpan.FromSeconds(11) }, new(500, "", 500) { KeptFor = TimeSpan.FromDays(1) },
            ],
        },
        routes: []));

    [Fact]
    public void A_service_whose_answers_are_kept_although_it_did_not_ask_for_it_is_told()
    {
        Assert.Equal(
            ["distribution E1 of site web keeps what /api/* answers for 1 day unless the service says otherwise, whatever the query string"],
            Of(Right with { Behaviors = [new("/api/*", "alb", false) { Cache = Optimized }, Right.Behaviors[1]] }));
        Assert.Empty(Of(Right with { Behaviors = [new("/api/*", "alb", false) { Cache = CacheRules.AsAnswersSay }, Right.Behaviors[1]] }));
    }

    [Fact]
    public void An_origin_path_that_leaves_the_site_out_is_told()
    {
        var facts = Right with { Origins = [new("s3", "shop-web.s3.eu-west-1.amazonaws.com", "/v1"), Right.Origins[1]] };

        Assert.Equal(
            ["distribution E1 puts /v1 before every path, so that files of site web outside of v1/ cannot be reached; its own folder is /app/"],
            Of(facts, Site with { Prefix = "app" }));
        Assert.Empty(Of(facts, Site with { Prefix = "v1" }));
    }

    [Fact]
    public void A_single_page_behind_the_cache_is_told() => Assert.StartsWith(
        "behavior * of distribution E1 leads paths to pages by a Lambda function at origin requests",
        Assert.Single(Of(Right with { Behaviors = [Right.Behaviors[0], new("*", "s3", true) { Cache = Optimized, RewritesByLambda = true, RewritesBehindCache = true }] })),
        StringComparison.Ordinal);

    private static DistributionFacts With(CacheRules cache, bool compresses = true) =>
        Right with { Behaviors = [Right.Behaviors[0], new("*", "s3", true) { Cache = cache, Compresses = compresses }] };

    private static List<string> Of(DistributionFacts facts, StaticSite? site = null, IReadOnlyList<Route>? routes = null) =>
        [.. CdnFindings.Of(site ?? Site, routes ?? [Api], facts, Place).Select(finding => finding.Seen)];
}
