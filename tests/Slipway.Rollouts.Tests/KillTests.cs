using Slipway.Processes;

namespace Slipway.Rollouts;

/// <summary>A deploy that is killed with SIGKILL, at any call that changes something: the next run finds its way, without a hand from anybody.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [InlineData(Strategies.Rolling)]
    [Trait("Category", "Long")]
    public async Task Killed_before_and_after_every_call_that_changes_something(string strategy)
    {
        await using var stage = await Begun(strategy);
        var calls = await CallsOfADeploy(stage, strategy);

        var version = 2;
        for (var call = 1; call <= calls.Count; call++)
        {
            foreach (var sent in new[] { false, true })
                await KillAndGoOn(stage, strategy, $"v{version++}", (mutation, isSent) => mutation.Number == call && isSent == sent, $"{(sent ? "after" : "before")} {call} {calls[call - 1]}");
        }
    }

    /// <summary>Two points of each strategy in every run of the tests; the seed is the day's, and is told.</summary>
    [Theory]
    [InlineData(Strategies.Rolling)]
    public async Task Killed_at_two_random_calls(string strategy) => await AtRandom(strategy, times: 2, seed: Environment.TickCount);

    private async Task AtRandom(string strategy, int times, int seed)
    {
        log.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var stage = await Begun(strategy);
        var calls = await CallsOfADeploy(stage, strategy);

        for (var version = 2; version < 2 + times; version++)
        {
            var (call, sent) = (random.Next(1, calls.Count + 1), random.Next(2) == 1);
            await KillAndGoOn(stage, strategy, $"v{version}", (mutation, isSent) => mutation.Number == call && isSent == sent, $"{(sent ? "after" : "before")} {call} {calls[call - 1]}");
        }
    }

    /// <summary>A stage with a first version on it.</summary>
    private static async Task<Stage> Begun(string strategy)
    {
        var stage = await Stage.Set(Ct, speed: 120);
        await stage.Commit(new ShopVersion("v0"), Ct);
        var first = await stage.Deploy(Strategies.Of(strategy), Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        return stage;
    }

    private static async Task<IReadOnlyList<string>> CallsOfADeploy(Stage stage, string strategy)
    {
        await stage.Commit(new ShopVersion("v1"), Ct);
        await using var wire = await Wire.To(stage.Aws, Ct);
        var deployed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, strategy)), onLine: null, Ct);
        Assert.True(deployed.ExitCode == 0, deployed.Output + deployed.Error);
        return wire.Mutations;
    }

    private async Task KillAndGoOn(Stage stage, string strategy, string version, Func<Wire.Mutation, bool, bool> when, string point)
    {
        await stage.Commit(new ShopVersion(version), Ct);
        await using var wire = await Wire.To(stage.Aws, Ct);
        var address = wire.Address.Authority;
        wire.Breaks = (mutation, sent) => when(mutation, sent) && Kill(address);
        var killed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, strategy)), onLine: null, Ct);

        var next = await stage.DeployWhenFree(Strategies.Of(strategy), Ct);

        log.WriteLine($"{strategy} killed {point}: exit {killed.ExitCode}, then {next.Verdict}");
        Assert.Equal(137, killed.ExitCode);
        Assert.True(next.Verdict == Verdict.Deployed, $"{point}\n{killed.Output}{killed.Error}\n---\n{next.Text}");
        await stage.IsSettled(version, next.Url, Ct);
    }

    private static bool Kill(string address) =>
        UnixProcess.Find(arguments => arguments.Any(argument => argument.Contains(address, StringComparison.Ordinal))).Single().Kill();
}
