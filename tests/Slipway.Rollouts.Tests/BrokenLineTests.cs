namespace Slipway.Rollouts;

/// <summary>The line to AWS breaks while a version is deployed, for a moment.</summary>
public sealed class BrokenLineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_line_that_comes_back_in_time_changes_nothing(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var ending = await BrokenLine.Play(stage, strategy, back: TimeSpan.FromSeconds(1), Ct);

        ending.Is(Verdict.Deployed, "two");
        Assert.Empty(ending.Failed);
    }
}
