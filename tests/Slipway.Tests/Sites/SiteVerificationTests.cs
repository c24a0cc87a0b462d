using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteVerificationTests : IDisposable
{
    private const string Shop = "https://www.shop.test";

    private static readonly string[] Files =
    [
        "index.html=<link href='/app.css'><script src=\"zoom-1111aaaa.js?x=1\"></script><a href=\"/about.html\"><img src=\"https://other.test/logo.png\"><img src=\"/api/picture\">",
        "about.html=<base href=\"/about/\"><img src=\"a&amp;b.png\">", "zoom-1111aaaa.js=1", "app.css=css", "about/a&b.png=png",
    ];

    private readonly SiteBench _bench = new();
    private readonly List<string> _asked = [];

    public SiteVerificationTests() => _bench.Cloud.Answers = Ask(_ => null);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_first_page_the_changed_pages_what_they_load_and_a_script_that_nobody_has_are_asked()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal(
            [$"{Shop}/", $"{Shop}/about.html", $"{Shop}/about/a&b.png", $"{Shop}/app.css", $"{Shop}/slipway-NONCE.js", $"{Shop}/zoom-1111aaaa.js?x=1"],
            _asked.Order(StringComparer.Ordinal));
        Assert.Equal(new SiteVerified("web", new Uri($"{Shop}/"), 6), Assert.Single(_bench.Output.Events.OfType<SiteVerified>()));
    }

    [Fact]
    public async Task A_script_that_is_answered_with_a_page_fails_the_site_before_its_beacons()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/zoom-1111aaaa.js" ? new Viewed(200, "text/html", "") : null);

        Assert.Equal(
            $"""
             Site web was published, but viewers do not get what they should from distribution E1.
               {Shop}/zoom-1111aaaa.js?x=1  answered 200 text/html; right is 200 text/javascript
                 change  the function of behavior * must leave paths alone whose last part has a dot, and no custom error response may show a page for 403 or 404
             """,
            await Refusal(_bench.Build("one", [.. Files, "sw.js=worker"])));
        Assert.DoesNotContain("put sw.js", _bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_page_that_comes_late_is_asked_for_again()
    {
        var refusals = 3;
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/" && refusals-- > 0 ? new Viewed(403, "application/xml", "") : null);

        await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal(4, _asked.Count(address => address == $"{Shop}/"));
    }

    [Fact]
    public async Task A_page_that_does_not_come_fails_the_site_and_is_named_with_what_was_seen_and_what_to_change()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/" ? new Viewed(403, "application/xml", "") : null);

        var message = await Refusal(_bench.Build("one", Files));

        Assert.Contains($"{Shop}/  answered 403 application/xml; right is 200 text/html", message, StringComparison.Ordinal);
        Assert.Contains("change  set DefaultRootObject to index.html, or associate a viewer-request function with behavior *; and behavior * must lead to s3://shop-web", message, StringComparison.Ordinal);
        Assert.Equal(5, _asked.Count(address => address == $"{Shop}/"));
    }

    [Fact]
    public async Task An_address_that_cannot_be_reached_from_here_is_told_and_no_failure()
    {
        _bench.Cloud.Answers = Ask(_ => throw new DeployException("no connection") { MayPass = true });

        var result = await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal("r1", result.Release);
        Assert.Equal(new SiteUnverified("web", new Uri($"{Shop}/"), "no connection"), Assert.Single(_bench.Output.Events.OfType<SiteUnverified>()));
        Assert.Equal([$"{Shop}/", $"{Shop}/"], _asked);
    }

    [Fact]
    public async Task A_site_that_asks_for_a_password_is_not_looked_at()
    {
        _bench.Cloud.Answers = Ask(_ => new Viewed(401, "text/html", ""));

        Assert.Equal("r1", (await _bench.Ship(_bench.Build("one", Files), "r1")).Release);
        Assert.Equal(new SiteUnverified("web", new Uri($"{Shop}/"), "it asks for a password"), Assert.Single(_bench.Output.Events.OfType<SiteUnverified>()));
    }

    [Fact]
    public async Task Once_the_first_page_answered_silence_elsewhere_is_a_failure()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? throw new DeployException("no answer in time") { MayPass = true } : null);

        Assert.Contains($"{Shop}/about.html  answered nothing (no answer in time); right is an answer", await Refusal(_bench.Build("one", Files)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_in_a_folder_that_nothing_leads_to_is_fetched_by_the_name_of_its_page()
    {
        using var bench = new SiteBench(new SiteCloud { RewritesRequests = false, Answers = Ask(_ => null) }) { Site = new StaticSite("web") { Source = "x", Prefix = "app" } };

        await bench.Ship(bench.Build("one", "index.html=home"), "r1");

        Assert.Equal([$"{Shop}/app/index.html", $"{Shop}/app/slipway-NONCE.js"], _asked);
    }

    [Fact]
    public async Task An_old_copy_of_a_page_fails_the_site()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? Page("old") : null);

        var message = await Refusal(_bench.Build("two", [.. Files, "about.html=new"]), "r2");

        Assert.Contains($"{Shop}/about.html  answered other content ({Page("old").Sha256![..12]}); right is that of about.html (", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_copy_is_none_while_the_invalidation_is_owed()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? Page("old") with { CacheControl = "no-store" } : null);
        _bench.Cloud.InvalidationFails = () => new DeployException("cloudfront:CreateInvalidation was refused.");

        Assert.Equal("r2", (await _bench.Ship(_bench.Build("two", [.. Files, "about.html=new"]), "r2")).Release);
    }

    [Fact]
    public async Task A_page_that_browsers_may_keep_longer_than_it_says_is_a_failure_and_one_that_they_keep_shorter_is_told()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? Page(Files[1].Split('=', 2)[1]) with { CacheControl = "max-age=600" } : null);
        var message = await Refusal(_bench.Build("one", Files));
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? Page(Files[1].Split('=', 2)[1]) with { CacheControl = "no-store" } : null);

        await _bench.Ship(_bench.Build("one", Files), "r2");

        Assert.Contains($"{Shop}/about.html  answered Cache-Control max-age=600; right is public, must-revalidate, max-age=0, s-maxage=86400", message, StringComparison.Ordinal);
        var odd = Assert.Single(Assert.Single(_bench.Output.Events.OfType<SiteOddities>()).Found);
        Assert.Equal((false, "Cache-Control no-store"), (odd.IsError, odd.Seen));
    }

    [Fact]
    public async Task Directives_in_another_order_are_the_same()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/about.html" ? Page(Files[1].Split('=', 2)[1]) with { CacheControl = "max-age=0,s-maxage=86400,Public, must-revalidate" } : null);

        await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Single(_bench.Output.Events.OfType<SiteVerified>());
    }

    [Fact]
    public async Task A_file_that_open_tabs_of_the_release_before_need_is_asked_for()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _asked.Clear();
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/zoom-1111aaaa.js" ? new Viewed(404, "application/xml", "") : null);

        var message = await Refusal(_bench.Build("two", "index.html=two", "zoom-2222bbbb.js=2"), "r2");

        Assert.Contains($"{Shop}/zoom-1111aaaa.js  answered 404 application/xml; right is 200 text/javascript", message, StringComparison.Ordinal);
        Assert.Contains("change  tabs of release r1 still ask for it", message, StringComparison.Ordinal);
        Assert.Contains($"{Shop}/slipway-NONCE.js", _asked);
    }

    [Fact]
    public async Task A_page_that_is_gone_and_still_served_fails_the_site()
    {
        await _bench.Ship(_bench.Build("one", [.. Files, "old.html=old"]), "r1");
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/old.html" ? Page("old") : null);

        Assert.Contains($"{Shop}/old.html  answered a page that the release does not have; right is 403 or 404", await Refusal(_bench.Build("two", Files), "r2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_a_page_loads_and_the_release_does_not_have_fails_the_site()
    {
        // A build that lacks it is not planned. What is promoted was somebody else's to look at.
        var site = _bench.Build("one", "index.html=<script type=module src=/zoom-9999ffff.js></script><link rel=\"stylesheet\" href=\"/gone.css\"><img src=\"/gone.png\">");
        var ct = TestContext.Current.CancellationToken;
        var plan = await _bench.Shipper().PlanOf(site, SiteBench.Place, await new SiteFolder(_bench.Root).Read(site, ct), ct);

        var message = (await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Apply(plan, "r1", ct))).Message;

        Assert.Contains($"{Shop}/zoom-9999ffff.js  answered 403 application/xml, and {Shop}/ loads it; right is 200 and no page", message, StringComparison.Ordinal);
        Assert.Contains($"{Shop}/gone.css  answered 403 application/xml, and {Shop}/ loads it", message, StringComparison.Ordinal);
        Assert.DoesNotContain("gone.png", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_beside_the_site_that_a_page_loads_in_vain_is_told()
    {
        using var bench = new SiteBench { Site = new StaticSite("web") { Source = "x", Prefix = "app" } };

        await bench.Ship(bench.Build("one", "index.html=<script src=\"/shared/zoom.js\"></script>"), "r1");

        var odd = Assert.Single(Assert.Single(bench.Output.Events.OfType<SiteOddities>()).Found);
        Assert.Equal($"{Shop}/shared/zoom.js  answered 403 application/xml, and {Shop}/app/ loads it; right is 200 and no page", odd.ToString());
    }

    [Fact]
    public async Task A_single_page_application_is_asked_for_a_path_without_a_file()
    {
        using var bench = new SiteBench { Site = new StaticSite("web") { Source = "x", Routing = SiteRouting.SinglePage } };
        bench.Cloud.Answers = Ask(uri => uri.AbsolutePath.EndsWith("/page", StringComparison.Ordinal) ? Page("home") : null);
        await bench.Ship(bench.Build("one", "index.html=home"), "r1");
        bench.Cloud.Answers = Ask(_ => null);

        var error = await Assert.ThrowsAsync<DeployException>(() => bench.Ship(bench.Build("two", "index.html=home 2"), "r2"));

        Assert.Contains($"{Shop}/slipway-NONCE/page", _asked);
        Assert.Contains("/page  answered 403 application/xml; right is 200 text/html", error.Message, StringComparison.Ordinal);
        Assert.Contains("403 is needed beside 404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_behind_the_same_address_that_gets_the_sites_page_fails_the_site()
    {
        using var bench = new SiteBench { Routes = [Route.Path("/api/*", "/v?/x").On("web"), Route.Path("/admin/*").On("other")] };
        bench.Cloud.Answers = Ask(uri => uri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal) ? Page("home") : null);

        var error = await Assert.ThrowsAsync<DeployException>(() => bench.Ship(bench.Build("one", "index.html=home"), "r1"));

        Assert.Equal([$"{Shop}/api/slipway-NONCE", $"{Shop}/vx/x"], _asked.Where(address => address.Contains("/api/", StringComparison.Ordinal) || address.Contains("/v", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("  answered 200 text/html, the site's own page; right is what the service answers, which has nothing there", error.Message, StringComparison.Ordinal);
        Assert.Contains("change  behavior /api/* must lead to the load balancer", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/vx/x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_not_the_sites_fault()
    {
        using var bench = new SiteBench { Routes = [Route.Path("/api/*").On("web")] };
        bench.Cloud.Answers = uri => uri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal) ? throw new DeployException("no answer") { MayPass = true } : null;

        Assert.Equal("r1", (await bench.Ship(bench.Build("one", "index.html=home"), "r1")).Release);
    }

    [Fact]
    public async Task Of_many_changed_pages_some_are_asked_and_the_number_of_the_others_is_told()
    {
        await _bench.Ship(_bench.Build("one", ["index.html=home", .. Enumerable.Range(0, 60).Select(i => $"p{i}.html=page {i}")]), "r1");

        var verified = Assert.Single(_bench.Output.Events.OfType<SiteVerified>());
        Assert.Equal((52, 10), (verified.Checked, verified.Left));
        Assert.EndsWith("answer as they should; 10 changed pages more were not looked at", verified.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_goes_back_and_is_not_seen_right_is_told_and_stays()
    {
        await _bench.Ship(_bench.Build("one", "index.html=one"), "r1");
        await _bench.Ship(_bench.Build("two", "index.html=two"), "r2");
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/" ? new Viewed(403, "application/xml", "") : null);

        var result = await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r1", TestContext.Current.CancellationToken);

        Assert.Equal(("r1", false), (result.Release, result.IsSeenRight));
        Assert.Equal($"{Shop}/  answered 403 application/xml; right is 200 text/html", Assert.Single(Assert.Single(_bench.Output.Events.OfType<SiteBackWrong>()).Found).ToString());
        Assert.Equal("r1", (await new SiteLedger(_bench.Cloud, "web").State(TestContext.Current.CancellationToken)).State.Release);
    }

    private async Task<string> Refusal(StaticSite site, string release = "r1") =>
        (await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(site, release))).Message;

    private static Viewed Page(string text) => new(200, "text/html", text)
    {
        CacheControl = "public, must-revalidate, max-age=0, s-maxage=86400",
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
    };

    /// <summary>Keeps what is asked; names that nobody has are random.</summary>
    private Func<Uri, Viewed?> Ask(Func<Uri, Viewed?> answer) => uri =>
    {
        lock (_asked)
            _asked.Add(System.Text.RegularExpressions.Regex.Replace(uri.AbsoluteUri, "slipway-[0-9a-f]{12}", "slipway-NONCE"));
        return answer(uri);
    };
}
