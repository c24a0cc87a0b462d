namespace Slipway.Rollouts;

/// <summary>The way back from a release that was deployed well, with every rollout.</summary>
public sealed class RollbackTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task The_release_before_serves_again_and_nobody_notices(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var rollout = Strategies.Unvisited(strategy);
        var ending = await new Scenario(strategy, new ShopVersion("two")) { Rollout = rollout }.Play(stage, Ct);
        ending.Is(Verdict.Deployed, "two");
        var shop = ending.Outcome.Url;

        await using var visitors = stage.Visit(shop);
        var back = await stage.GoBack(rollout, Ct);
        await visitors.Stop();

        Assert.True(back.Verdict == Verdict.Deployed, back.Text);
        await stage.IsSettled("one", shop, Ct);
        Assert.Empty(visitors.Failed);
        var releases = await stage.Ledger(Ct);
        Assert.Equal((releases[2].Id, "Deployed"), (releases[0].Restores, back.Record.Verdict));

        // The next deploy is one like any other again.
        await stage.Commit(new ShopVersion("three"), Ct);
        var next = await stage.Deploy(rollout, Ct);
        Assert.True(next.Verdict == Verdict.Deployed, next.Text);
        await stage.IsSettled("three", shop, Ct);
    }

    [Fact]
    public async Task A_pair_goes_back_by_its_weights_alone()
    {
        await using var stage = await Stage.Set(Ct);
        var rollout = Strategies.Unvisited(Strategies.ServicePair);
        var ending = await new Scenario(Strategies.ServicePair, new ShopVersion("two")) { Rollout = rollout }.Play(stage, Ct);
        ending.Is(Verdict.Deployed, "two");

        var back = await stage.GoBack(rollout, Ct);

        Assert.True(back.Verdict == Verdict.Deployed, back.Text);
        Assert.Equal(1, back.Record.ApiCalls.GetValueOrDefault("elasticloadbalancing:ModifyListener"));
        Assert.DoesNotContain("ecs:UpdateService", back.Record.ApiCalls.Keys);
        Assert.DoesNotContain("ecs:RegisterTaskDefinition", back.Record.ApiCalls.Keys);
    }
}
