using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

public sealed class ServicesObserverTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-central-1" };

    private static readonly Application Chat = new("chat")
    {
        Environments = [Prod],
        Services = [new EcsService("web") { Image = new DockerImage("web"), Size = FargateSize.Of(256, 512) }],
    };

    private static readonly Infrastructure Network = new() { Cluster = "main", Subnets = [], SecurityGroups = [], ExecutionRole = "role" };

    [Fact]
    public async Task While_ECS_is_still_going_back_its_history_tells_what_a_deploy_can_go_back_to()
    {
        var ecs = GoingBack();
        ecs.Later.AddRange([Ended("2", "ROLLBACK_SUCCESSFUL", "chat-web-broken-rev"), Ended("1", "SUCCESSFUL", "chat-web-rev")]);

        var seen = await Observe(ecs);

        Assert.Equal("chat-prod-web:2", seen.Services["web"].Snapshot.Proven);
    }

    [Fact]
    public async Task A_service_whose_first_release_is_under_way_has_nothing_to_go_back_to()
    {
        var ecs = GoingBack();
        ecs.Later.Add(Ended("1", "IN_PROGRESS", "chat-web-rev"));

        Assert.Null((await Observe(ecs)).Services["web"].Snapshot.Proven);
    }

    [Fact]
    public async Task Where_the_history_is_denied_the_deployments_in_sight_decide()
    {
        var ecs = GoingBack(denied: true);

        Assert.Null((await Observe(ecs)).Services["web"].Snapshot.Proven);
    }

    private static FakeEcs GoingBack(bool denied = false)
    {
        var ecs = new FakeEcs { DeniesServiceDeployments = denied };
        ecs.Looks["chat-web"] = new([FakeEcs.Snap("chat-web", new DeploymentSnapshot("d1", "PRIMARY", "chat-prod-web:2", "IN_PROGRESS", FakeEcs.T0, 0, 1))]);
        return ecs;
    }

    private static ServiceDeployment Ended(string arn, string status, string revision) => new(arn, status, FakeEcs.T0) { Target = revision };

    private static Task<ServicesObservation> Observe(FakeEcs ecs) =>
        new ServicesObserver(ecs, ecs, ecs, new NoWeights()).Observe(Chat, Prod, Network, TestContext.Current.CancellationToken);
}
