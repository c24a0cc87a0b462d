using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>A run that is killed, and the run that ends what it left, where its commit is not to be had.</summary>
public sealed class ResumeElsewhereTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Every => [.. Strategies.All];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task What_a_killed_run_left_is_taken_back_where_another_commit_is_checked_out(string strategy)
    {
        await using var stage = await Stage.Set(Ct);
        var shop = await KilledRun.InFlight(stage, strategy, Ct);
        await stage.Commit(new ShopVersion("three"), Ct);

        var attached = await stage.Attach(Strategies.Unvisited(strategy), Ct, LockWait.Wait);
        var resumed = await stage.Resume(Strategies.Unvisited(strategy), Ct);

        Assert.True(attached.Verdict == Verdict.Refused, attached.Text);
        Assert.Contains("git checkout", attached.Text, StringComparison.Ordinal);
        Assert.True(resumed.Verdict == Verdict.RolledBack, resumed.Text);
        Assert.Contains("is taken back: commit", resumed.Text, StringComparison.Ordinal);
        Assert.Equal([Verdict.RolledBack, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.SettlesOn("one", shop, Ct);
        await stage.IsSettled("one", shop, Ct);
        await stage.TellNoDrift(Strategies.Unvisited(strategy), Ct);
    }
}
