using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class WaitBudgetTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly EcsService Web = new("web")
    {
        Image = new DockerImage("web"),
        Size = FargateSize.Of(256, 512),
        Port = 8080,
        Route = Route.Default,
        Health = new HealthCheck("/"),
    };

    [Theory]
    [InlineData(4, 100, 200, 1)]
    [InlineData(4, 50, 100, 2)]
    [InlineData(3, 50, 100, 3)]
    [InlineData(3, 100, 150, 3)]
    [InlineData(5, 100, 140, 3)]
    [InlineData(4, 100, 100, 4)]
    [InlineData(1, 0, 100, 1)]
    [InlineData(0, 100, 200, 1)]
    public void Batches_follow_from_how_many_tasks_may_be_there_at_once(int tasks, int least, int most, int batches)
    {
        var service = Web with { Rollout = Rollout.Rolling with { MinimumHealthyPercent = least, MaximumPercent = most } };

        Assert.Equal(batches, WaitBudget.For(service, Prod, tasks).Batches);
    }

    [Fact]
    public void A_batch_comes_up_healthy_and_the_old_one_drains_and_failing_takes_three_attempts()
    {
        var budget = WaitBudget.For(Web, Prod, 4);

        // Start 120, grace 30, two checks of 10; draining 30, stop 30.
        Assert.Equal(new WaitBudget(TimeSpan.FromSeconds(230), 1, TimeSpan.FromSeconds(510)), budget);
        Assert.Equal("at most 16.2 min: 1 batch of 3.8 min, 8.5 min to see it fail, and the way back", budget.ToString());
    }

    [Fact]
    public void A_service_that_nobody_asks_for_its_health_needs_less()
    {
        var budget = WaitBudget.For(Web with { Route = null, Health = null, StopTimeout = TimeSpan.Zero, Rollout = Rollout.Rolling with { MaximumPercent = 150 } }, Prod, 2);

        Assert.Equal("at most 14 min: 2 batches of 2 min, 6 min to see it fail, and the way back", budget.ToString());
    }

    [Fact]
    public void A_rollout_that_services_do_not_have_is_refused_by_name()
    {
        var error = Assert.Throws<DeployException>(() => WaitBudget.For(Web with { Rollout = new PerEnvironment<Rollout>(_ => new Sideways()) }, Prod, 2));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Equal(
            """
            Service web has a rollout that does not exist for ECS services. Nothing was changed.
              found  Sideways { }
              try    Rollout.Rolling
            """,
            error.Message);
    }

    private sealed record Sideways : Rollout;
}
