using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class InFlightTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly FakeEcs _ecs = new();

    [Fact]
    public async Task What_leads_away_from_the_wanted_revision_is_stopped_and_waited_for()
    {
        Deploying("chat-prod-web:2", before: "chat-prod-web:1", "IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL");

        Assert.True(await Stop(wanted: "chat-prod-web:1"));

        Assert.Equal(["look chat-web", "stop d2"], _ecs.Calls);
        Assert.Equal("web", Assert.Single(_ecs.Events.OfType<StoppingDeployment>()).Service);
        Assert.Equal("ROLLBACK_SUCCESSFUL", _ecs.Deploys["chat-web"].Peek().Status);
    }

    [Fact]
    public async Task The_pause_of_what_was_stopped_does_not_stay_on_the_service()
    {
        var stepped = DeploymentSettings.Of(Rollout.Stepped(50), hasTestRule: false);
        Deploying("chat-prod-web:2", before: "chat-prod-web:1", "IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL");
        _ecs.Running["chat-web"] = _ecs.Running["chat-web"] with { Settings = ServiceSettings.None with { Deployment = stepped } };

        Assert.True(await Stop(wanted: "chat-prod-web:1"));

        Assert.Equal(["stop d2", $"update chat-web {stepped.AtRest}"], _ecs.Mutations);
    }

    [Fact]
    public async Task What_goes_back_by_itself_is_only_waited_for()
    {
        Deploying("chat-prod-web:2", before: "chat-prod-web:1", "ROLLBACK_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED");

        Assert.True(await Stop(wanted: "chat-prod-web:1"));

        Assert.DoesNotContain(_ecs.Calls, call => call.StartsWith("stop", StringComparison.Ordinal));
        Assert.Equal("ROLLBACK_FAILED", _ecs.Deploys["chat-web"].Peek().Status);
    }

    [Theory]
    // It deploys what is wanted.
    [InlineData("chat-prod-web:2")]
    // ECS would go back to something else than what is wanted.
    [InlineData("chat-prod-web:0")]
    public async Task What_stopping_would_not_help_is_left(string wanted)
    {
        Deploying("chat-prod-web:2", before: "chat-prod-web:1", "IN_PROGRESS");

        Assert.False(await Stop(wanted));

        Assert.Equal(["look chat-web"], _ecs.Calls);
    }

    [Fact]
    public async Task Without_a_deployment_under_way_nothing_is_done()
    {
        _ecs.Exists("web");
        Assert.False(await Stop(wanted: "chat-prod-web:1"));

        Deploying("chat-prod-web:2", before: "chat-prod-web:1", "SUCCESSFUL");
        Assert.False(await Stop(wanted: "chat-prod-web:1"));
    }

    private Task<bool> Stop(string wanted) => new InFlight(_ecs, _ecs, new ImmediateTime()).Stop(
        new ServicesPlan("prod", [new ServicePlan("web", "chat-web", new LogGroupStep.Nothing(""), new TaskDefinitionStep.Reuse(wanted), new ServiceStep.Nothing())
        {
            Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
        }]),
        Ct);

    private void Deploying(string taskDefinition, string before, params IReadOnlyList<string> statuses)
    {
        _ecs.Running["chat-web"] = FakeEcs.Snap(
            "chat-web",
            new DeploymentSnapshot("new", "PRIMARY", taskDefinition, "IN_PROGRESS", FakeEcs.T0, 0, 2),
            new DeploymentSnapshot("old", "ACTIVE", before, "COMPLETED", FakeEcs.T0, 2, 2));
        _ecs.Deploys["chat-web"] = new Queue<ServiceDeployment>(statuses.Select(status => new ServiceDeployment("d2", status, FakeEcs.T0)));
    }
}
