using Slipway.Git;

namespace Slipway.Releases;

/// <summary>
/// Keeps an older commit from taking the place of a newer one by accident: two jobs that overtake each other, or a check-out that was not brought up to
/// date. Not for the rehearsal, where nobody else's release is in the way.
/// </summary>
internal sealed class StaleGuard(GitRepository git, Ledger ledger)
{
    /// <param name="commit">What is to be shipped.</param>
    /// <exception cref="DeployException">It is an ancestor of what runs (<see cref="Verdict.Refused"/>). Commits that git does not know are not judged.</exception>
    public async Task Demand(string commit, DeployEnvironment environment, CancellationToken ct)
    {
        if (environment.IsLocal || await ledger.Live(ct) is not { } id || await ledger.Find(id, ct) is not { } live)
            return;

        if (live.Commit != commit && await git.IsAncestor(commit, live.Commit, ct) == true)
            throw Older(commit, live, environment);
    }

    private static DeployException Older(string commit, ReleaseManifest live, DeployEnvironment environment) => new(
        $"""
         Commit {commit[..12]} is older than what {environment} runs: it is an ancestor of {live.Commit[..12]}. Nothing was changed.
           live  {live.Id}, commit {live.Commit}
           this  commit {commit}
           try   git pull; ./build.sh Rollback --environment {environment} to go back; or --force, which ships the older commit
         """,
        Verdict.Refused);
}
