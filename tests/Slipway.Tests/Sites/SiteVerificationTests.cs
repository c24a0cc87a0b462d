using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteVerificationTests : IDisposable
{
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
    public async Task The_first_page_the_changed_pages_and_what_they_load_are_fetched()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal(
            ["https://www.shop.test/", "https://www.shop.test/about.html", "https://www.shop.test/about/a&b.png", "https://www.shop.test/app.css", "https://www.shop.test/zoom-1111aaaa.js?x=1"],
            _asked.Order(StringComparer.Ordinal));
        Assert.Equal(new SiteVerified("web", new Uri("https://www.shop.test/"), 5), Assert.Single(_bench.Output.Events.OfType<SiteVerified>()));
    }

    [Fact]
    public async Task A_script_that_is_answered_with_a_page_fails_the_site_before_its_beacons()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/zoom-1111aaaa.js" ? new Viewed(200, "text/html", "") : null);

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(_bench.Build("one", [.. Files, "sw.js=worker"]), "r1"));

        Assert.StartsWith("Site web was published, but viewers do not get what they should.", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://www.shop.test/zoom-1111aaaa.js?x=1  answered 200 text/html; right is 200 text/javascript", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("put sw.js", _bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_page_that_comes_late_is_asked_for_again()
    {
        var refusals = 3;
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/" && refusals-- > 0 ? new Viewed(403, "application/xml", "") : null);

        await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal(4, _asked.Count(address => address == "https://www.shop.test/"));
    }

    [Fact]
    public async Task A_page_that_does_not_come_fails_the_site_and_is_named_with_what_was_seen()
    {
        _bench.Cloud.Answers = Ask(uri => uri.AbsolutePath == "/" ? new Viewed(403, "application/xml", "") : null);

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Ship(_bench.Build("one", Files), "r1"));

        Assert.Contains("https://www.shop.test/  answered 403 application/xml; right is 200 text/html", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, _asked.Count(address => address == "https://www.shop.test/"));
    }

    [Fact]
    public async Task An_address_that_cannot_be_reached_from_here_is_told_and_no_failure()
    {
        _bench.Cloud.Answers = _ => throw new DeployException("no connection") { MayPass = true };

        var result = await _bench.Ship(_bench.Build("one", Files), "r1");

        Assert.Equal("r1", result.Release);
        Assert.Equal(new SiteUnverified("web", new Uri("https://www.shop.test/"), "no connection"), Assert.Single(_bench.Output.Events.OfType<SiteUnverified>()));
    }

    [Fact]
    public async Task A_site_in_a_folder_that_nothing_leads_to_is_fetched_by_the_name_of_its_page()
    {
        using var bench = new SiteBench(new SiteCloud { RewritesRequests = false, Answers = Ask(_ => null) }) { Site = new StaticSite("web") { Source = "x", Prefix = "app" } };

        await bench.Ship(bench.Build("one", "index.html=home"), "r1");

        Assert.Equal(["https://www.shop.test/app/index.html"], _asked);
    }

    private Func<Uri, Viewed?> Ask(Func<Uri, Viewed?> answer) => uri =>
    {
        lock (_asked)
            _asked.Add(uri.AbsoluteUri);
        return answer(uri);
    };
}
