using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class SiteFindingsTests
{
    private static readonly StaticSite Site = new("web") { Source = "x", Routing = SiteRouting.SinglePage };
    private static readonly SiteInfrastructure Place = new("shop-web", "E1");
    private static readonly Route Api = Route.Path("/api/*").On("web");

    private static readonly DistributionFacts Right = new(
        "E1", "d1.cloudfront.net", [], true, "index.html",
        [new("s3", "shop-web.s3.eu-west-1.amazonaws.com", ""), new("alb", "alb.example", "")],
        [new("api/*", "alb", false), new("*", "s3", true)], []);

    [Fact]
    public void A_distribution_as_it_should_be_has_none() => Assert.Empty(Of(Right));

    [Fact]
    public void Another_bucket_is_an_error_that_names_both() => Assert.Equal(
        ["error: distribution E1 of site web has no origin in bucket shop-web; its origins are shop-web2.s3.eu-west-1.amazonaws.com"],
        Of(Right with { Origins = [new("s3", "shop-web2.s3.eu-west-1.amazonaws.com", "")] }));

    [Fact]
    public void A_group_of_origins_is_right_where_the_bucket_is_in_it()
    {
        var facts = Right with
        {
            Behaviors = [new("api/*", "alb", false), new("*", "both", true)],
            OriginGroups = new Dictionary<string, IReadOnlyList<string>> { ["both"] = ["s3", "standby"] },
        };

        Assert.Empty(Of(facts));
        Assert.Equal(
            ["error: / of distribution E1 is served from origin both, not from site web's bucket"],
            Of(facts with { OriginGroups = new Dictionary<string, IReadOnlyList<string>> { ["both"] = ["alb", "standby"] } }));
    }

    [Fact]
    public void Of_several_origins_in_a_bucket_the_one_next_to_the_site_counts()
    {
        var (shop, docs) = (Site with { Prefix = "shop" }, Site with { Name = "docs", Prefix = "docs/v2" });
        var facts = Right with
        {
            Origins = [new("shop", "shop-web.s3.amazonaws.com", "/shop"), new("docs", "shop-web.s3.amazonaws.com", "/docs")],
            Behaviors = [new("/v2/*", "docs", true), new("*", "shop", true)],
        };

        Assert.Empty(Of(facts, shop, []));
        Assert.Empty(Of(facts, docs, []));
        Assert.Equal(("https://d1.cloudfront.net/", "https://d1.cloudfront.net/v2/"), (SiteAddress.Of(shop, Place, facts).AbsoluteUri, SiteAddress.Of(docs, Place, facts).AbsoluteUri));
        Assert.Equal(
            ["error: distribution E1 of site web has no origin in bucket shop-web that reaches shopping/; its origins are shop-web.s3.amazonaws.com/shop, shop-web.s3.amazonaws.com/docs"],
            Of(facts, Site with { Prefix = "shopping" }, []));
    }

    [Fact]
    public void A_single_page_without_a_function_is_an_error() => Assert.Equal(
        ["error: site web is a single page, but behavior * of distribution E1 has no viewer-request function, so /some/page is not found"],
        Of(Right with { Behaviors = [new("/api/*", "alb", false), new("*", "s3", false)] }));

    [Fact]
    public void Error_pages_that_hide_the_services_errors_are_an_error_only_where_a_service_shares_the_distribution()
    {
        var facts = Right with { ErrorPages = [new(404, "/index.html", 200), new(403, "/index.html", 200), new(503, "/down.html", 503), new(404, "", 404)] };

        Assert.Equal(
            [
                "error: distribution E1 of site web answers every 404 with /index.html as 200, the services' own 404 too",
                "error: distribution E1 of site web answers every 403 with /index.html as 200, the services' own 403 too",
            ],
            Of(facts));
        Assert.Equal(
            [
                "warning: distribution E1 of site web answers every 404 with /index.html as 200, missing scripts too",
                "warning: distribution E1 of site web answers every 403 with /index.html as 200, missing scripts too",
            ],
            Of(facts, Site, [Route.Path("/api/*"), Route.Path("/x").On("admin")]));
    }

    [Fact]
    public void Error_pages_do_for_a_function_where_no_service_shares_the_distribution()
    {
        var facts = Right with { Behaviors = [new("*", "s3", false)], ErrorPages = [new(404, "/index.html", 200)] };

        Assert.Equal(["warning: distribution E1 of site web answers every 404 with /index.html as 200, missing scripts too"], Of(facts, Site, []));
        Assert.Equal(
            [
                "error: site web is a single page, but behavior * of distribution E1 has no viewer-request function, so /some/page is not found",
                "error: distribution E1 of site web has no behavior that leads /api/* to the service; its behaviors are *",
                "error: distribution E1 of site web answers every 404 with /index.html as 200, the services' own 404 too",
            ],
            Of(facts));
        Assert.Equal(
            ["error: site web is a single page, but behavior * of distribution E1 has no viewer-request function, so /some/page is not found"],
            Of(facts with { ErrorPages = [new(404, "/404.html", 404)] }, Site, []));
    }

    [Fact]
    public void Files_of_a_services_pages_need_a_behavior_of_their_own_and_leave_the_rest_to_the_service()
    {
        var assets = new StaticSite("web") { Source = "x", Prefix = "_next/static", Routing = SiteRouting.Assets };
        var facts = Right with { DefaultRootObject = "", Behaviors = [new("_next/static/*", "s3", false), new("*", "alb", false)] };

        Assert.Empty(Of(facts, assets, [Route.Default.On("web")]));
        Assert.Equal(
            ["error: distribution E1 of site web has no behavior that leads * to the service; its behaviors are *"],
            Of(facts with { Behaviors = [new("*", "s3", false)] }, assets, [Route.Default.On("web")]));
        Assert.Equal(
            ["error: /_next/static/ of distribution E1 is served from origin alb, not from site web's bucket"],
            Of(facts with { Behaviors = [new("*", "alb", false)] }, assets, [Route.Default.On("web")]));
        Assert.Equal(
            ["warning: distribution E1 of site web asks the service for /index.html where people ask for /"],
            Of(facts with { DefaultRootObject = "index.html" }, assets, [Route.Default.On("web")]));
        Assert.Equal("https://d1.cloudfront.net/", SiteAddress.Of(assets, Place, facts).AbsoluteUri);
    }

    [Fact]
    public void A_route_without_a_behavior_of_its_own_is_an_error() => Assert.Equal(
        ["error: distribution E1 of site web has no behavior that leads /api/* to the service; its behaviors are /api/v1/*, *"],
        Of(Right with { Behaviors = [new("/api/v1/*", "alb", false), new("*", "s3", true)] }));

    [Fact]
    public void A_route_that_leads_to_the_bucket_is_an_error() => Assert.Single(Of(Right with { Behaviors = [new("/api/*", "s3", true), new("*", "s3", true)] }));

    [Fact]
    public void A_site_that_is_served_from_elsewhere_is_an_error() => Assert.Equal(
        ["error: / of distribution E1 is served from origin alb, not from site web's bucket"],
        Of(Right with { Behaviors = [new("/api/*", "alb", false), new("*", "alb", false)] }));

    [Fact]
    public void Nothing_that_leads_to_the_first_page_is_an_error_at_the_root_and_a_warning_in_a_folder()
    {
        var facts = Right with { DefaultRootObject = "", Behaviors = [new("*", "s3", false)] };

        Assert.Equal(["error: nothing leads / of distribution E1 to site web's index.html"], Of(facts, Site with { Routing = SiteRouting.Files }, []));
        Assert.Equal(["warning: nothing leads /app/ of distribution E1 to site web's index.html"], Of(facts, Site with { Routing = SiteRouting.Files, Prefix = "app" }, []));
    }

    [Fact]
    public void A_disabled_distribution_is_an_error() => Assert.Equal(["error: distribution E1 of site web is disabled"], Of(Right with { Enabled = false }));

    [Theory]
    [InlineData("*", "/anything/at/all", true)]
    [InlineData("/api/*", "/api/x/y", true)]
    [InlineData("api/*", "/api/x", true)]
    [InlineData("/api/*", "/API/x", false)]
    [InlineData("/v?/x", "/v1/x", true)]
    [InlineData("/v?/x", "/v12/x", false)]
    [InlineData("*.jpg", "/a/b.jpg", true)]
    [InlineData("*.jpg", "/a/b.jpeg", false)]
    [InlineData("/*.jpg", "/a/b.jpg", true)]
    public void Path_patterns_match_as_CloudFronts_do(string pattern, string path, bool matches) => Assert.Equal(matches, PathPattern.Matches(pattern, path));

    [Theory]
    [InlineData(null, "www.shop.test", "", "https://www.shop.test/")]
    [InlineData(null, "*.shop.test", "", "https://d1.cloudfront.net/")]
    [InlineData(null, null, "app", "https://d1.cloudfront.net/app/")]
    [InlineData("https://shop.test/x", "www.shop.test", "", "https://shop.test/x")]
    public void A_site_has_the_address_that_was_given_or_an_alias_or_the_distributions_own(string? given, string? alias, string prefix, string address) => Assert.Equal(
        address,
        SiteAddress.Of(
            Site with { Prefix = prefix }, Place with { Address = given is null ? null : new Uri(given) }, Right with { Aliases = alias is null ? [] : [alias] }).AbsoluteUri);

    [Fact]
    public void A_distribution_on_this_machine_speaks_HTTP() =>
        Assert.Equal("http://127.0.0.1:8431/", SiteAddress.Of(Site, Place, Right with { DomainName = "127.0.0.1:8431" }).AbsoluteUri);

    private static List<string> Of(DistributionFacts facts, StaticSite? site = null, IReadOnlyList<Route>? routes = null) =>
        [.. SiteFindings.Of(site ?? Site, routes ?? [Api], facts, Place).Select(finding => $"{(finding.IsError ? "error" : "warning")}: {finding.Seen}")];
}
