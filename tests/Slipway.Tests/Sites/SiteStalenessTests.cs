using Slipway.Sites;

namespace Slipway.Tests.Sites;

/// <summary>What is invalidated, by what the distribution does.</summary>
public sealed class SiteStalenessTests
{
    private const string Kept = "public, must-revalidate, max-age=0, s-maxage=86400";
    private const string NotKept = "public, must-revalidate, max-age=0, s-maxage=0";

    private static readonly StaticSite Site = new("web") { Source = "x" };
    private static readonly SiteInfrastructure Place = new("shop-web", "E1");
    private static readonly OriginFacts Bucket = new("s3", "shop-web.s3.eu-west-1.amazonaws.com", "");
    private static readonly OriginFacts Service = new("alb", "alb.example", "");
    private static readonly CacheRules ByQuery = CacheRules.AsAnswersSay with { ByQuery = true };

    private static readonly DistributionFacts Plain = new("E1", "d1.cloudfront.net", [], true, "index.html", [Bucket, Service], [new("*", "s3", true)], []);

    [Fact]
    public void An_object_is_known_by_its_own_name_and_the_root_object_by_the_root_too() =>
        Assert.Equal(["/", "/about/index.html", "/index.html", "/x.html"], Stale(Plain, "index.html", "about/index.html", "x.html"));

    [Fact]
    public void Without_a_root_object_the_root_leads_nowhere() => Assert.Equal(["/index.html"], Stale(Plain with { DefaultRootObject = "" }, "index.html"));

    [Fact]
    public void The_origins_folder_is_not_part_of_a_path_and_what_lies_outside_of_it_is_in_no_cache() => Assert.Equal(
        ["/x.html"], Stale(Plain with { Origins = [Bucket with { Path = "/app" }] }, "app/x.html", "apple/y.html", "z.html"));

    [Fact]
    public void Two_origins_in_one_bucket_are_two_paths()
    {
        var facts = Plain with
        {
            Origins = [Bucket with { Path = "/app" }, Bucket with { Id = "all" }],
            Behaviors = [new("/app/*", "all", false), new("*", "s3", false)],
        };

        Assert.Equal(["/app/x.html", "/x.html"], Stale(facts, "app/x.html"));
    }

    [Fact]
    public void What_a_behavior_leads_elsewhere_is_not_invalidated() => Assert.Equal(
        ["/x.html"], Stale(Plain with { Behaviors = [new("/api/*", "alb", false), new("*", "s3", false)] }, "x.html", "api/y.html"));

    [Fact]
    public void A_function_may_lead_any_path_of_its_behavior_to_any_object() => Assert.Equal(
        ["/index.html"], Stale(Plain with { DefaultRootObject = "", Behaviors = [new("/app/*", "s3", true), new("*", "alb", false)] }, "index.html"));

    [Fact]
    public void An_origin_group_leads_to_its_members() => Assert.Equal(
        ["/x.html"],
        Stale(
            Plain with
            {
                Behaviors = [new("*", "both", false)],
                OriginGroups = new Dictionary<string, IReadOnlyList<string>> { ["both"] = ["alb", "s3"] },
            },
            "x.html"));

    [Fact]
    public void What_edges_do_not_keep_needs_no_invalidation()
    {
        Assert.Empty(Stale(Plain, Site, NotKept, ["x.html"]));
        Assert.Empty(Stale(Plain with { Behaviors = [new("*", "s3", true) { Cache = ManagedCachePolicies.Find("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")! }] }, "x.html"));
        Assert.Equal(["/x.html"], Stale(Plain with { Behaviors = [new("*", "s3", true) { Cache = CacheRules.AsAnswersSay with { Least = TimeSpan.FromSeconds(1) } }] }, Site, NotKept, ["x.html"]));
    }

    [Fact]
    public void With_query_strings_in_the_key_every_copy_goes_and_not_the_whole_site() => Assert.Equal(
        ["/", "/?*", "/index.html*", "/x.txt*"], Stale(Plain with { Behaviors = [new("*", "s3", true) { Cache = ByQuery }] }, "index.html", "x.txt"));

