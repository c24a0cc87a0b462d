using System.Runtime.Versioning;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Tests.Releases;

/// <summary>Files that services' pages load, released before the services in a rehearsal cloud in this process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AssetSitesTests : IAsyncLifetime
{
    private ReleaseBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await ReleaseBench.Start();
        _bench.Shop = _bench.Shop with
        {
            Sites = [.. _bench.Shop.Sites, new("static") { Source = "static", Prefix = "_next/static", Immutable = ["**"], Routing = SiteRouting.Assets }],
        };
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task They_come_before_the_services_and_pages_after_them()
    {
        Assert.Equal(Verdict.Deployed, (await Ship("r1", "one")).Verdict);

        Assert.Equal(
            ["site static", "a service", "a service", "site docs"],
            _bench.Output.Events.Select(happened => happened is SitePublished site ? $"site {site.Result.Site}" : happened is ServiceEnded ? "a service" : "").Where(name => name.Length > 0));
        Assert.Contains(_bench.Output.Events, happened => happened is SiteVerified { Site: "static", Checked: 2 });
        Assert.Equal(["docs", "static"], Assert.Single(await _bench.Ledger()).Sites.Select(site => site.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_one_off_task_that_fails_keeps_them_from_being_published()
    {
        await Ship("r1", "one");
        _bench.Shop = _bench.Shop with { Services = [.. _bench.Shop.Services.Select(service => service with { Before = [new OneOffTask("migrate", ["migrate"])] })] };
        _bench.Tasks.Broken = ReleaseBench.DigestOf("two");

        Assert.Equal(Verdict.Failed, (await Ship("r2", "two")).Verdict);

        Assert.Equal(["one 200", "none 404", "r1"], [await Chunk("one"), await Chunk("two"), await State()]);
    }

    [Fact]
    public async Task They_stay_when_a_service_does_not_come_up_and_the_ledger_and_the_site_agree_on_what_is_live()
    {
        await Ship("r1", "one");
        _bench.Tasks.Broken = ReleaseBench.DigestOf("two");

        var outcome = await Ship("r2", "two");

        Assert.Equal((Verdict.RolledBack, 0), (outcome.Verdict, outcome.Sites.Count));
        Assert.Equal(["one 200", "two 200"], [await Chunk("one"), await Chunk("two")]);
        Assert.Equal("r1", await State());
        Assert.Equal("r1", await _bench.Live());
        Assert.DoesNotContain(_bench.Output.Events, happened => happened is SitePublished { Result: { Site: "docs", Release: "r2" } });

        _bench.Tasks.Broken = null;
        Assert.Equal(Verdict.Deployed, (await Ship("r3", "two")).Verdict);
        Assert.Equal(["one 200", "two 200", "r3"], [await Chunk("one"), await Chunk("two"), await State()]);
    }

    [Fact]
    public async Task A_release_that_is_left_to_ECS_has_published_them_and_they_go_back_with_it()
    {
        await Ship("r1", "one");
        _bench.Tasks.Slow = _bench.Tasks.Broken = ReleaseBench.DigestOf("two");
        _bench.Detaches = true;

        var left = await Ship("r2", "two");
        var published = await State();
        _bench.Tasks.LetGo();
        var followed = await _bench.Follow();

        Assert.Equal((Verdict.InProgress, "static", "r2"), (left.Verdict, Assert.Single(left.Sites).Site, published));
        Assert.Equal("RolledBack", followed.Verdict);
        Assert.Equal(["one 200", "two 200", "r1"], [await Chunk("one"), await Chunk("two"), await State()]);
        Assert.Equal("r1", await _bench.Live());
        Assert.Equal("api=one web=one page one", await _bench.Serves("one", "two"));
    }

    [Fact]
    public async Task A_service_is_not_begun_where_viewers_do_not_get_its_files()
    {
        await Ship("r1", "one");
        await HideBucket("static");
        _bench.Mends = false;

        var outcome = await Ship("r2", "two");

        Assert.Equal(Verdict.RolledBack, outcome.Verdict);
        Assert.Equal(["web Stopped not begun because site static failed", "api Stopped not begun because site static failed"], outcome.Services.Select(result => $"{result.Service} {result.Verdict} {result.Text}"));
        Assert.Contains("answered 403 application/xml; right is 200 text/javascript", Assert.Single(_bench.Output.Events.OfType<SiteFailed>()).Reason, StringComparison.Ordinal);
        Assert.Equal("api=one web=one page one", await _bench.Serves("one", "two"));
        Assert.Equal("r1", await State());
    }

    [Fact]
    public async Task A_rollback_goes_back_to_the_files_of_the_release_and_leaves_the_later_ones()
    {
        await Ship("r1", "one");
        await Ship("r2", "two");

        Assert.Equal("Deployed", (await _bench.Back()).Verdict);

        Assert.Equal(["one 200", "two 200", "r1"], [await Chunk("one"), await Chunk("two"), await State()]);
        Assert.Equal("api=one web=one page one", await _bench.Serves("one", "two"));
    }

    [Fact]
    public async Task A_rollback_after_which_viewers_do_not_get_the_site_says_so_and_stays()
    {
        await Ship("r1", "one");
        await Ship("r2", "two");
        await HideBucket("docs");

        var record = await _bench.Back();

        Assert.Equal(("Failed", 1, record.Release), (record.Verdict, record.ExitCode, await _bench.Live()));
        Assert.Contains("/  answered 403 application/xml; right is 200 text/html", Assert.Single(_bench.Output.Events.OfType<SiteBackWrong>()).Text, StringComparison.Ordinal);
        Assert.Equal("r1", await State());
    }

    [Fact]
    public async Task What_a_run_that_is_gone_had_published_goes_back_to_what_the_ledger_calls_live()
    {
        await Ship("r1", "one");
        Write("two");
        var (request, tools) = _bench.Run();
        using (tools)
        {
            await tools.CheckCaller(Ct);
            var infrastructure = (await tools.Rehearsal!.Find(_bench.Shop, request.Environment, Ct))!;
            var site = _bench.Shop.Sites[1];
            await tools.Sites.Apply(await tools.Sites.Plan(site, infrastructure.Sites["static"], Ct), "r2-killed", Ct);
        }

        Assert.Equal("r2-killed", await State());
        _bench.Tasks.Broken = ReleaseBench.DigestOf("two");

        Assert.Equal(Verdict.RolledBack, (await Ship("r3", "two")).Verdict);
        Assert.Equal(["one 200", "two 200", "r1"], [await Chunk("one"), await Chunk("two"), await State()]);
    }

    private Task<ReleaseOutcome> Ship(string id, string build)
    {
        Write(build);
        return _bench.Ship(id, $"page {build}", ("web", build), ("api", build));
    }

    private void Write(string build)
    {
        var folder = Path.Combine(_bench.Root, "static");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, build));
        File.WriteAllText(Path.Combine(folder, build, "_buildManifest.js"), $"chunks of {build}");
    }

    /// <summary>The build and the status of its chunk, as a viewer gets it.</summary>
    private async Task<string> Chunk(string build)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var root = await Of((tools, place) => tools.Sites.Address(_bench.Shop.Sites[1], place, Ct));
        using var answer = await client.GetAsync(new Uri(root, $"_next/static/{build}/_buildManifest.js"), Ct);
        return $"{(answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync(Ct)).Split(' ')[^1] : "none")} {(int)answer.StatusCode}";
    }

    /// <summary>The release that the site's own state calls live.</summary>
    private Task<string> State() => Of(async (tools, _) => (await new SiteLedger(tools.Store.Bucket, "static").State(Ct)).State.Release ?? "none");

    private Task<DeleteBucketPolicyResponse> HideBucket(string site) => Of(
        async (_, place) =>
        {
            using var session = new AwsSession(DeployEnvironment.Local, _bench.Endpoint);
            return await session.S3.DeleteBucketPolicyAsync(new DeleteBucketPolicyRequest { BucketName = place.Bucket }, Ct);
        },
        site);

    private async Task<T> Of<T>(Func<ReleaseTools, SiteInfrastructure, Task<T>> read, string site = "static")
    {
        var (request, tools) = _bench.Run();
        using (tools)
        {
            await tools.CheckCaller(Ct);
            return await read(tools, (await tools.Rehearsal!.Find(_bench.Shop, request.Environment, Ct))!.Sites[site]);
        }
    }
}
