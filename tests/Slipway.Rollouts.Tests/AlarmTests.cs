namespace Slipway.Rollouts;

/// <summary>Alarms that go off while a version is deployed, and before. A service pair is gated by the alarm, since ECS does not move its traffic.</summary>
public sealed class AlarmTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task An_alarm_that_goes_off_takes_the_version_back(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Rollout = Watching(strategy),
            Before = (place, ct) => place.Alarm("orders", "OK", ct),
            Meanwhile = async (place, told, ct) =>
            {
                await told.Says(said => said is Services.RolloutMoved).WaitAsync(ct);
                await place.Alarm("orders", "ALARM", ct);
            },
        }.Play(stage, Ct);

        ending.Is(Verdict.RolledBack, "one");
        Assert.Contains("orders", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.Empty(ending.Failed);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task An_alarm_that_has_gone_off_before_keeps_the_deploy_from_beginning(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await new Scenario(strategy, new ShopVersion("two"))
        {
            Rollout = Watching(strategy),
            Before = (place, ct) => place.Alarm("orders", "ALARM", ct),
        }.Play(stage, Ct);

        ending.Is(Verdict.Refused, "one");
        Assert.Contains("orders", ending.Outcome.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ecs:UpdateService", ending.Outcome.Record.ApiCalls.Keys);
        Assert.Empty(ending.Failed);
    }

    private static Rollout Watching(string strategy) => Strategies.Of(strategy) switch
    {
        ServicePairRollout pair => pair.While(Gate.Alarm("orders")),
        var native => native.Watching("orders"),
    };
}
