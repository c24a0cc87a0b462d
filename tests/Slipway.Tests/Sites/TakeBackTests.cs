using System.Runtime.Versioning;
using System.Text;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class TakeBackTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly string[] First = ["index.html=one <script src=\"/zoom-1111aaaa.js\">", "gone.html=gone", "zoom-1111aaaa.js=1", "logo.png=one", "sw.js=one"];
    private static readonly string[] Second = ["index.html=two <script src=\"/zoom-2222bbbb.js\">", "added.html=added", "zoom-2222bbbb.js=2", "logo.png=two", "sw.js=two"];

    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Pages_shared_files_and_beacons_of_the_release_before_come_back_without_its_build()
    {
        await _bench.Ship(_bench.Build("one", First), "r1");
        var plan = await _bench.Plan(_bench.Build("two", Second));
        await _bench.Shipper().Apply(plan, "r2", Ct);
        Directory.Delete(Path.Combine(_bench.Root, "one"), recursive: true);
        _bench.Cloud.TakeLog();

        Assert.True(await _bench.Shipper().TakeBack(plan, "r2", "because server failed", Ct));

        Assert.Equal(
            [
                "@copy", "@copy", "@copy", "@releases/r1.json", "@current.json", "put logo.png", "put gone.html", "put index.html", "delete added.html",
                "invalidate / /added.html /index.html /logo.png", "put sw.js", "@releases/r1.json", "@current.json",
            ],
            _bench.Cloud.TakeLog());
        foreach (var file in First)
            Assert.Equal(file.Split('=', 2)[1], Encoding.UTF8.GetString(_bench.Cloud.Objects[file.Split('=', 2)[0]].Content));
        Assert.Equal(new SiteTakingBack("web", "r1", "because server failed"), Assert.Single(_bench.Output.Events.OfType<SiteTakingBack>()));

        _bench.Build("one", First);
        Assert.Empty(await _bench.Writes(_bench.Build("one", First), "r3"));
        Assert.Equal("r1", (await new SiteLedger(_bench.Cloud, "web").State(Ct)).State.Release);
    }

    [Fact]
    public async Task A_release_can_be_gone_back_to_and_forth_again()
    {
        await _bench.Ship(_bench.Build("one", First), "r1");
        await _bench.Ship(_bench.Build("two", Second), "r2");

        await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r1", Ct);
        var result = await _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r2", Ct);

        Assert.Equal(("r2", "r1"), (result.Release, result.Previous));
        Assert.Empty(await _bench.Writes(_bench.Build("two", Second), "r3"));
        Assert.Empty(_bench.Cloud.Broken);
    }

    [Fact]
    public async Task A_plan_that_was_not_begun_leaves_nothing_to_take_back()
    {
        await _bench.Ship(_bench.Build("one", First), "r1");
        var plan = await _bench.Plan(_bench.Build("two", Second));
        _bench.Cloud.TakeLog();

        Assert.True(await _bench.Shipper().TakeBack(plan, "r2", "because server failed", Ct));

        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_first_release_stays_and_that_is_told()
    {
        var plan = await _bench.Plan(_bench.Build("one", First));
        await _bench.Shipper().Apply(plan, "r1", Ct);
        _bench.Cloud.TakeLog();

        Assert.False(await _bench.Shipper().TakeBack(plan, "r1", "because server failed", Ct));

        Assert.Equal(new SiteStays("web", "shop-web", "because server failed"), Assert.Single(_bench.Output.Events.OfType<SiteStays>()));
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task A_release_that_another_run_published_since_is_not_taken_back()
    {
        await _bench.Ship(_bench.Build("one", First), "r1");
        var plan = await _bench.Plan(_bench.Build("two", Second));
        await _bench.Shipper().Apply(plan, "r2", Ct);
        await _bench.Ship(_bench.Build("three", "index.html=three"), "r3");
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().TakeBack(plan, "r2", "because server failed", Ct));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.Contains("r3, live", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.TakeLog());
    }

    [Fact]
    public async Task Copies_that_are_gone_are_named_before_anything_is_changed()
    {
        await _bench.Ship(_bench.Build("one", First), "r1");
        await _bench.Ship(_bench.Build("two", Second), "r2");
        foreach (var copy in _bench.Cloud.Documents.Keys.Where(key => key.Contains("/blobs/", StringComparison.Ordinal)).ToList())
            _bench.Cloud.Documents.Remove(copy);
        _bench.Cloud.TakeLog();

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Shipper().Return(_bench.Site, SiteBench.Place, "r1", Ct));

        Assert.Contains("gone.html, index.html, logo.png, sw.js", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.TakeLog());
    }
}
