namespace Slipway.EndToEnd;

public sealed class FirstReleaseTests
{
    [Fact]
    public async Task A_first_release_that_never_comes_up_fails_and_names_what_remains()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var workspace = await Workspace.Create(ct);
        await workspace.BreakTheStart(ct);
        await workspace.Commit("Break the start", ct);

        var run = await workspace.Build(ct, "Deploy");

        Assert.True(run.ExitCode == 1, run.Output);
        Assert.Equal("Failed", (string?)run.Record!["verdict"]);
        Assert.Contains("no teapot in reach", run.Output, StringComparison.Ordinal);
        Assert.Contains("remains", run.Output, StringComparison.Ordinal);
    }
}
