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

    [Theory]
    [InlineData(0, 230, 510)]
    [InlineData(120, 330, 990)]
    public void Of_the_load_balancers_check_and_the_containers_own_the_slower_counts(int startPeriod, int batch, int failing)
    {
        var service = Web with { ContainerHealth = new("CMD", "well") { Interval = TimeSpan.FromSeconds(30), Retries = startPeriod == 0 ? 1 : 3, StartPeriod = TimeSpan.FromSeconds(startPeriod) } };

        Assert.Equal(new WaitBudget(TimeSpan.FromSeconds(batch), 1, TimeSpan.FromSeconds(failing)), WaitBudget.For(service, Prod, 4));
    }

    [Fact]
    public void A_service_that_nobody_asks_for_its_health_needs_less()
    {
        var budget = WaitBudget.For(Web with { Route = null, Health = null, StopTimeout = TimeSpan.Zero, Rollout = Rollout.Rolling with { MaximumPercent = 150 } }, Prod, 2);

        Assert.Equal("at most 14 min: 2 batches of 2 min, 6 min to see it fail, and the way back", budget.ToString());
    }

    /// <summary>A rollout, and what it adds to the time for one batch: seconds of moving traffic, and minutes of waits.</summary>
    public static TheoryData<string, Rollout, int, int> Rollouts { get; } = new()
    {
        { "rolling with alarms", Rollout.Rolling.Watching("errors"), 0, 10 },
        { "blue and green", Rollout.BlueGreen.Bake(TimeSpan.FromMinutes(7)), 30, 7 },
        { "blue and green with a question", Rollout.BlueGreen.Ask(TimeSpan.FromMinutes(30)), 30, 35 },
        { "canary", Rollout.Canary(10, TimeSpan.FromMinutes(15)), 60, 20 },
        { "linear", Rollout.Linear(30, TimeSpan.FromMinutes(4)), 120, 17 },
        { "stepped", Rollout.Stepped(10, 50, 90) with { HoldLimit = TimeSpan.FromMinutes(20) }, 300, 60 },
        { "stepped with a question", Rollout.Stepped(50).Ask(TimeSpan.FromMinutes(90)), 60, 150 },
        { "a pair", Rollout.ServicePair(10, 50), 0, 240 },
    };

    [Theory]
    [MemberData(nameof(Rollouts))]
    public void Bakes_holds_and_questions_are_waited_for(string name, Rollout rollout, int moving, int minutes)
    {
        var budget = WaitBudget.For(Web with { Rollout = rollout }, Prod, 1);

        Assert.Equal((name, TimeSpan.FromSeconds(230 + moving), TimeSpan.FromMinutes(minutes)), (name, budget.Batch, budget.Waits));
        Assert.Equal((budget.Batch * 2) + budget.Failing + TimeSpan.FromMinutes(minutes), budget.Total);
    }

    [Fact]
    public void Where_time_is_scaled_the_waits_are_and_the_tasks_start_as_slowly_as_ever()
    {
        var budget = WaitBudget.For(Web with { Rollout = Rollout.Stepped(50).Bake(TimeSpan.FromMinutes(6)) }, Prod, 2);

        Assert.Equal("at most 78.2 min: 1 batch of 4.8 min, 60 min of bakes and holds, 8.5 min to see it fail, and the way back", budget.ToString());
        Assert.Equal(budget.Total - TimeSpan.FromMinutes(59), budget.At(new Tempo(60)).Total);
    }
}
