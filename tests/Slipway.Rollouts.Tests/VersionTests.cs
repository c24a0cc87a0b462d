namespace Slipway.Rollouts;

/// <summary>Every rollout with a version that is well, and with one that is not.</summary>
public sealed class VersionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_healthy_version_is_deployed_and_nobody_notices(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two")).Play(stage, Ct);

        ending.Is(Verdict.Deployed, "two");
        Assert.Empty(ending.Failed);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_version_that_never_starts_is_taken_back_with_its_last_words(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two") { NeverStarts = true }).Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("no teapot in reach", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_version_that_starts_and_then_crashes_is_taken_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two") { EndsAfter = TimeSpan.FromMilliseconds(50) }).Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("exit code 1", ending.Outcome.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_version_whose_health_flaps_is_taken_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        // A rolling update is over when all tasks were healthy once; an alarm that ECS watches sees the rest.
        var rolling = strategy == Strategies.Rolling;
        var ending = await new Scenario(strategy, new ShopVersion("two") { Flaps = TimeSpan.FromMilliseconds(400) })
        {
            Rollout = rolling ? Rollout.Rolling.Watching("shop-ill") : null,
            Before = (place, ct) => rolling ? place.Alarm("shop-ill", "UnHealthyHostCount", "Maximum", above: 0, ct, ofGroup: true) : Task.CompletedTask,
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_version_that_is_unhealthy_behind_the_balancer_is_taken_back_with_the_balancers_reason(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two") { Unhealthy = true }).Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("503", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }
}
