using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

/// <summary>What is wanted came up once, another deployment failed after it, and ECS is still going back when a run begins to follow.</summary>
public sealed class GoneBackToTests
{
    private readonly FakeEcs _ecs = new();

    [Theory]
    [InlineData("ROLLBACK_REQUESTED")]
    [InlineData("ROLLBACK_IN_PROGRESS")]
    public async Task It_is_deployed_when_ECS_has_gone_back_and_not_because_it_once_was(string status)
    {
        _ecs.Looks["chat-web"] = new([Web("IN_PROGRESS"), Web("IN_PROGRESS"), Web("COMPLETED")]);
        History(status);

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), await Follow());
        Assert.Equal(3, _ecs.Calls.Count);
    }

    [Fact]
    public async Task It_is_deployed_when_ECS_has_gone_back_meanwhile()
    {
        _ecs.Looks["chat-web"] = new([Web("COMPLETED")]);
        History("ROLLBACK_SUCCESSFUL");

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), await Follow());
    }

    [Fact]
    public async Task It_is_not_deployed_when_the_way_back_fails()
    {
        _ecs.Looks["chat-web"] = new([Web("IN_PROGRESS"), Web("FAILED")]);
        History("ROLLBACK_IN_PROGRESS");
        _ecs.OnLook = () =>
        {
            if (_ecs.Calls.Count == 2)
                History("ROLLBACK_FAILED");
        };

        var (verdict, text) = await Follow();

        Assert.Equal(Verdict.Failed, verdict);
        Assert.Contains("the rollback failed: its tasks died", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_died_before_are_no_reason_to_give_it_up()
    {
        _ecs.Looks["chat-web"] = new([.. Enumerable.Repeat(Web("IN_PROGRESS"), 8), Web("COMPLETED")]);
        _ecs.Stopped.AddRange(Enumerable.Range(1, 3).Select(number => Died($"t{number}", FakeEcs.T0)));
        _ecs.Stopped.Add(Died("t4", FakeEcs.T0.AddMinutes(2)));
        History("ROLLBACK_IN_PROGRESS");

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), await Follow());
        Assert.Equal("t4", Assert.Single(_ecs.Events.OfType<TaskFailed>()).Report.Task);

        static StoppedTask Died(string arn, DateTimeOffset at) =>
            new(arn, "good", "EssentialContainerExited", "Essential container in task exited", [new("web", 3, null)]) { StoppedAt = at };
    }

    private static ServiceSnapshot Web(string state) =>
        FakeEcs.Snap("chat-web", new DeploymentSnapshot("good", "PRIMARY", "chat-prod-web:2", state, FakeEcs.T0, 1, 2));

    private void History(string status)
    {
        var broken = new ServiceDeployment("sd/broken", status, FakeEcs.T0.AddMinutes(1)) { Target = "chat-web:3", Reason = "its tasks died" };
        _ecs.Later.Clear();
        _ecs.Later.Add(broken);
        _ecs.Deploys["broken"] = new([broken]);
        _ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", "SUCCESSFUL", FakeEcs.T0)]);
    }

    private async Task<(Verdict, string)> Follow()
    {
        var plan = new ServicePlan(
            "web", "chat-web", new LogGroupStep.Nothing("/chat/prod/web"), new TaskDefinitionStep.Keep("chat-prod-web:2"),
            new ServiceStep.Follow(Web("IN_PROGRESS").Deployments[0]))
        {
            Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
            Proven = "chat-prod-web:2",
        };
        var deployer = new ServicesDeployer(
            _ecs, new FakeTasks(_ecs), _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, _ecs, new ImmediateTime());
        var result = Assert.Single(await deployer.Apply(new ServicesPlan("chat", [plan]), detach: false, TestContext.Current.CancellationToken));
        return (result.Verdict, result.Text);
    }
}
