using Slipway.Tests.Services.Pair;
using System.Runtime.Versioning;
using System.Text;
using Slipway.Images;
using Slipway.Output;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Smoke;
using Slipway.Tests.Services;
using Slipway.Tests.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Releases;

/// <summary>What fails late in a release takes back what went before: sites first, then services.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReleaseStepsTests : IDisposable
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private static readonly Infrastructure Network = new()
    {
        Cluster = "prod",
        Subnets = ["subnet-1"],
        SecurityGroups = ["sg-1"],
        ExecutionRole = "arn:aws:iam::111122223333:role/execution",
        Sites = new Dictionary<string, SiteInfrastructure> { ["web"] = SiteBench.Place },
    };

    private readonly SiteBench _bench = new();
    private readonly FakeEcs _ecs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_release_whose_site_and_smoke_checks_are_well_is_deployed()
    {
        var outcome = await Ship("one", "r1", new SmokeCheck("/") { Contains = "one" });

        Assert.Equal((Verdict.Deployed, "https://www.shop.test/"), (outcome.Verdict, outcome.Addresses["web"]));
        Assert.Equal("r1", Assert.Single(outcome.Sites).Release);
    }

    [Fact]
    public async Task A_failed_smoke_check_takes_the_site_back_to_the_release_before()
    {
        await Ship("one", "r1");

        var outcome = await Ship("two", "r2", new SmokeCheck("/") { Contains = "three", Within = TimeSpan.FromSeconds(1) });

        Assert.Equal(Verdict.RolledBack, outcome.Verdict);
        Assert.Empty(outcome.Sites);
        Assert.Equal("one", Page());
        Assert.Single(_bench.Output.Events.OfType<SmokeFailed>());
    }

    [Fact]
    public async Task A_first_release_that_fails_its_smoke_check_has_failed_since_there_is_nothing_to_go_back_to()
    {
        var outcome = await Ship("one", "r1", new SmokeCheck("/") { Contains = "two", Within = TimeSpan.FromSeconds(1) });

        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.Equal("one", Page());
    }

    [Fact]
    public async Task A_site_that_viewers_do_not_get_right_is_taken_back_with_its_reason()
    {
        await Ship("one", "r1");
        _bench.Cloud.Answers = _ => new Viewed(200, "application/octet-stream", "");

        var outcome = await Ship("two", "r2");

        Assert.Equal(Verdict.RolledBack, outcome.Verdict);
        Assert.Equal("one", Page());
        Assert.Contains("viewers do not get what they should", Assert.Single(_bench.Output.Events.OfType<SiteFailed>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_it_publishes_leaves_the_release_before()
    {
        await Ship("one", "r1");
        using var stop = new CancellationTokenSource();
        _bench.Cloud.Answers = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };

        var outcome = await Ship("two", "r2", ct: stop.Token);

        Assert.Equal(Verdict.Stopped, outcome.Verdict);
        Assert.Equal("one", Page());
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_told_and_takes_nothing_back()
    {
        using var elsewhere = new SiteBench(new SiteCloud { DistributionFails = new DeployException("cloudfront:GetDistribution was refused.") });

        var shipped = await Ship("one", "r1", asked: elsewhere);

        Assert.Equal((Verdict.Deployed, 0), (shipped.Verdict, shipped.Addresses.Count));
        Assert.Single(_bench.Output.Events.OfType<AddressesUnknown>());
        Assert.Equal("one", Page());
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_asks_nothing()
    {
        await Ship("one", "r1");

        var outcome = await Ship("one", "r2", new SmokeCheck("/") { Contains = "two" });

        Assert.Equal(Verdict.Deployed, outcome.Verdict);
        Assert.Empty(_bench.Output.Events.OfType<SmokeFailed>());
    }

    private string Page() => Encoding.UTF8.GetString(_bench.Cloud.Objects["index.html"].Content);

    private async Task<ReleaseOutcome> Ship(string page, string release, SmokeCheck? check = null, SiteBench? asked = null, CancellationToken ct = default)
    {
        var site = _bench.Build(page, $"index.html={page}");
        var application = new Application("shop") { Environments = [Prod], Sites = [site], SmokeChecks = check is null ? [] : [check] };
        var seen = new ServicesObservation(new Dictionary<string, ObservedService>(), new Dictionary<string, int?>(), new Dictionary<string, string>());
        var services = ServicesPlan.Create(application, Prod, Network, new Shipped("c0ffee", release, new Dictionary<string, string>()), seen);
        var plan = new ReleasePlan(application, Prod, "c0ffee", Network, new ImagesPlan("c0ffee", [], Rebuild: false), services, seen, [await _bench.Plan(site)]);

        var time = new ImmediateTime();
        IOutput output = _bench.Output;
        var sites = _bench.Shipper();
        // No service has a load balancer, so that none is asked for its address.
        var addresses = new KnownAddresses(new PublicAddresses(new AwsAddresses(elb: null!), asked?.Shipper() ?? sites), output);
        var deployer = new ServicesDeployer(_ecs, new FakeTasks(_ecs), _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, output, time);
        return await new ReleaseSteps(deployer, sites, new SmokeChecker(_bench.Cloud, output, time), addresses, output, time).Apply(plan, services, release, detach: false, ct == default ? Ct : ct);
    }
}
