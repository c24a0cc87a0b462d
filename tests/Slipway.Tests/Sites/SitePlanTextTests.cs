using System.Runtime.Versioning;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SitePlanTextTests : IDisposable
{
    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plan_says_what_is_written_and_why_and_what_stays()
    {
        await _bench.Ship(_bench.Build("one", "index.html=1", "a.html=a", "b.html=b", "old.html=old", "same.png=s", "old.png=o"), "r1");
        _bench.Cloud.PutForeign("b.html", "by hand");
        _bench.Cloud.PutForeign("theirs.txt", "theirs");

        var plan = await _bench.Plan(_bench.Build("two", "index.html=2", "a.html=a", "b.html=b", "same.png=s", "n1.png=1", "n2.png=2", "n3.png=3", "n4.png=4"));

        Assert.Equal(
            """
            site web  s3://shop-web/, distribution E1
              upload 5 files: index.html (changed), n1.png (new), n2.png (new), n3.png (new) and 1 more
              overwrite, though somebody else wrote it, 1 file: b.html (foreign)
              delete 1 page: old.html
              invalidate /, /b.html, /index.html, /old.html
              2 files unchanged, 1 of earlier releases kept, 1 that no release recorded left alone: theirs.txt
            """.ReplaceLineEndings("\n"),
            string.Join('\n', plan.Lines()));
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_is_one_line()
    {
        await _bench.Ship(_bench.Build("one", "index.html=1"), "r1");

        Assert.Equal(["site web  no change, 1 file"], (await _bench.Plan(_bench.Build("one"))).Lines());
    }

    [Fact]
    public async Task A_debt_and_a_release_that_was_broken_off_are_said()
    {
        await _bench.Ship(_bench.Build("one", "index.html=1"), "r1");
        (_bench.Cloud.KillAt, _bench.Cloud.KillAfterEffect) = (_bench.Cloud.Calls + 10, true);
        await Assert.ThrowsAsync<KilledException>(() => _bench.Ship(_bench.Build("two", "index.html=2"), "r2"));
        _bench.Cloud.Restart();

        Assert.Equal(
            [
                "site web  s3://shop-web/, distribution E1", "  release r2 was broken off while it was published; this completes the site",
                "  invalidate /, /index.html", "  1 file unchanged",
            ],
            (await _bench.Plan(_bench.Build("two"))).Lines());
    }

    [Fact]
    public async Task The_hashed_text_moves_with_contents_headers_and_what_was_seen_and_with_nothing_else()
    {
        var build = _bench.Build("one", "index.html=1", "a.png=a");
        var first = (await _bench.Plan(build)).Content;

        File.SetLastWriteTimeUtc(Path.Combine(_bench.Root, "one/index.html"), DateTime.UnixEpoch);
        Assert.Equal(first, (await _bench.Plan(build)).Content);
        Assert.NotEqual(first, (await _bench.Plan(build with { EdgeCache = TimeSpan.Zero })).Content);
        Assert.NotEqual(first, (await _bench.Plan(_bench.Build("two", "index.html=2", "a.png=a"))).Content);

        _bench.Cloud.PutForeign("a.png", "by hand");
        var foreign = (await _bench.Plan(build)).Content;
        Assert.NotEqual(first, foreign);
        _bench.Cloud.PutForeign("a.png", "by hand too");
        Assert.NotEqual(foreign, (await _bench.Plan(build)).Content);
    }
}
