using FsCheck;
using FsCheck.Fluent;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

/// <summary>
/// An edge that was asked for everything by everybody: whatever the distribution, every answer that it keeps and that is old by now is dropped, and no
/// file that never changes, as long as there are few paths.
/// </summary>
public sealed class StaleUrlTests
{
    private const string Bucket = "shop-web";
    private const string Kept = "public, must-revalidate, max-age=0, s-maxage=86400";

    private static readonly StaticSite Site = new("web") { Source = "x" };

    private static readonly string[] Pages =
        ["index.html", "about.html", "docs/index.html", "docs/a.html", "docs/b c.html", "app/index.html", "app/caf\u00e9.txt", "app/api/x.html", "api/y.html", "logo.svg"];

    private static readonly string[] Assets = ["assets/app-1111aaaa.js", "docs/a-2222bbbb.js", "app/i-3333cccc.css", "about-4444dddd.js"];

    private static readonly Gen<BehaviorFacts> OwnBehavior =
        from path in Gen.Elements("*", "/docs/*", "*.html", "/app/*")
        from origin in Gen.Elements("s3", "folder", "alb")
        from rewrites in Gen.Elements(false, true)
        from byQuery in Gen.Elements(false, false, true)
        from keeps in Gen.Elements(true, true, true, false)
        select new BehaviorFacts(path, origin, rewrites) { Cache = CacheRules.AsAnswersSay with { ByQuery = byQuery, Most = keeps ? TimeSpan.FromDays(365) : TimeSpan.Zero } };

    private static readonly Gen<DistributionFacts> Distributions =
        from own in Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(OwnBehavior, count))
        from last in OwnBehavior
        from website in Gen.Elements(false, false, true)
        from root in Gen.Elements("", "index.html", "app/index.html")
        from seconds in Gen.Elements(10, 10, 300)
        let domain = website ? "shop-web.s3-website.eu-west-1.amazonaws.com" : "shop-web.s3.eu-west-1.amazonaws.com"
        select new DistributionFacts(
            "E1", "d1.cloudfront.net", [], true, root, [new("s3", domain, ""), new("folder", domain, "/app"), new("alb", "alb.example", "")],
            [.. own.Where(behavior => behavior.Path != "*").DistinctBy(behavior => behavior.Path), last with { Path = "*" }],
            [new ErrorPage(404, "/index.html", 200) { KeptFor = TimeSpan.FromSeconds(seconds) }]);

    [Fact]
    public void Every_old_answer_is_dropped_and_no_file_that_never_changes()
    {
        var cases =
            from facts in Distributions
            from changed in Gen.SubListOf(Pages)
            from singlePage in Gen.Elements(false, true)
            select (facts, Changed: changed.ToHashSet(StringComparer.Ordinal), singlePage);

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var stale = SiteStaleness.Of(Plan(each.facts, each.Changed)).Select(StalePath.Read).ToList();
            var known = Asked().SelectMany(url => Known(each.facts, url.Path, url.Query, each.singlePage)).ToList();
            var missed = known.Where(answer => each.Changed.Contains(answer.Key) && !stale.Exists(path => path.Covers(answer.Name))).ToList();
            var lost = known.Where(answer => Assets.Contains(answer.Key) && stale.Exists(path => path.Covers(answer.Name))).ToList();

            var everything = stale.Contains(new StalePath("/", AndBelow: true)) && each.facts.KeepsErrors(404) > ErrorPage.StandardTime;
            foreach (var (name, key) in missed)
                Assert.Fail($"{name}, which shows {key}, is not dropped by {string.Join(' ', stale)} of {string.Join(", ", each.facts.Behaviors)}");
            foreach (var (name, key) in everything ? [] : lost)
                Assert.Fail($"{name}, which shows {key}, is dropped by {string.Join(' ', stale)} of {string.Join(", ", each.facts.Behaviors)}");

            return each.Changed.Count > 0 || stale.Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    /// <summary>What the edge knows after a request: the name, by which invalidations find it, and the object that it shows.</summary>
    private static IEnumerable<(StalePath Name, string Key)> Known(DistributionFacts facts, string asked, string query, bool singlePage)
    {
        var behavior = facts.BehaviorOf(asked)!;
        if (!behavior.Cache.Keeps || facts.OriginsOf(behavior, Bucket).FirstOrDefault() is not { } origin)
            yield break;

        var path = behavior.RewritesRequests ? Rewritten(asked, singlePage) : asked;
        var name = new StalePath(behavior.Cache.ByQuery ? path + query : path, AndBelow: false);
        var shown = path == "/" && facts.DefaultRootObject.Length > 0 ? $"/{facts.DefaultRootObject}" : path;
        var key = $"{origin.Path}{shown}{(origin.IsWebsite && shown.EndsWith('/') ? "index.html" : "")}"[1..];
        if (Pages.Contains(key) || Assets.Contains(key))
        {
            yield return (name, key);
            yield break;
        }

        // The error page comes by its own path, and stays with the error.
        var page = facts.ErrorPages[0];
        if (page.KeptFor > ErrorPage.StandardTime && facts.OriginsOf(facts.BehaviorOf(page.Page)!, Bucket).FirstOrDefault() is { } pages && facts.BehaviorOf(page.Page)!.Cache.Keeps)
            yield return (name, $"{pages.Path}{page.Page}"[1..]);
    }

    private static string Rewritten(string path, bool singlePage) =>
        singlePage ? (path[path.LastIndexOf('/')..].Contains('.', StringComparison.Ordinal) ? path : "/index.html")
        : path.EndsWith('/') ? $"{path}index.html"
        : path;

    private static IEnumerable<(string Path, string Query)> Asked() =>
        from key in Pages.Concat(Assets)
        from path in new[] { $"/{key}", key.StartsWith("app/", StringComparison.Ordinal) ? key[3..] : $"/{key}", $"/{key[..(key.LastIndexOf('/') + 1)]}", "/cart/42", "/app/cart/42" }
        from query in new[] { "", "?a=1" }
        select (path, query);

    private static SitePlan Plan(DistributionFacts facts, HashSet<string> changed)
    {
        var plan = SiteStalenessTests.Plan(facts, Site, Kept, [.. changed]);
        var all = Assets.Select(key => File(key, FileClass.Immutable)).Concat(Pages.Select(key => File(key, FileClass.Document))).ToList();
        return plan with
        {
            Unchanged = [.. all.Where(file => !changed.Contains(file.Key)).Select(file => new StoredFile(file, "e"))],
            Seen = plan.Seen with { Objects = all.ToDictionary(file => file.Key, file => new SiteObject(file.Key, "e", file.Size, DateTimeOffset.UnixEpoch)) },
        };
    }

    private static SiteFile File(string key, FileClass fileClass) => new(key, fileClass, 10_000, new string('0', 64), new SiteHeaders("text/html", Kept));
}
