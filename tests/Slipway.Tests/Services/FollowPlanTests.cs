using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>Deployments that another run began, whether they have ended meanwhile or not.</summary>
public sealed class FollowPlanTests
{
    private static readonly DeploymentSnapshot New = new("new", "PRIMARY", "chat-prod-web:2", "IN_PROGRESS", FakeEcs.T0, 1, 2);
    private static readonly DeploymentSnapshot Old = new("old", "ACTIVE", "chat-prod-web:1", "COMPLETED", FakeEcs.T0, 2, 2);

    private readonly TrafficBench _bench = new(Rollout.Rolling);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SUCCESSFUL", "chat-prod-web:2", Verdict.Deployed, "deployed, chat-prod-web:2")]
    [InlineData("ROLLBACK_SUCCESSFUL", "chat-prod-web:1", Verdict.RolledBack, "rolled back to chat-prod-web:1: too bad")]
    [InlineData("STOPPED", "chat-prod-web:1", Verdict.Stopped, "stopped from elsewhere: ann did it")]
    public async Task What_has_ended_meanwhile_has_the_verdict_that_it_ended_with_and_nothing_is_begun(string status, string runs, Verdict verdict, string text)
    {
        _bench.Ecs.Running["chat-web"] = FakeEcs.Snap("chat-web", new DeploymentSnapshot("last", "PRIMARY", runs, "COMPLETED", FakeEcs.T0, 2, 2));
        _bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", status, FakeEcs.T0) { Reason = "ann did it", Rollback = status == "STOPPED" ? null : "too bad" }]);

        var result = Assert.Single(await _bench.Deployer().Apply(Plan(_bench.Ecs.Running["chat-web"]), detach: false, Ct));

        Assert.Equal((verdict, text, "sd/web"), (result.Verdict, result.Text, result.Deployment));
        Assert.Empty(_bench.Ecs.Mutations);
    }

    [Fact]
    public async Task What_is_under_way_is_followed_to_its_end()
    {
        var running = FakeEcs.Snap("chat-web", New, Old);
        _bench.Ecs.Running["chat-web"] = running;
        _bench.Ecs.Deploys["chat-web"] = new([new("sd/web", "IN_PROGRESS", FakeEcs.T0), new("sd/web", "IN_PROGRESS", FakeEcs.T0), new("sd/web", "SUCCESSFUL", FakeEcs.T0)]);

        var plan = Plan(running);
        var result = Assert.Single(await _bench.Deployer().Apply(plan, detach: false, Ct));

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal((New, "sd/web"), Assert.IsType<ServiceStep.Follow>(plan.Services[0].Service) is var follow ? (follow.Deployment, follow.Arn) : default);
        Assert.Empty(_bench.Ecs.Mutations);
    }

    [Fact]
    public void What_has_come_up_can_still_go_back_to_the_release_before()
    {
        var up = FakeEcs.Snap("chat-web", New with { RolloutState = "COMPLETED" });

        var plan = Plan(up).Services[0];

        Assert.Equal(("chat-prod-web:1", "chat-prod-web:1"), (plan.Proven, plan.Undo?.TaskDefinition));
    }

    [Fact]
    public async Task What_came_up_before_its_run_left_is_taken_back_when_another_of_the_release_fails()
    {
        var application = _bench.Application with { Services = [_bench.Application.Services[0] with { DependsOn = ["db"] }, _bench.Application.Services[0] with { Name = "db" }] };
        _bench.Ecs.Exists("db");
        _bench.Ecs.Running["chat-web"] = FakeEcs.Snap("chat-web", Old with { Status = "PRIMARY" });
        _bench.Ecs.Running["chat-db"] = FakeEcs.Snap("chat-db", New with { TaskDefinition = "chat-prod-db:2", RolloutState = "COMPLETED" });
        _bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", "ROLLBACK_SUCCESSFUL", FakeEcs.T0) { Rollback = "too bad" }]);
        _bench.Ecs.Deploys["chat-db"] = new([new ServiceDeployment("sd/db", "SUCCESSFUL", FakeEcs.T0)]);
        _bench.Ecs.OnStart = () =>
        {
            _bench.Ecs.Looks["chat-db"] = new([FakeEcs.Snap("chat-db", new DeploymentSnapshot("back", "PRIMARY", "chat-prod-db:1", "COMPLETED", FakeEcs.T0, 2, 2))]);
            _bench.Ecs.Deploys.Remove("chat-db");
        };

        var plan = FollowPlan.Create(
            application, TrafficBench.Prod, "chat",
            [
                new LeftService(application.Services[0], "chat-prod-web:2", "sd/web", "chat-prod-web:1", FakeEcs.T0),
                new LeftService(application.Services[1], "chat-prod-db:2", "sd/db", "chat-prod-db:1", FakeEcs.T0),
            ],
            new Dictionary<string, ServiceSnapshot> { ["web"] = _bench.Ecs.Running["chat-web"], ["db"] = _bench.Ecs.Running["chat-db"] });
        var results = await _bench.Deployer().Apply(plan, detach: false, Ct);

        Assert.Equal([["db"], ["web"]], plan.Waves);
        Assert.Equal([("web", Verdict.RolledBack), ("db", Verdict.RolledBack)], results.Select(result => (result.Service, result.Verdict)));
        Assert.Equal(["update chat-db chat-prod-db:1"], _bench.Ecs.Mutations);
    }

    private ServicesPlan Plan(ServiceSnapshot running) => FollowPlan.Create(
        _bench.Application, TrafficBench.Prod, "chat",
        [new LeftService(_bench.Application.Services[0], "chat-prod-web:2", "sd/web", "chat-prod-web:1", FakeEcs.T0)],
        new Dictionary<string, ServiceSnapshot> { ["web"] = running });
}
