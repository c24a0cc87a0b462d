namespace Slipway.Rollouts;

/// <summary>Versions that are well until half of the traffic is theirs. Rolling has no gates; an alarm that ECS watches stands for them.</summary>
public sealed class UnderLoadTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Server_errors_from_half_of_the_traffic_on_take_a_version_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two") { FailsFrom = 0.5 })
        {
            Rollout = strategy == Strategies.Rolling ? Rollout.Rolling.Watching("shop-errors") : Strategies.Patient(strategy),
            Before = (place, ct) => strategy == Strategies.Rolling ? place.Alarm("shop-errors", "HTTPCode_Target_5XX_Count", "Sum", above: 2, ct) : Task.CompletedTask,
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Slowness_from_half_of_the_traffic_on_takes_a_version_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two") { SlowFrom = 0.5 })
        {
            Rollout = strategy == Strategies.Rolling ? Rollout.Rolling.Watching("shop-slow") : Strategies.Patient(strategy),
            Before = (place, ct) => strategy == Strategies.Rolling ? place.Alarm("shop-slow", "TargetResponseTime", "p90", above: 1, ct) : Task.CompletedTask,
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
    }
}
