using System.Runtime.Versioning;
using System.Text;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteAdoptionTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly string[] Files = ["index.html=<script src=\"/zoom-1111aaaa.js\">", "about/index.html=about", "zoom-1111aaaa.js=1", "logo.png=logo", "sw.js=worker"];

    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_bucket_that_is_right_already_is_looked_at_once_and_not_written()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        _bench.Cloud.Documents.Clear();
        _bench.Cloud.Looks.Clear();

        var log = await _bench.Writes(_bench.Build("one", Files), "r2");

        Assert.Equal(["@releases/adopted-r2.json", "@releases/r2.json", "@current.json", "@releases/r2.json", "@current.json"], log);
        string[] all = ["look about/index.html", "look index.html", "look logo.png", "look sw.js", "look zoom-1111aaaa.js"];
        Assert.Equal([.. all, .. all], InTwoPlans(_bench.Cloud.Looks));

        _bench.Cloud.Looks.Clear();
        Assert.Empty(await _bench.Writes(_bench.Build("one", Files), "r3"));
        Assert.Empty(_bench.Cloud.Looks);
    }

    [Fact]
    public async Task A_first_release_that_fails_leads_back_to_exactly_what_was_there()
    {
        _bench.Cloud.PutForeign("index.html", "theirs <script src=\"/app.js\">", "text/html");
        _bench.Cloud.PutForeign("app.js", "their script", "text/javascript");
        _bench.Cloud.PutForeign("logo.png", "logo", "image/png");
        _bench.Cloud.PutForeign("sw.js", "their worker", "text/javascript");
        var before = _bench.Cloud.Contents();
        var plan = await _bench.Plan(_bench.Build("one", Files));
        await _bench.Shipper().Apply(plan, "r1", Ct);

        Assert.True(await _bench.Shipper().TakeBack(plan, "r1", "because server failed", Ct));

        Assert.Equal(before, _bench.Cloud.Contents());
        Assert.Equal(new SiteTakingBack("web", "adopted-r1", "because server failed"), Assert.Single(_bench.Output.Events.OfType<SiteTakingBack>()));
        Assert.Equal(["/zoom-1111aaaa.js"], _bench.Cloud.Ghosts());
    }

    [Fact]
    public async Task What_was_only_about_to_be_taken_over_is_never_deleted()
    {
        _bench.Cloud.PutForeign("index.html", "theirs", "text/html");
        _bench.Cloud.PutForeign("old.html", "theirs too", "text/html");
        var site = _bench.Build("one", [.. Files, "old.html=mine"]) with { Retention = new SiteRetention { Releases = 1, Days = 0 } };
        var plan = await _bench.Plan(site);
        await _bench.Shipper().Apply(plan, "r1", Ct);
        await _bench.Shipper().TakeBack(plan, "r1", "because server failed", Ct);

        var next = _bench.Build("two", Files) with { Retention = site.Retention };
        Assert.Equal(["old.html"], (await _bench.Plan(next)).LeftAlone);
        for (var release = 2; release < 5; release++)
            await _bench.Ship(_bench.Build("two", $"about/index.html={release}") with { Retention = site.Retention }, $"r{release}");

        Assert.Equal("theirs too", Encoding.UTF8.GetString(_bench.Cloud.Objects["old.html"].Content));
    }

    [Fact]
    public async Task What_was_taken_over_and_served_is_the_sites_own()
    {
        _bench.Cloud.PutForeign("old.html", "mine", "text/html");
        await _bench.Ship(_bench.Build("one", [.. Files, "old.html=mine"]), "r1");

        await _bench.Ship(_bench.Build("two", Files), "r2");

        Assert.DoesNotContain("old.html", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task What_somebody_changed_by_hand_comes_back_when_the_release_that_overwrote_it_fails()
    {
        await _bench.Ship(_bench.Build("one", [.. Files, "deleted.html=by hand"]), "r1");
        _bench.Cloud.PutForeign("about/index.html", "by hand", "text/html");
        _bench.Cloud.Objects.Remove("deleted.html");
        var before = _bench.Cloud.Contents();
        var plan = await _bench.Plan(_bench.Build("two", ["index.html=two", .. Files[1..]]));
        await _bench.Shipper().Apply(plan, "r2", Ct);

        Assert.True(await _bench.Shipper().TakeBack(plan, "r2", "because server failed", Ct));

        Assert.Equal(before, _bench.Cloud.Contents());
        Assert.Equal("adopted-r2", (await new SiteLedger(_bench.Cloud, "web").State(Ct)).State.Release);
        await _bench.Ship(_bench.Build("two"), "r3");
        Assert.Empty(await _bench.Writes(_bench.Build("two"), "r4"));
        Assert.Equal("about", Encoding.UTF8.GetString(_bench.Cloud.Objects["about/index.html"].Content));
    }

    [Fact]
    public async Task Somebody_who_writes_while_it_is_looked_at_stops_the_release_before_anything_is_written()
    {
        _bench.Cloud.PutForeign("index.html", "theirs", "text/html");
        var plan = await _bench.Plan(_bench.Build("one", Files));
        _bench.Cloud.PutForeign("index.html", "theirs, later", "text/html");
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Apply(plan, "r1", Ct));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task Headers_that_somebody_changed_are_noticed_and_no_other_object_is_looked_at()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        var page = _bench.Cloud.Objects["about/index.html"];
        await _bench.Cloud.CopyOntoItself("shop-web", "about/index.html", page.ETag, new SiteHeaders("text/plain", ""), Ct);

        var log = await _bench.Writes(_bench.Build("one"), "r2");

        Assert.Equal(
            [
                "@releases/r2.json", "@current.json", "headers about/index.html", "invalidate /about/index.html", "@releases/r2.json", "@current.json",
            ],
            log);
        Assert.Equal(page.Headers, _bench.Cloud.Objects["about/index.html"].Headers);
        Assert.Equal(["look about/index.html", "look about/index.html"], _bench.Cloud.Looks);

        _bench.Cloud.Looks.Clear();
        Assert.Empty(await _bench.Writes(_bench.Build("one"), "r3"));
        Assert.Empty(_bench.Cloud.Looks);
    }

    [Fact]
    public async Task A_file_that_was_written_again_as_it_was_is_looked_at_and_left()
    {
        await _bench.Ship(_bench.Build("one", Files), "r1");
        var page = _bench.Cloud.Objects["about/index.html"];
        await _bench.Cloud.CopyOntoItself("shop-web", "about/index.html", page.ETag, page.Headers, Ct);

        Assert.Empty(await _bench.Writes(_bench.Build("one"), "r2"));
        Assert.Equal(["look about/index.html"], _bench.Cloud.Looks);
    }

    /// <summary>What each of two plans looked at, in order of its name: a plan looks at several objects at a time.</summary>
    private static IEnumerable<string> InTwoPlans(List<string> looks) =>
        looks.Chunk(looks.Count / 2).SelectMany(plan => plan.Order(StringComparer.Ordinal));
}
