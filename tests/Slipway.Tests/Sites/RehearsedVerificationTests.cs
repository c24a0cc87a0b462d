using System.Runtime.Versioning;
using Amazon.CloudFront.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Images;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;
using Slipway.Tests.Provisioning;
using Slipway.Tests.Services;
using Slipway.Tests.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

/// <summary>Distributions that are broken on purpose, and what becomes of releases there: the rehearsal cloud in this process, real HTTP to its edge.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedVerificationTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Sites = [new("web") { Source = "unset", Routing = SiteRouting.SinglePage }],
    };

    private SiteRehearsal _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await SiteRehearsal.Of(Shop, Ct);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_function_that_is_gone_takes_the_release_back_with_the_reason_and_that_is_looked_at_once()
    {
        Assert.Equal(Verdict.Deployed, (await Ship("one", "r1")).Verdict);
        await Break(config => config.DefaultCacheBehavior!.FunctionAssociations = new FunctionAssociations { Quantity = 0, Items = [] });

        var outcome = await Ship("two", "r2");

        Assert.Equal((Verdict.RolledBack, 3), (outcome.Verdict, (int)outcome.Verdict));
        var reason = Assert.Single(_stage.Output.Events.OfType<SiteFailed>()).Reason;
        Assert.Contains("/page  answered 404 application/xml; right is 200 text/html", reason, StringComparison.Ordinal);
        Assert.Contains("change  associate a viewer-request function with behavior * that leads paths without a dot to /index.html", reason, StringComparison.Ordinal);
        Assert.Equal("200 one", await See("/"));
        Assert.Equal("r1", (await _stage.Ledger.State(Ct)).State.Release);
        Assert.Null((await _stage.Ledger.State(Ct)).State.PendingInvalidation);
        // What it went back to is no better off there.
        Assert.Contains("/page  answered 404", Assert.Single(_stage.Output.Events.OfType<SiteBackWrong>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_release_that_viewers_do_not_get_right_has_failed_since_there_is_nothing_to_go_back_to()
    {
        await Break(config => config.DefaultCacheBehavior!.FunctionAssociations = new FunctionAssociations { Quantity = 0, Items = [] });

        var outcome = await Ship("one", "r1");
        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.Single(_stage.Output.Events.OfType<SiteStays>());
    }

    [Fact]
    public async Task Errors_that_are_shown_as_the_page_take_a_release_back_where_a_service_shares_the_address()
    {
        _stage.Shop = _stage.Shop with { Services = [ImpliedInfrastructureTests.Service("api", Route.Path("/api/*").On("web"))] };
        // The edge has no behavior for the service, and so answers in its place.
        Assert.Equal(Verdict.Failed, (await Ship("one", "r1")).Verdict);
        Assert.Contains("answered 200 text/html, the site's own page; right is what the service answers", Assert.Single(_stage.Output.Events.OfType<SiteFailed>()).Reason, StringComparison.Ordinal);

        _stage.Shop = _stage.Shop with { Services = [] };
        Assert.Equal(Verdict.Deployed, (await Ship("one", "r2")).Verdict);
        await Break(ShowPageForErrors);
        _stage.Shop = _stage.Shop with { Services = [ImpliedInfrastructureTests.Service("api", Route.Path("/files/*.json").On("web"))] };

        var outcome = await Ship("two", "r3");

        Assert.Equal(Verdict.RolledBack, outcome.Verdict);
        var reason = _stage.Output.Events.OfType<SiteFailed>().Last().Reason;
        Assert.Matches("/slipway-[0-9a-f]{12}\\.js  answered 200 text/html; right is 403 or 404, since there is no such file", reason);
        Assert.Matches("/files/slipway-[0-9a-f]{12}\\.json  answered 200 text/html, the site's own page", reason);
        Assert.Equal("200 one", await See("/"));
    }

    [Fact]
    public async Task Errors_that_are_shown_as_the_page_do_for_a_function_where_the_site_is_alone_and_are_told()
    {
        await Break(config =>
        {
            config.DefaultCacheBehavior!.FunctionAssociations = new FunctionAssociations { Quantity = 0, Items = [] };
            ShowPageForErrors(config);
        });

        Assert.Equal(Verdict.Deployed, (await Ship("one", "r1")).Verdict);
        Assert.Equal(Verdict.Deployed, (await Ship("two", "r2")).Verdict);

        Assert.Equal("200 two", await See("/cart/42"));
        var odd = Assert.Single(_stage.Output.Events.OfType<SiteOddities>().Last().Found);
        Assert.Equal((false, "200 text/html"), (odd.IsError, odd.Seen));
        Assert.Contains("remove the custom error responses for 403 and 404", odd.Change, StringComparison.Ordinal);
        var facts = (await new AwsCdn(_stage.Session.CloudFront).Distribution(_stage.Place.Distribution, Ct))!;
        Assert.All(SiteFindings.Of(_stage.Shop.Sites[0], [], facts, _stage.Place), finding => Assert.False(finding.IsError, finding.Seen));
    }

    [Fact]
    public async Task A_page_that_loads_what_no_plan_could_know_takes_the_release_back()
    {
        await Ship("one", "r1");
        var host = (await _stage.Shipper.Address(_stage.Shop.Sites[0], _stage.Place, Ct)).AbsoluteUri;

        var outcome = await Ship($"two <script src=\"{host}assets/lazy-9999ffff.js\"></script>", "r2");

        Assert.Equal(Verdict.RolledBack, outcome.Verdict);
        Assert.Contains(
            $"{host}assets/lazy-9999ffff.js  answered 404 application/xml, and {host} loads it; right is 200 and no page",
            Assert.Single(_stage.Output.Events.OfType<SiteFailed>()).Reason, StringComparison.Ordinal);
        Assert.Equal("200 one", await See("/"));
        Assert.DoesNotContain(_stage.Output.Events, happened => happened is SiteBackWrong or InvalidationOwed);
    }

    [Fact]
    public async Task A_versioned_bucket_goes_forth_and_back_like_any_other()
    {
        await _stage.Session.S3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = _stage.Place.Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Ct);
        _stage.Folder.Write("one/old.html", "old");
        _stage.Folder.Write("one/sw.js", "worker");

        Assert.Equal(Verdict.Deployed, (await Ship("one", "r1")).Verdict);
        Assert.Equal(Verdict.Deployed, (await Ship("two", "r2")).Verdict);
        Assert.Equal("404", (await See("/old.html"))[..3]);
        await _stage.Shipper.Return(_stage.Shop.Sites[0], _stage.Place, "r1", Ct);
        Assert.Equal("200 old", await See("/old.html"));
        await _stage.Shipper.Return(_stage.Shop.Sites[0], _stage.Place, "r2", Ct);
        Assert.Equal("404", (await See("/old.html"))[..3]);
        Assert.Equal(Verdict.Deployed, (await Ship("one", "r3")).Verdict);

        Assert.Equal("200 old", await See("/old.html"));
        var versions = await _stage.Session.S3.ListVersionsAsync(_stage.Place.Bucket, "old.html", Ct);
        Assert.Equal(["put", "deleted", "put", "deleted", "put"], versions.Versions.Select(version => version.IsDeleteMarker == true ? "deleted" : "put"));
        Assert.Empty((await _stage.Shipper.Plan(_stage.Shop.Sites[0] with { Source = "one" }, _stage.Place, Ct)).Uploads);
        Assert.DoesNotContain(_stage.Output.Events, happened => happened is ForeignFiles or SiteFailed or SiteBackWrong);
    }

    private static void ShowPageForErrors(DistributionConfig config) => config.CustomErrorResponses = new CustomErrorResponses
    {
        Quantity = 2,
        Items =
        [
            new CustomErrorResponse { ErrorCode = 403, ResponsePagePath = "/index.html", ResponseCode = "200", ErrorCachingMinTTL = 0 },
            new CustomErrorResponse { ErrorCode = 404, ResponsePagePath = "/index.html", ResponseCode = "200", ErrorCachingMinTTL = 0 },
        ],
    };

    /// <summary>Changes the distribution, and waits until its edge serves by that.</summary>
    private async Task Break(Action<DistributionConfig> change)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var found = await _stage.Session.CloudFront.GetDistributionAsync(new GetDistributionRequest { Id = _stage.Place.Distribution }, Ct);
        var config = found.Distribution!.DistributionConfig!;
        change(config);
        await _stage.Session.CloudFront.UpdateDistributionAsync(new UpdateDistributionRequest { Id = _stage.Place.Distribution, IfMatch = found.ETag, DistributionConfig = config }, Ct);
        while ((await _stage.Session.CloudFront.GetDistributionAsync(new GetDistributionRequest { Id = _stage.Place.Distribution }, Ct)).Distribution!.Status != "Deployed")
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    /// <summary>Releases a page with one script; its folder is named after the page's first word and may have other files.</summary>
    private async Task<ReleaseOutcome> Ship(string page, string release)
    {
        var folder = page.Split(' ')[0];
        _stage.Folder.Write($"{folder}/index.html", $"{page} <script src=\"/assets/zoom-1111aaaa.js\"></script>");
        _stage.Folder.Write($"{folder}/assets/zoom-1111aaaa.js", "zoom");

        var infrastructure = new Infrastructure
        {
            Cluster = "shop",
            Subnets = ["subnet-1"],
            SecurityGroups = ["sg-1"],
            ExecutionRole = "arn:aws:iam::000000000000:role/execution",
            Sites = new Dictionary<string, SiteInfrastructure> { ["web"] = _stage.Place },
        };
        var seen = new ServicesObservation(new Dictionary<string, ObservedService>(), new Dictionary<string, int?>(), new Dictionary<string, string>());
        var alone = _stage.Shop with { Services = [] };
        var services = ServicesPlan.Create(alone, DeployEnvironment.Local, infrastructure, new Shipped("c0ffee", release, new Dictionary<string, string>()), seen);
        var plan = new ReleasePlan(
            alone, DeployEnvironment.Local, "c0ffee", infrastructure, new ImagesPlan("c0ffee", [], Rebuild: false), services, seen,
            [await _stage.Shipper.Plan(_stage.Shop.Sites[0] with { Source = folder }, _stage.Place, Ct)]);

        var ecs = new FakeEcs();
        var deployer = new ServicesDeployer(ecs, new FakeTasks(ecs), ecs, ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, _stage.Output, TimeProvider.System);
        var addresses = new KnownAddresses(new PublicAddresses(new AwsAddresses(_stage.Session.LoadBalancing), _stage.Shipper), _stage.Output);
        return await new ReleaseSteps(deployer, _stage.Shipper, new SmokeChecker(_stage.Viewer, _stage.Output, TimeProvider.System), addresses, _stage.Output, TimeProvider.System)
            .Apply(plan, services, release, detach: false, Ct);
    }

    /// <summary>Status and first word of the body, as a viewer gets them.</summary>
    private async Task<string> See(string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync(new Uri(await _stage.Shipper.Address(_stage.Shop.Sites[0], _stage.Place, Ct), path), Ct);
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync(Ct)).Split(' ')[0]}";
    }
}
