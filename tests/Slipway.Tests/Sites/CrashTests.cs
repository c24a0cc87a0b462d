using System.Runtime.Versioning;
using System.Text;

namespace Slipway.Tests.Sites;

/// <summary>A run is killed at every one of its calls, with and without the effect of that call; what the next one makes of it must be right.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CrashTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly string[] First =
    [
        "index.html=one <script src=\"/assets/zoom-1111aaaa.js\">", "about/index.html=about <script src=\"/assets/zoom-1111aaaa.js\">",
        "old.html=old <img src=\"/logo.png\">", "assets/zoom-1111aaaa.js=zoom one", "logo.png=logo one", "robots.txt=robots", "sw.js=worker one",
    ];

    // The old page is gone, another came; about/index.html changes its headers alone.
    private static readonly string[] Second =
    [
        "index.html=two <script src=\"/assets/zoom-2222bbbb.js\">", "about/index.html=about <script src=\"/assets/zoom-1111aaaa.js\">",
        "new.html=new <img src=\"/extra.png\">", "assets/zoom-1111aaaa.js=zoom one", "assets/zoom-2222bbbb.js=zoom two", "logo.png=logo two", "robots.txt=robots",
        "extra.png=extra", "sw.js=worker two", "version.json=2",
    ];

    // The logo is the first one's again, and what came with the second is gone.
    private static readonly string[] Third =
    [
        "index.html=three <script src=\"/assets/zoom-3333cccc.js\">", "about/index.html=about three <script src=\"/assets/zoom-3333cccc.js\">",
        "assets/zoom-3333cccc.js=zoom three", "logo.png=logo one", "robots.txt=robots", "sw.js=worker two",
    ];

    public static TheoryData<bool, bool> Clouds { get; } = new MatrixTheoryData<bool, bool>([false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Clouds))]
    public Task The_same_build_completes_it(bool afterEffect, bool kms) => AtEveryCall(afterEffect, kms, async bench =>
    {
        await bench.Ship(SecondBuild(bench), "r2-again");
        return Second;
    });

    [Theory]
    [MemberData(nameof(Clouds))]
    public Task Another_build_takes_over(bool afterEffect, bool kms) => AtEveryCall(afterEffect, kms, async bench =>
    {
        await bench.Ship(ThirdBuild(bench), "r3");
        return Third;
    });

    [Theory]
    [MemberData(nameof(Clouds))]
    public Task The_release_before_comes_back(bool afterEffect, bool kms) => AtEveryCall(afterEffect, kms, async bench =>
    {
        await bench.Shipper().Return(SecondBuild(bench), SiteBench.Place, "r1", Ct);
        return First;
    });

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_way_back_that_is_killed_is_gone_again(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            await bench.Ship(FirstBuild(bench), "r1");
            await bench.Ship(SecondBuild(bench), "r2");

            var done = await Killed(bench, kill, afterEffect, () => bench.Shipper().Return(SecondBuild(bench), SiteBench.Place, "r1", Ct));
            await bench.Shipper().Return(SecondBuild(bench), SiteBench.Place, "r1", Ct);
            await IsAt(bench, First, kill);
            return done;
        });
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Two_runs_in_a_row_may_be_killed(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            await bench.Ship(FirstBuild(bench), "r1");

            // The second run dies somewhere in the middle of its overwriting, the third at every call.
            await Killed(bench, 14, afterEffect, () => bench.Ship(SecondBuild(bench), "r2"));
            var done = await Killed(bench, kill, afterEffect, () => bench.Ship(ThirdBuild(bench), "r3"));
            await bench.Ship(FirstBuild(bench), "r4");
            await IsAt(bench, First, kill);
            return done;
        });
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task What_a_killed_run_made_of_a_file_that_announces_releases_is_not_believed(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            await bench.Ship(FirstBuild(bench), "r1");
            var done = await Killed(bench, kill, afterEffect, () => bench.Ship(SecondBuild(bench), "r2"));

            // It would remove the worker, and leaves it as long as edges may have old pages.
            bench.Cloud.InvalidationFails = () => new DeployException("cloudfront:CreateInvalidation was refused.");
            await bench.Ship(bench.Build("third", [.. Third.Where(file => !file.StartsWith("sw.js", StringComparison.Ordinal))]), "r3");
            Assert.Contains("sw.js", bench.Cloud.Objects.Keys);
            bench.Cloud.InvalidationFails = null;

            await bench.Ship(FirstBuild(bench), "r4");
            await IsAt(bench, First, kill);
            return done;
        });
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_first_release_is_completed(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            var done = await Killed(bench, kill, afterEffect, () => bench.Ship(FirstBuild(bench), "r1"));
            await bench.Ship(FirstBuild(bench), "r2");
            await IsAt(bench, First, kill);
            return done;
        });
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task What_another_tool_had_put_there_comes_back(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            bench.Cloud.PutForeign("index.html", "theirs", "text/html");
            bench.Cloud.PutForeign("logo.png", "logo one", etag: "parts-2");
            bench.Cloud.PutForeign("robots.txt", "robots", "text/plain; charset=utf-8");
            bench.Cloud.PutForeign("theirs.html", "theirs too");
            var before = bench.Cloud.Contents();
            var plan = await bench.Plan(FirstBuild(bench));

            var done = await Killed(bench, kill, afterEffect, () => bench.Shipper().Apply(plan, "r1", Ct));
            Assert.True(await bench.Shipper().TakeBack(plan, "r1", "because it was killed", Ct));

            // New names that were made before anything was overwritten are in nobody's way.
            Assert.Equal(before, bench.Cloud.Contents().Where(item => !item.StartsWith("assets/", StringComparison.Ordinal)));
            await bench.Ship(FirstBuild(bench), "r2");
            await IsAt(bench, First, kill, theirs: "theirs.html");
            return done;
        });
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task What_is_removed_at_the_end_is_no_less_safe(bool afterEffect, bool kms)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            StaticSite Short(StaticSite site) => site with { Retention = new SiteRetention { Releases = 2, Days = 0 } };
            await bench.Ship(Short(SecondBuild(bench)), "r1");
            await bench.Ship(Short(ThirdBuild(bench)), "r2");

            var done = await Killed(bench, kill, afterEffect, () => bench.Ship(Short(FirstBuild(bench)), "r3"));
            await bench.Shipper().Return(Short(ThirdBuild(bench)), SiteBench.Place, "r2", Ct);
            await IsAt(bench, Third, kill);
            return done;
        });
    }

    private static async Task AtEveryCall(bool afterEffect, bool kms, Func<SiteBench, Task<string[]>> next)
    {
        await EachCall(async kill =>
        {
            using var bench = Bench(kms);
            await bench.Ship(FirstBuild(bench), "r1");

            var done = await Killed(bench, kill, afterEffect, () => bench.Ship(SecondBuild(bench), "r2"));
            await IsAt(bench, await next(bench), kill);
            return done;
        });
    }

    private static async Task EachCall(Func<int, Task<bool>> run)
    {
        var kill = 0;
        while (!await run(kill))
            kill++;

        Assert.True(kill > 10, $"only {kill} calls were made");
    }

    /// <summary>Whether the run came to its end before it could be killed.</summary>
    private static async Task<bool> Killed(SiteBench bench, int call, bool afterEffect, Func<Task> run)
    {
        bench.Cloud.Restart();
        (bench.Cloud.KillAt, bench.Cloud.KillAfterEffect) = (call, afterEffect);
        try
        {
            await run();
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
        finally
        {
            bench.Cloud.Restart();
        }
    }

    private static async Task IsAt(SiteBench bench, string[] build, int kill, string? theirs = null)
    {
        var cloud = bench.Cloud;
        Assert.True(cloud.Broken.IsEmpty, $"killed at call {kill}: {string.Join(", ", cloud.Broken.Distinct())}");

        var wanted = build.ToDictionary(file => file.Split('=', 2)[0], file => file.Split('=', 2)[1], StringComparer.Ordinal);
        foreach (var (key, text) in wanted)
        {
            Assert.True(cloud.Objects.ContainsKey(key), $"killed at call {kill}: {key} is missing");
            Assert.True(Encoding.UTF8.GetString(cloud.Objects[key].Content) == text, $"killed at call {kill}: {key} is {Encoding.UTF8.GetString(cloud.Objects[key].Content)}");
        }

        foreach (var seen in cloud.Seen().Select(line => line.Split(' ', 2)).Where(line => wanted.ContainsKey(line[0])))
            Assert.True(seen[1] == $"{wanted[seen[0]]} [{CacheControl(seen[0], build)}]", $"killed at call {kill}: viewers get {seen[0]} as {seen[1]}");
        Assert.DoesNotContain(cloud.Objects.Keys, key => key.EndsWith(".html", StringComparison.Ordinal) && !wanted.ContainsKey(key) && key != theirs);
        Assert.DoesNotContain(cloud.Ghosts(), path => path.EndsWith(".html", StringComparison.Ordinal));

        // And nothing is left to do.
        var again = ReferenceEquals(build, First) ? FirstBuild(bench) : ReferenceEquals(build, Second) ? SecondBuild(bench) : ThirdBuild(bench);
        Assert.Empty(await bench.Writes(again, "again"));
    }

    private static string CacheControl(string key, string[] build) => key switch
    {
        "sw.js" or "version.json" => "no-cache, s-maxage=0",
        _ when key.EndsWith(".html", StringComparison.Ordinal) => $"public, must-revalidate, max-age=0, s-maxage={(ReferenceEquals(build, Second) ? 7200 : 3600)}",
        _ when key.StartsWith("assets/", StringComparison.Ordinal) => "public, max-age=31536000, immutable",
        _ => "public, max-age=3600, stale-while-revalidate=86400",
    };

    private static SiteBench Bench(bool kms) => new(new SiteCloud { Kms = kms }) { Site = new StaticSite("web") { Source = "unset", Beacons = ["version.json"] } };

    private static StaticSite FirstBuild(SiteBench bench) => bench.Build("first", First) with { EdgeCache = TimeSpan.FromHours(1) };

    private static StaticSite SecondBuild(SiteBench bench) => bench.Build("second", Second) with { EdgeCache = TimeSpan.FromHours(2) };

    private static StaticSite ThirdBuild(SiteBench bench) => bench.Build("third", Third) with { EdgeCache = TimeSpan.FromHours(1) };
}
