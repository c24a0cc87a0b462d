using Slipway.Aws;
using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>Runs that are killed, and the run that ends what they left.</summary>
public sealed class ResumeTests
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task What_a_killed_run_left_is_finished_where_its_commit_is_checked_out(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var shop = await KilledRun.InFlight(stage, strategy, Ct);

        var resumed = await stage.Resume(Strategies.Unvisited(strategy), Ct);

        Assert.True(resumed.Verdict == Verdict.Deployed, resumed.Text);
        Assert.Contains("is finished: its commit is checked out", resumed.Text, StringComparison.Ordinal);
        Assert.Equal([(resumed.Record.Release, Verdict.Deployed), (null, Verdict.Deployed)], (await stage.Ledger(Ct)).Select((release, at) => (at == 0 ? release.Id : null, release.Verdict)));
        await stage.IsSettled("two", shop, Ct);
    }

    [Fact]
    public async Task A_lock_without_a_release_is_taken_away_and_then_there_is_nothing_to_do_and_nothing_is_changed()
    {
        await using var stage = await Stage.Set(Ct);
        var rollout = Strategies.Unvisited(Strategies.Rolling);
        await stage.Commit(new ShopVersion("one"), Ct);
        await stage.Deploy(rollout, Ct);
        await stage.Commit(new ShopVersion("two"), Ct);
        await using var wire = await Wire.To(stage.Aws, Ct);
        wire.Breaks = (mutation, sent) => sent && mutation.Name.Contains("lock.json", StringComparison.Ordinal) && KilledRun.Kill(wire);
        await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, Strategies.Rolling)), onLine: null, Ct);

        var first = await stage.Resume(rollout, Ct);
        var second = await stage.Resume(rollout, Ct);

        Assert.Equal((Verdict.Deployed, Verdict.Deployed), (first.Verdict, second.Verdict));
        Assert.Contains("The deploy lock that was found is free now; nothing else was changed.", first.Text, StringComparison.Ordinal);
        Assert.Equal("No release of shop in local is left to be finished. Nothing was changed.", second.Text);
        Assert.DoesNotContain(second.Record.ApiCalls.Keys, AwsCalls.IsMutating);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_run_lives_another_is_refused_and_changes_nothing(bool attach)
    {
        await using var stage = await Stage.Set(Ct);
        var rollout = Strategies.Unvisited(Strategies.BlueGreen);
        await stage.Commit(new ShopVersion("one"), Ct);
        await stage.Deploy(rollout, Ct);
        await stage.Commit(new ShopVersion("two"), Ct);
        var told = new Told();
        var living = stage.Run(Shop.With(rollout), (release, token) => release.Deploy(token), Ct, output: told);
        await told.Says(said => said is Services.RolloutMoved).WaitAsync(Ct);

        var second = attach ? await stage.Attach(rollout, Ct) : await stage.Resume(rollout, Ct, LockWait.Refuse);

        Assert.True(second.Verdict == Verdict.Refused, second.Text);
        Assert.Contains("Another run holds the deploy lock", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Record.ApiCalls.Keys, AwsCalls.IsMutating);
        var first = await living;
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
    }
}
