namespace Slipway.Rollouts;

/// <summary>Every rollout, and everything that can become of it: the verdict, who serves afterwards, and with which weights.</summary>
public sealed class ScenarioTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [InlineData(Strategies.Rolling)]
    public async Task A_healthy_version_is_deployed_and_nobody_notices(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        await stage.Commit(new ShopVersion("one"), Ct);
        var first = await stage.Deploy(Strategies.Of(strategy), Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);

        await stage.Commit(new ShopVersion("two"), Ct);
        await using var visitors = stage.Visit(first.Url);
        var second = await stage.Deploy(Strategies.Of(strategy), Ct);
        await visitors.Stop();

        Assert.True(second.Verdict == Verdict.Deployed, second.Text);
        Assert.Equal(new Dictionary<string, int> { ["two"] = 100 }, await stage.Answering(first.Url, Ct));
        Assert.Empty(visitors.Failed);
    }

    [Theory]
    [InlineData(Strategies.Rolling)]
    public async Task A_version_that_never_starts_is_taken_back_with_the_reason(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        await stage.Commit(new ShopVersion("one"), Ct);
        var first = await stage.Deploy(Strategies.Of(strategy), Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);

        await stage.Commit(new ShopVersion("two") { NeverStarts = true }, Ct);
        await using var visitors = stage.Visit(first.Url);
        var second = await stage.Deploy(Strategies.Of(strategy), Ct);
        await visitors.Stop();

        Assert.True(second.Verdict == Verdict.RolledBack, second.Text);
        Assert.Contains("no teapot in reach", second.Text, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, int> { ["one"] = 100 }, await stage.Answering(first.Url, Ct));
        Assert.Empty(visitors.Failed);
    }
}
