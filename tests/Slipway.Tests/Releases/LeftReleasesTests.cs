using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Services;

namespace Slipway.Tests.Releases;

public sealed class LeftReleasesTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly ReleaseManifest Left = new("r2", "chat", "prod", "c0ffee", "ann")
    {
        Begun = FakeEcs.T0,
        Detached = FakeEcs.T0,
        Services = [new("web", "chat-prod-web:2", null, "sd/web")],
    };

    private readonly TrafficBench _bench = new(Rollout.Rolling);
    private readonly MemoryBucket _bucket;
    private readonly Ledger _ledger;

    public LeftReleasesTests()
    {
        var time = new SteppedTime();
        _bucket = new MemoryBucket(time);
        _ledger = new Ledger(_bucket, time);
    }

    private LeftReleases Releases => new(_bench.Application, TrafficBench.Prod, _ledger, _bench.Ecs);

    [Theory]
    [InlineData("ROLLBACK_SUCCESSFUL", "web")]
    [InlineData("ROLLBACK_IN_PROGRESS", "web")]
    [InlineData("IN_PROGRESS", "")]
    [InlineData("SUCCESSFUL", "")]
    public async Task A_service_whose_newest_deployment_goes_back_is_named(string status, string expected)
    {
        _bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", status, FakeEcs.T0)]);

        Assert.Equal(expected, string.Join(' ', await Releases.WentBack(Left, [Left], "chat", Ct)));
    }

    [Fact]
    public async Task A_deployment_of_an_earlier_release_does_not_count()
    {
        _bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", "ROLLBACK_SUCCESSFUL", FakeEcs.T0)]);

        Assert.Empty(await Releases.WentBack(Left with { Services = [] }, [Left with { Id = "r1", Verdict = Verdict.RolledBack }], "chat", Ct));
    }

    [Fact]
    public async Task What_to_go_back_to_after_it_came_up_is_what_the_release_before_had()
    {
        var first = await _ledger.Begin(Left with { Id = "r1", Services = [new("web", "chat-prod-web:1", null, null)] }, Ct);
        await _ledger.End(first, first.Manifest with { Verdict = Verdict.Deployed }, Ct);
        _bench.Ecs.Running["chat-web"] = FakeEcs.Snap("chat-web", new DeploymentSnapshot("new", "PRIMARY", "chat-prod-web:2", "COMPLETED", FakeEcs.T0, 2, 2));

        var plan = Assert.Single((await Releases.Following(Left with { Previous = "r1" }, "chat", Ct)).Services);

        Assert.Equal(("chat-prod-web:1", "sd/web"), (plan.Proven, Assert.IsType<ServiceStep.Follow>(plan.Service).Arn));
    }

    [Fact]
    public async Task How_a_detached_release_ended_is_asked_of_the_deployments_that_it_left()
    {
        _bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", "ROLLBACK_SUCCESSFUL", FakeEcs.T0)]);

        Assert.Equal(Verdict.RolledBack, await Releases.Verdict(Left, "c0ffee", Ct));
        Assert.Equal(Verdict.Stopped, await Releases.Verdict(Left with { Detached = null }, "c0ffee", Ct));
    }

    [Fact]
    public void The_traffic_of_a_pair_is_moved_by_a_run_alone_so_that_it_is_not_known_where_it_goes()
    {
        var pair = new LeftReleases(new TrafficBench(Rollout.ServicePair(50)).Application, TrafficBench.Prod, _ledger, _bench.Ecs);

        Assert.True(Releases.IsKnown(Left));
        Assert.False(Releases.IsKnown(Left with { Services = [Left.Services[0] with { Verdict = Verdict.Deployed }] }));
        Assert.False(pair.IsKnown(Left));
    }
}
