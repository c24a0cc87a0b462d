namespace Slipway.Rollouts;

/// <summary>The line to AWS breaks while a version is deployed, for good.</summary>
public sealed class LostNetworkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_line_that_stays_dead_ends_the_run_and_the_next_one_deploys(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await BrokenLine.Play(stage, strategy, back: null, Ct);

        Assert.True(ending.Outcome.Verdict is Verdict.Failed or Verdict.TimedOut, $"{ending.Outcome.Verdict}: {ending.Outcome.Text}");
        Assert.Empty(ending.Failed);

        // The gates want to see somebody.
        await using var visitors = stage.Visit(ending.Outcome.Url);
        var next = await stage.DeployWhenFree(Strategies.Of(strategy), Ct);
        Assert.True(next.Verdict == Verdict.Deployed, next.Text);
        await stage.IsSettled("two", next.Url, Ct);
    }
}