    [Fact]
    public void A_website_endpoint_leads_folders_to_their_page() => Assert.Equal(
        ["/about", "/about/", "/about/index.html"],
        Names(Plain with { Origins = [Bucket with { DomainName = "shop-web.s3-website.eu-west-1.amazonaws.com" }] }, "about/index.html"));

    [Fact]
    public void A_Lambda_function_at_viewer_requests_is_invalidated_by_both_names()
    {
        var facts = Plain with { Behaviors = [new("*", "s3", true) { RewritesByLambda = true }] };

        Assert.Equal(["/about", "/about.html"], Names(facts, "about.html"));
        Assert.Equal(["/about", "/about/", "/about/index.html"], Names(facts, "about/index.html"));
    }

    [Fact]
    public void A_single_page_behind_the_cache_is_known_by_every_path_there_is()
    {
        var facts = Plain with { Behaviors = [new("*", "s3", true) { RewritesByLambda = true, RewritesBehindCache = true }] };

        Assert.Equal(["/*"], Stale(facts, Site with { Routing = SiteRouting.SinglePage }, Kept, ["index.html"]));
        Assert.Equal(["/logo.svg"], Stale(facts, Site with { Routing = SiteRouting.SinglePage }, Kept, ["logo.svg"]));
        Assert.Equal(["/", "/index.html"], Stale(facts, "index.html"));
    }

    [Theory]
    [InlineData(10, "/ /app/index.html")]
    [InlineData(11, "/app/*")]
    public void Deep_links_that_an_error_page_answers_go_when_that_page_changes_and_edges_keep_errors_for_long(int seconds, string paths)
    {
        var facts = Plain with
        {
            DefaultRootObject = "app/index.html",
            Behaviors = [new("*", "s3", false)],
            ErrorPages = [new(404, "/app/index.html", 200) { KeptFor = TimeSpan.FromSeconds(seconds) }],
        };

        Assert.Equal(paths, string.Join(' ', Stale(facts, Site with { Prefix = "app" }, Kept, ["app/index.html"]).Where(path => seconds == 10 || path != "/")));
        Assert.Equal(["/app/x.html"], Stale(facts, Site with { Prefix = "app" }, Kept, ["app/x.html"]));
    }

    [Fact]
    public void An_error_page_that_says_so_does_not_take_the_site_along() => Assert.Equal(
        ["/404.html"], Stale(Plain with { ErrorPages = [new(404, "/404.html", 404) { KeptFor = TimeSpan.FromMinutes(5) }] }, "404.html"));

    [Theory]
    [InlineData(403, 10, "")]
    [InlineData(403, 300, "/fresh.html /new.png")]
    [InlineData(404, 300, "/fresh.html /new.png")]
    [InlineData(503, 300, "")]
    public void A_new_name_is_invalidated_where_somebody_may_have_been_told_for_long_that_it_is_missing(int status, int seconds, string paths)
    {
        var plan = Plan(Plain with { ErrorPages = [new(status, "", status) { KeptFor = TimeSpan.FromSeconds(seconds) }] }, Site, Kept, []) with
        {
            Uploads =
            [
                New("new-1111aaaa.js", FileClass.Immutable), New("fresh.html", FileClass.Document), New("new.png", FileClass.Shared), New("sw.js", FileClass.Beacon),
            ],
        };

        Assert.Equal(paths, string.Join(' ', SiteStaleness.Of(plan)));
    }

    [Fact]
    public void A_page_that_is_gone_is_invalidated_and_an_expired_asset_is_not()
    {
        var plan = Plan(Plain, Site, Kept, []) with
        {
            Removals = [new(File("old.html", FileClass.Document), "e"), new(File("old-1111aaaa.js", FileClass.Immutable), "e"), new(File("sw.js", FileClass.Beacon), "e"), new(File("logo.png", FileClass.Shared), "e")],
        };

        Assert.Equal(["/logo.png", "/old.html"], SiteStaleness.Of(plan));
    }

