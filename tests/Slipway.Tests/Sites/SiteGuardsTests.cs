using System.Runtime.Versioning;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteGuardsTests : IDisposable
{
    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_site_that_would_lose_more_than_half_of_its_pages_is_refused_and_nothing_is_written()
    {
        await _bench.Ship(_bench.Build("one", [.. Pages(30), "app-1111aaaa.js=1"]), "r1");
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Plan(_bench.Build("two", Pages(14))));

        Assert.Equal(
            """
            Site web would shrink from 30 pages and files to 14. Nothing was changed.
              limit  MayShrink = 0.5, so that 15 must remain; files with a content hash in their name do not count
              try    check what the build wrote; or raise MayShrink of the site for this release
            """,
            error.Message);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Theory]
    [InlineData(30, 15, 0.5)]
    [InlineData(30, 1, 1)]
    [InlineData(30, 30, 0)]
    [InlineData(19, 1, 0)]
    public async Task What_the_definition_allows_and_what_is_small_may_shrink(int before, int after, double mayShrink)
    {
        await _bench.Ship(_bench.Build("one", Pages(before)), "r1");

        var plan = await _bench.Plan(_bench.Build("two", Pages(after)) with { MayShrink = mayShrink });

        Assert.Equal(before - after, plan.Removals.Count);
    }

    [Fact]
    public async Task The_way_back_to_a_small_release_is_open()
    {
        await _bench.Ship(_bench.Build("one", Pages(2)), "r1");
        await _bench.Ship(_bench.Build("two", Pages(30)), "r2");

        await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r1", TestContext.Current.CancellationToken);

        Assert.Equal(2, _bench.Cloud.Objects.Count);
    }

    [Fact]
    public async Task The_folder_of_another_site_in_the_bucket_is_neither_counted_nor_touched()
    {
        _bench.Cloud.PutForeign("app/index.html", "the other site");
        _bench.Cloud.PutForeign("unknown.txt", "somebody's");
        using var bench = new SiteBench(_bench.Cloud) { At = SiteBench.Place with { Beside = ["app/"] } };

        var plan = await bench.Plan(bench.Build("one", Pages(2)));
        Assert.Equal(["unknown.txt"], plan.LeftAlone);

        var error = await Assert.ThrowsAsync<DeployException>(() => bench.Plan(bench.Build("two", [.. Pages(2), "app/mine.html=mine"])));
        Assert.StartsWith("Site web has files in the folder of another site in s3://shop-web. Nothing was changed.\n  files    app/mine.html", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_a_folder_that_another_site_was_given_later_stays()
    {
        await _bench.Ship(_bench.Build("one", [.. Pages(2), "app/mine.html=mine"]), "r1");
        using var bench = new SiteBench(_bench.Cloud) { At = SiteBench.Place with { Beside = ["app/"] } };

        await bench.Ship(bench.Build("two", Pages(2)), "r2");

        Assert.Contains("app/mine.html", _bench.Cloud.Objects.Keys);
    }

    [Fact]
    public void The_folders_of_sites_that_share_a_bucket_come_from_the_definition()
    {
        StaticSite Site(string name, string prefix) => new(name) { Source = name, Prefix = prefix };
        var application = new Application("shop") { Environments = [], Sites = [Site("root", ""), Site("app", "app"), Site("admin", "app/admin"), Site("other", "other")] };
        var infrastructure = new Infrastructure
        {
            Cluster = "c",
            Subnets = [],
            SecurityGroups = [],
            ExecutionRole = "r",
            Sites = new Dictionary<string, SiteInfrastructure>
            {
                ["root"] = new("one", "E1"),
                ["app"] = new("one", "E1"),
                ["admin"] = new("one", "E1"),
                ["other"] = new("two", "E2"),
            },
        };

        Assert.Equal(
            ["root: app/, app/admin/", "app: app/admin/", "admin: ", "other: "],
            application.Sites.Select(site => $"{site.Name}: {string.Join(", ", infrastructure.PlaceOf(application, site)!.Beside)}"));
    }

    private static string[] Pages(int count) => [.. Enumerable.Range(0, count).Select(i => i == 0 ? "index.html=home" : $"page{i}.html={i}")];
}
