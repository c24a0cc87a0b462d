using Slipway.Releases;
using Slipway.Rollouts;
using Tests.Shared;

namespace Slipway.Publishing;

/// <summary>A deploy is killed with SIGKILL while people read: they notice nothing, and the next run finds its way without a hand from anybody.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Killed_at_random() => AtRandom(times: 4);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_two_hundred_times_at_random() => AtRandom(times: 200);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Killed_before_and_after_every_call_that_changes_something()
    {
        await using var scene = await Scene.Set(log);
        for (var call = 1; call <= scene.Calls.Count; call++)
        {
            foreach (var sent in new[] { false, true })
                await scene.KillAtCall(call, sent, isNewer: call % 2 == 0);
        }

        await scene.End();
    }

    private async Task AtRandom(int times)
    {
        log.WriteLine($"seed {Seed.Value}");
        var random = new Random(Seed.Value);
        await using var scene = await Scene.Set(log);
        for (var time = 0; time < times; time++)
        {
            // Most at a call that changes something, some at any moment; what comes next is the same build or a newer one.
            if (time % 4 == 3)
                await scene.KillAfter(scene.Took * random.NextDouble(), isNewer: random.Next(2) == 1);
            else
                await scene.KillAtCall(random.Next(1, scene.Calls.Count + 1), sent: random.Next(2) == 1, isNewer: random.Next(2) == 1);
        }

        await scene.End();
    }

    /// <summary>A stage with a release on it and people who read.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private readonly SiteStage _stage;
        private readonly Readers _readers;
        private readonly ITestOutputHelper _log;
        private int _build = 1;

        private Scene(SiteStage stage, ITestOutputHelper log)
        {
            (_stage, _log) = (stage, log);
            _readers = new Readers(stage.Address, () => stage.Released, count: 2);
        }

        /// <summary>The calls of a deploy that change something.</summary>
        public IReadOnlyList<string> Calls { get; private set; } = [];

        /// <summary>How long a deploy takes that nobody kills.</summary>
        public TimeSpan Took { get; private set; }

        public static async Task<Scene> Set(ITestOutputHelper log)
        {
            var scene = new Scene(await SiteStage.With(build: 0, Ct), log);
            await using var wire = await Wire.To(scene._stage.Aws, Ct);
            await scene._stage.Build(scene._build, Ct);
            var began = TimeProvider.System.GetTimestamp();
            var whole = await scene._stage.DeployApart(Ct, wire.Address);
            Assert.True(whole.ExitCode == 0, whole.Output + whole.Error);
            (scene.Calls, scene.Took) = (wire.Mutations, TimeProvider.System.GetElapsedTime(began));
            return scene;
        }

        public Task KillAtCall(int call, bool sent, bool isNewer) => KillAndGoOn(
            $"{(sent ? "after" : "before")} call {call}, {Calls[call - 1]}", isNewer,
            wire => wire.Breaks = (mutation, isSent) => mutation.Number == call && isSent == sent && DeployProcess.Kill(wire.Address));

        public Task KillAfter(TimeSpan time, bool isNewer) => KillAndGoOn(
            $"after {time.TotalMilliseconds:0} ms", isNewer,
            wire => _ = Task.Delay(time, Ct).ContinueWith(_ => DeployProcess.Kill(wire.Address), Ct, TaskContinuationOptions.None, TaskScheduler.Default));

        /// <summary>Nobody noticed anything.</summary>
        public async Task End()
        {
            await _readers.Stop();
            _log.WriteLine($"{_readers.Builds.Count} builds seen, {_readers.OldTabs} old tabs gone on with");
            Assert.Empty(_readers.Wrong);
            Assert.NotEqual(0, _readers.OldTabs);
        }

        public async ValueTask DisposeAsync()
        {
            await _readers.DisposeAsync();
            await _stage.DisposeAsync();
        }

        private async Task KillAndGoOn(string point, bool isNewer, Action<Wire> arrange)
        {
            await _stage.Build(++_build, Ct);
            await using var wire = await Wire.To(_stage.Aws, Ct);
            arrange(wire);
            var killed = await _stage.DeployApart(Ct, wire.Address);
            if (isNewer)
                await _stage.Build(++_build, Ct);

            var next = await _stage.Deploy(Ct, LockWait.Wait);

            _log.WriteLine($"killed {point}: exit {killed.ExitCode}, then {next.Verdict} with {(isNewer ? "a newer" : "the same")} build");
            // One that is killed at a moment may have ended just before, and one build has a call more than another.
            Assert.True(killed.ExitCode is 137 or 0, $"{point}\n{killed.Output}{killed.Error}");
            Assert.True(next.Verdict == Verdict.Deployed, $"{point}\n{killed.Output}{killed.Error}\n---\n{next.Text}");
            Assert.True(_readers.Wrong.Count == 0, $"{point}\n{string.Join('\n', _readers.Wrong)}\n{killed.Output}\n---\n{next.Text}");
            await _stage.IsExactly(_build, Ct);
        }
    }
}