    [Fact]
    public void What_somebody_else_wrote_is_invalidated_since_nobody_knows_how_edges_keep_it()
    {
        var plan = Plan(Plain, Site, Kept, []) with { Uploads = [new(File("x.html", FileClass.Document), UploadReason.Foreign, "theirs", FileClass.Document)] };

        Assert.Equal(["/x.html"], SiteStaleness.Of(plan));
    }

    [Fact]
    public void What_is_owed_is_asked_for_as_it_was_when_nothing_else_is_stale_and_joined_when_something_is()
    {
        IReadOnlyList<string> owed = ["/caf%C3%A9%20a.html", "/docs/*", "/x.html"];
        var plan = Plan(Plain, Site, Kept, []);
        plan = plan with { Seen = plan.Seen with { State = SiteState.None with { PendingInvalidation = new("r1-2", owed) } } };

        Assert.Equal(owed, SiteStaleness.Of(plan));
        var more = plan with { Uploads = [.. Plan(Plain, Site, Kept, ["docs/a.html", "y.html"]).Uploads] };
        Assert.Equal(["/caf%C3%A9%20a.html", "/docs/*", "/x.html", "/y.html"], SiteStaleness.Of(more));
    }

    [Fact]
    public void Many_changed_pages_are_covered_without_the_assets_beside_them()
    {
        string[] pages = [.. Enumerable.Range(0, 100).Select(i => $"docs/{i}.html"), .. Enumerable.Range(0, 100).Select(i => $"blog/{i}/index.html")];

        Assert.Equal(["/blog/*", "/docs/*"], Stale(Plain, pages));
    }

    [Fact]
    public void Other_answers_that_edges_keep_are_not_dropped_to_save_a_path()
    {
        string[] pages = ["a/1.html", "a/2.html", "a/3.html", "a/4.html"];

        Assert.Equal(["/a/*"], Stale(Plain, pages));
        Assert.Equal(
            ["/a/1.html", "/a/2.html", "/a/3.html", "/a/4.html"],
            Stale(Plain with { Behaviors = [new("/a/live/*", "alb", false), new("*", "s3", false)] }, pages));
    }

    private static IReadOnlyList<string> Stale(DistributionFacts facts, params string[] keys) => Stale(facts, Site, Kept, keys);

    private static IReadOnlyList<string> Stale(DistributionFacts facts, StaticSite site, string cacheControl, string[] keys) => SiteStaleness.Of(Plan(facts, site, cacheControl, keys));

    /// <summary>All names of an object, before they are covered.</summary>
    private static List<string> Names(DistributionFacts facts, string key) =>
        [.. new CachedPaths(Site, Place.Bucket, facts).Of(key, Kept).Select(path => path.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>A plan that changes the contents of <paramref name="keys"/> in a site with assets everywhere but in a few folders.</summary>
    internal static SitePlan Plan(DistributionFacts facts, StaticSite site, string cacheControl, string[] keys)
    {
        StoredFile[] assets = [.. new[] { "assets/app-1111aaaa.js", "b-2222bbbb.css", "i-3333cccc.js", "x-4444dddd.js", "app/z-5555eeee.js" }.Select(key => new StoredFile(File(key, FileClass.Immutable), "e"))];
        StoredFile[] before = [.. keys.Select(key => new StoredFile(File(key, FileClass.Document, cacheControl), "e"))];
        var seen = new SiteObservation(
            SiteState.None, null, DateTimeOffset.UnixEpoch, new SiteManifest(site.Name, "r1", Place.Bucket, [.. assets, .. before], []), null,
            assets.Concat(before).ToDictionary(file => file.File.Key, file => new SiteObject(file.File.Key, "e", file.File.Size, DateTimeOffset.UnixEpoch)), new Dictionary<string, StoredFile>());
        return new SitePlan(
            site, Place, [.. keys.Select(key => new Upload(File(key, FileClass.Document), UploadReason.Changed, "e", FileClass.Document))], [], assets, [], [], [], seen, facts);
    }

    private static Upload New(string key, FileClass fileClass) => new(File(key, fileClass), UploadReason.New, null, fileClass);

    private static SiteFile File(string key, FileClass fileClass, string cacheControl = Kept) => new(key, fileClass, 10_000, new string('0', 64), new SiteHeaders("text/html", cacheControl));
}
