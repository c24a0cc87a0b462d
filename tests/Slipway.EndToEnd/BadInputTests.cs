namespace Slipway.EndToEnd;

/// <summary>Bad input gets an error that says what is valid, and nothing is changed: no cloud is started, no file is written.</summary>
public sealed class BadInputTests(BadInputTests.Bench bench) : IClassFixture<BadInputTests.Bench>
{
    [Theory]
    [InlineData("There is no environment \"staging\"", "local, dev", "Deploy", "--environment", "staging")]
    [InlineData("There is no parameter --enviroment", "--environment", "Deploy", "--enviroment", "dev")]
    [InlineData("There is no target 'Deplyo'", "Deploy", "Deplyo")]
    [InlineData("--speed does not take 'fast'", "number", "Deploy", "--speed", "fast")]
    public async Task What_is_wrong_and_what_is_valid_is_said_and_the_exit_code_is_2(string wrong, string valid, params string[] arguments)
    {
        var run = await bench.Workspace.Build(TestContext.Current.CancellationToken, arguments);

        Assert.True(run.ExitCode == 2, run.Output);
        Assert.Contains(wrong, run.Output, StringComparison.Ordinal);
        Assert.Contains(valid, run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bench.Workspace.Root, ".nuke", "temp", "rehearsal", "cloud.log")));
    }

    [Fact]
    public async Task A_missing_Dockerfile_is_named_before_anything_is_started()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var workspace = await Workspace.Create(ct);
        File.Delete(Path.Combine(workspace.Root, "samples", "chat", "server", "Dockerfile"));

        var run = await workspace.Build(ct, "Deploy");

        Assert.True(run.ExitCode == 2, run.Output);
        Assert.Contains("\"samples/chat/server/Dockerfile\" does not exist", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(workspace.Root, ".nuke", "temp", "rehearsal", "cloud.log")));
    }

    public sealed class Bench : IAsyncLifetime
    {
        public Workspace Workspace { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Workspace = await Workspace.Create(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Workspace.DisposeAsync();
    }
}
