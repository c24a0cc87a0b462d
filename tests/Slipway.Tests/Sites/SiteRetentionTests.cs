using System.Runtime.Versioning;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteRetentionTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Files_copies_and_manifests_go_when_neither_releases_nor_days_keep_them()
    {
        await Ship(1, releases: 2, days: 10);
        await Ship(2, releases: 2, days: 10);
        await Ship(3, releases: 2, days: 10);
        Assert.Equal(["app-1111aaaa.js", "app-2222aaaa.js", "app-3333aaaa.js", "index.html"], _bench.Cloud.Objects.Keys);
        _bench.Cloud.Now += TimeSpan.FromDays(11);
        _bench.Cloud.TakeLog();

        await Ship(4, releases: 2, days: 10);

        Assert.Equal(
            [
                "@copy", "put app-4444aaaa.js", "@releases/r4.json", "@current.json", "put index.html", "invalidate / /index.html", "delete app-1111aaaa.js", "delete app-2222aaaa.js",
                "@releases/r4.json", "@current.json", "@delete copy", "@delete copy", "@delete releases/r1.json", "@delete releases/r2.json",
            ],
            _bench.Cloud.TakeLog());
        Assert.Equal(["app-3333aaaa.js", "app-4444aaaa.js", "index.html"], _bench.Cloud.Objects.Keys);
        Assert.Equal(["current.json", "copy", "r3.json", "r4.json"], Documents());
        Assert.Equal(new SiteSwept("web", 2, 0), Assert.Single(_bench.Output.Events.OfType<SiteSwept>()));
        await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r3", Ct);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1, 10)]
    public async Task One_limit_is_enough_to_stay(int releases, int days)
    {
        for (var release = 1; release <= 3; release++)
            await Ship(release, releases, days);

        Assert.Contains("app-1111aaaa.js", _bench.Cloud.Objects.Keys);
        await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r1", Ct);
    }

    [Fact]
    public async Task The_release_before_stays_whatever_the_limits_are()
    {
        await Ship(1, releases: 1, days: 0);
        var plan = await _bench.Plan(Build(2, releases: 1, days: 0));
        await _bench.Shipper().Apply(plan, "r2", Ct);

        Assert.True(await _bench.Shipper().TakeBack(plan, "r2", "because server failed", Ct));
        Assert.Empty(await _bench.Writes(Build(1, releases: 1, days: 0), "r3"));
    }

    [Fact]
    public async Task A_release_that_is_not_kept_cannot_be_gone_back_to_and_that_is_said()
    {
        for (var release = 1; release <= 3; release++)
            await Ship(release, releases: 2, days: 0);
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Return(Build(3, releases: 2, days: 0), SiteBench.Place, "r1", Ct));

        Assert.Equal(
            """
            Site web cannot go back to release r1: it is not kept any more. Nothing was changed.
              kept  2 releases, and what was live in the last 0 days (Retention of the site)
              try   a newer release, or deploy the commit of that release again
            """,
            error.Message);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_name_that_comes_back_is_neither_sent_nor_removed()
    {
        await Ship(1, releases: 1, days: 0, "logo.png=logo");
        await Ship(2, releases: 1, days: 0);

        var log = await _bench.Writes(Build(3, releases: 1, days: 0, "logo.png=logo"), "r3");

        Assert.DoesNotContain("put logo.png", log);
        Assert.DoesNotContain("delete logo.png", log);
        Assert.Contains("logo.png", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task More_than_half_of_a_site_does_not_go_at_once_and_the_plan_says_what_follows()
    {
        await Ship(1, releases: 2, days: 0, "a.png=a", "b.png=b", "c.png=c", "d.png=d", "e.png=e");
        await Ship(2, releases: 2, days: 0);

        var plan = await _bench.Plan(Build(3, releases: 2, days: 0));
        Assert.Equal(4, plan.Expired.Count);
        Assert.Contains("  remove 4 files of releases that are not kept any more: a.png, app-1111aaaa.js, b.png, c.png; 2 more with the next releases", plan.Lines());

        await _bench.Shipper().Apply(plan, "r3", Ct);
        Assert.Equal(new SiteSwept("web", 4, 2), Assert.Single(_bench.Output.Events.OfType<SiteSwept>()));
        await Ship(4, releases: 2, days: 0);
        Assert.Equal(["app-2222aaaa.js", "app-3333aaaa.js", "app-4444aaaa.js", "index.html"], _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task What_somebody_else_wrote_under_a_name_of_ours_stays()
    {
        await Ship(1, releases: 2, days: 0);
        await Ship(2, releases: 2, days: 0);
        _bench.Cloud.PutForeign("app-1111aaaa.js", "by hand");

        await Ship(3, releases: 2, days: 0);

        Assert.Contains("app-1111aaaa.js", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public async Task Time_alone_is_no_reason_for_a_release_and_does_not_move_the_plans_hash()
    {
        await Ship(1, releases: 2, days: 10);
        await Ship(2, releases: 2, days: 10);
        await Ship(3, releases: 2, days: 10);
        var (same, next) = (await _bench.Plan(Build(3, releases: 2, days: 10)), await _bench.Plan(Build(4, releases: 2, days: 10)));
        _bench.Cloud.Now += TimeSpan.FromDays(11);

        Assert.False((await _bench.Plan(Build(3, releases: 2, days: 10))).ChangesSomething);
        var later = await _bench.Plan(Build(4, releases: 2, days: 10));
        Assert.Equal((0, 2), (next.Expired.Count, later.Expired.Count));
        Assert.Equal(next.Content, later.Content);
        Assert.False(same.ChangesSomething);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_told_and_the_release_is_live()
    {
        await Ship(1, releases: 2, days: 0);
        await Ship(2, releases: 2, days: 0);
        _bench.Cloud.Before = write =>
        {
            if (write.StartsWith("delete app", StringComparison.Ordinal))
                throw new DeployException("s3:DeleteObject was refused.");
        };

        await Ship(3, releases: 2, days: 0);

        Assert.Equal("s3:DeleteObject was refused.", Assert.Single(_bench.Output.Events.OfType<SiteNotSwept>()).Reason);
        Assert.Equal("r3", (await new SiteLedger(_bench.Cloud, "web").State(Ct)).State.Release);
        _bench.Cloud.Before = _ => { };
        await Ship(4, releases: 2, days: 0);
        Assert.DoesNotContain("app-1111aaaa.js", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public void Releases_that_never_served_do_not_push_out_those_that_did()
    {
        var history = SiteHistory.None.Then("r2", "r1", null, Noon).Then("r3", "r2", null, Noon);
        foreach (var failed in new[] { "f1", "f2", "f3" })
            history = history.Then(null, "r3", failed, Noon);

        Assert.Equal(["r3", "f3", "f2", "f1", "r2", "r1"], history.Past.Select(past => past.Release));
        Assert.Equal(["r1"], history.Over(new SiteRetention { Releases = 3, Days = 0 }, Noon));
        Assert.Empty(history.Over(new SiteRetention { Releases = 3, Days = 1 }, Noon));
    }

    [Fact]
    public void A_release_that_is_gone_back_to_is_not_its_own_past()
    {
        var history = SiteHistory.None.Then("r2", "r1", null, Noon).Then("r3", "r2", null, Noon);

        Assert.Equal(["r3", "r2"], history.Then("r1", "r3", null, Noon).Past.Select(past => past.Release));
    }

    private Task<SiteResult> Ship(int release, int releases, int days, params string[] more) => _bench.Ship(Build(release, releases, days, more), $"r{release}");

    private StaticSite Build(int release, int releases, int days, params string[] more) => _bench.Build(
        $"build{release}", [$"index.html={release} <script src=\"/app-{release}{release}{release}{release}aaaa.js\">", $"app-{release}{release}{release}{release}aaaa.js={release}", .. more]) with
    {
        Retention = new SiteRetention { Releases = releases, Days = days },
    };

    private IEnumerable<string> Documents() => _bench.Cloud.Documents.Keys.Select(key => key.Contains("/blobs/", StringComparison.Ordinal) ? "copy" : key[(key.LastIndexOf('/') + 1)..])
        .OrderBy(name => name.StartsWith('r')).ThenByDescending(name => name == "current.json").ThenBy(name => name, StringComparer.Ordinal);
}
