using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Processes;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>With real git.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StaleGuardTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly SystemProcesses Processes = new(TimeProvider.System);
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new();
    private readonly MemoryBucket _bucket;

    public StaleGuardTests() => _bucket = new MemoryBucket(_time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_commit_that_is_an_ancestor_of_what_runs_is_refused_with_both()
    {
        var (older, newer) = await TwoCommits();
        await Runs(newer);

        var error = await Assert.ThrowsAsync<DeployException>(() => Guard(_folder.Path).Demand(older, Prod, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith($"Commit {older[..12]} is older than what prod runs: it comes before {newer[..12]}. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_a_newer_and_a_commit_of_another_branch_pass()
    {
        var (older, newer) = await TwoCommits();
        await Git("checkout", "--quiet", "--orphan", "other");
        var other = await Commit("Other");
        await Runs(newer);
        await Guard(_folder.Path).Demand(newer, Prod, Ct);
        await Guard(_folder.Path).Demand(other, Prod, Ct);

        await Runs(older);
        await Guard(_folder.Path).Demand(newer, Prod, Ct);
    }

    [Fact]
    public async Task The_rehearsal_an_empty_ledger_and_commits_that_git_does_not_know_are_not_judged()
    {
        var (older, newer) = await TwoCommits();
        await Guard(_folder.Path).Demand(older, Prod, Ct);

        await Runs(new string('a', 40));
        await Guard(_folder.Path).Demand(older, Prod, Ct);

        await Runs(newer);
        await Guard(_folder.Path).Demand(older, DeployEnvironment.Local, Ct);
    }

    [Fact]
    public async Task Of_a_shallow_clone_only_what_it_proves_is_known()
    {
        var (older, newer) = await TwoCommits();
        await Run("git", "clone", "--quiet", "--depth", "1", $"file://{_folder.Path}", Path.Combine(_folder.Path, "shallow"));
        var shallow = new GitRepository(Processes, Path.Combine(_folder.Path, "shallow"));

        Assert.True(await shallow.IsAncestor(newer, newer, Ct));
        Assert.Null(await shallow.IsAncestor(older, newer, Ct));
        Assert.False(await new GitRepository(Processes, _folder.Path).IsAncestor(newer, older, Ct));
    }

    [Fact]
    public async Task Of_a_promoted_release_git_decides_where_it_knows_both()
    {
        var (older, newer) = await TwoCommits();
        await Runs(newer);

        var error = await Assert.ThrowsAsync<DeployException>(() => Promote(Made("r9", older)));
        Assert.Contains($"it comes before {newer[..12]}", error.Message, StringComparison.Ordinal);

        await Runs(older);
        await Promote(Made("r1", newer));
    }

    [Theory]
    [InlineData("r1", null, true)]
    [InlineData("r3", null, false)]
    // It went back to r1, so that it is as old as that.
    [InlineData("r3", "r1", true)]
    public async Task Where_git_does_not_know_them_the_ledger_of_where_they_were_made_decides(string id, string? restores, bool isOlder)
    {
        await TwoCommits();
        await Runs(new string('b', 40));

        var failure = await Record.ExceptionAsync(() => Promote(Made(id, new string('a', 40)) with { Restores = restores }, Made("r2", new string('b', 40))));

        Assert.Equal(isOlder, failure is DeployException { Verdict: Verdict.Refused });
    }

    [Fact]
    public async Task What_nobody_knows_is_refused_with_how_to_fetch_it()
    {
        await TwoCommits();
        await Runs(new string('b', 40));

        var error = await Assert.ThrowsAsync<DeployException>(() => Promote(Made("r1", new string('a', 40))));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("cannot be told", error.Message, StringComparison.Ordinal);
        Assert.Contains($"git fetch origin {new string('b', 40)} {new string('a', 40)}", error.Message, StringComparison.Ordinal);
    }

    /// <param name="made">Releases of where the promoted one comes from.</param>
    private async Task Promote(ReleaseManifest promoted, params IReadOnlyList<ReleaseManifest> made)
    {
        var origin = new Ledger(new MemoryBucket(_time), _time);
        foreach (var release in made)
            await origin.End(await origin.Begin(release, Ct), release, Ct);

        await Guard(_folder.Path).Demand(promoted, origin, Prod, Ct);
    }

    private static ReleaseManifest Made(string id, string commit) => new(id, "shop", "dev", commit, "ann") { Verdict = Verdict.Deployed };

    private StaleGuard Guard(string folder) => new(new GitRepository(Processes, folder), new Ledger(_bucket, _time));

    private async Task Runs(string commit)
    {
        var ledger = new Ledger(_bucket, _time);
        var open = await ledger.Begin(new ReleaseManifest($"r-{commit}", "shop", "prod", commit, "ann"), Ct);
        await ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct);
    }

    private async Task<(string Older, string Newer)> TwoCommits()
    {
        await Git("init", "--quiet");
        return (await Commit("One"), await Commit("Two"));
    }

    private async Task<string> Commit(string message)
    {
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", message);
        return (await new GitRepository(Processes, _folder.Path).WorkTree(Ct)).Commit!;
    }

    private Task Git(params string[] arguments) => Run("git", arguments);

    private async Task Run(string program, params string[] arguments)
    {
        var result = await Processes.Run(new Command(program, arguments) { Directory = _folder.Path }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
