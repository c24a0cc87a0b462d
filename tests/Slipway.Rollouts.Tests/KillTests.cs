using Slipway.Processes;
using Tests.Shared;

namespace Slipway.Rollouts;

/// <summary>A deploy that is killed with SIGKILL, at any call that changes something: the next run finds its way, without a hand from anybody.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_before_and_after_every_call_that_changes_something() => OfEach(BeforeAndAfterEveryCall);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_two_hundred_times_at_random() => OfEach(strategy => AtRandom(strategy, times: 34, RandomOf(strategy)));

    /// <summary>Some points of each strategy in every run of the tests.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public Task Killed_at_random(string strategy) => AtRandom(strategy, times: 2, RandomOf(strategy));

    /// <summary>Four strategies at a time: most of a deploy is waiting.</summary>
    private static Task OfEach(Func<string, Task> test) => Parallel.ForEachAsync(
        Strategies.All, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (strategy, _) => await test(strategy));

    private async Task BeforeAndAfterEveryCall(string strategy)
    {
        await using var stage = await Begun(strategy);
        var (calls, _) = await CallsOfADeploy(stage, strategy);

        var version = 2;
        for (var call = 1; call <= calls.Count; call++)
        {
            foreach (var sent in new[] { false, true })
                await KillAtCall(stage, strategy, $"v{version++}", calls, call, sent);
        }
    }

    private static Random RandomOf(string strategy) => new(Seed.Value + Strategies.All.ToList().IndexOf(strategy));

    /// <summary>Half of them at a call that changes something, half at any moment.</summary>
    private async Task AtRandom(string strategy, int times, Random random)
    {
        log.WriteLine($"{strategy}: seed {Seed.Value}");
        await using var stage = await Begun(strategy);
        var (calls, took) = await CallsOfADeploy(stage, strategy);

        for (var version = 2; version < 2 + times; version++)
        {
            if (version % 2 == 0)
                await KillAtCall(stage, strategy, $"v{version}", calls, random.Next(1, calls.Count + 1), sent: random.Next(2) == 1);
            else
                await KillAfter(stage, strategy, $"v{version}", took * random.NextDouble());
        }
    }

    /// <summary>A stage with a first version on it.</summary>
    private static async Task<Stage> Begun(string strategy)
    {
        var stage = await Stage.Set(Ct, speed: 120);
        await stage.Commit(new ShopVersion("v0"), Ct);
        var first = await stage.Deploy(Strategies.Unvisited(strategy), Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        return stage;
    }

    private static async Task<(IReadOnlyList<string> Calls, TimeSpan Took)> CallsOfADeploy(Stage stage, string strategy)
    {
        await stage.Commit(new ShopVersion("v1"), Ct);
        await using var wire = await Wire.To(stage.Aws, Ct);
        var began = TimeProvider.System.GetTimestamp();
        var deployed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, strategy)), onLine: null, Ct);
        Assert.True(deployed.ExitCode == 0, deployed.Output + deployed.Error);
        return (wire.Mutations, TimeProvider.System.GetElapsedTime(began));
    }

    private Task KillAtCall(Stage stage, string strategy, string version, IReadOnlyList<string> calls, int call, bool sent) => KillAndGoOn(
        stage, strategy, version, $"{(sent ? "after" : "before")} call {call}, {calls[call - 1]}",
        wire => wire.Breaks = (mutation, isSent) => mutation.Number == call && isSent == sent && KilledRun.Kill(wire));

    private Task KillAfter(Stage stage, string strategy, string version, TimeSpan time) => KillAndGoOn(
        stage, strategy, version, $"after {time.TotalMilliseconds:0} ms",
        wire => _ = Task.Delay(time, Ct).ContinueWith(_ => KilledRun.Kill(wire), Ct, TaskContinuationOptions.None, TaskScheduler.Default));

    private async Task KillAndGoOn(Stage stage, string strategy, string version, string point, Action<Wire> arrange)
    {
        await stage.Commit(new ShopVersion(version), Ct);
        await using var wire = await Wire.To(stage.Aws, Ct);
        arrange(wire);
        var killed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, strategy)), onLine: null, Ct);

        var next = await stage.DeployWhenFree(Strategies.Unvisited(strategy), Ct);

        log.WriteLine($"{strategy}, killed {point}: exit {killed.ExitCode}, then {next.Verdict}");
        // One that is killed at a moment may have ended just before.
        Assert.True(killed.ExitCode == 137 || !point.Contains("call", StringComparison.Ordinal), killed.Output + killed.Error);
        Assert.True(next.Verdict == Verdict.Deployed, $"{point}\n{killed.Output}{killed.Error}\n---\n{next.Text}");
        await stage.IsSettled(version, next.Url, Ct);
    }
}
