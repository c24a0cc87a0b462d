using Slipway.Git;

namespace Slipway.Releases;

/// <summary>
/// Keeps an older commit from taking the place of a newer one by accident: two jobs that overtake each other, or a check-out that was not brought up to
/// date. Not for the rehearsal, where nobody else's release is in the way.
/// </summary>
internal sealed class StaleGuard(GitRepository git, Ledger ledger)
{
    private const int Reach = 100;

    /// <param name="commit">What is to be shipped.</param>
    /// <exception cref="DeployException">It is an ancestor of what runs (<see cref="Verdict.Refused"/>). Commits that git does not know are not judged.</exception>
    public async Task Demand(string commit, DeployEnvironment environment, CancellationToken ct)
    {
        if (environment.IsLocal || await ledger.Live(ct) is not { } id || await ledger.Find(id, ct) is not { } live)
            return;

        if (live.Commit != commit && await git.IsAncestor(commit, live.Commit, ct) == true)
            throw Older(commit, live, environment);
    }

    /// <summary>The same of a release that is promoted. Where git does not know the commits, the ledger of where it comes from tells which was made later.</summary>
    /// <param name="origin">The ledger that <paramref name="promoted"/> is in.</param>
    /// <exception cref="DeployException">It is older than what runs, or that cannot be told (<see cref="Verdict.Refused"/>).</exception>
    public async Task Demand(ReleaseManifest promoted, Ledger origin, DeployEnvironment environment, CancellationToken ct)
    {
        if (environment.IsLocal || await ledger.Live(ct) is not { } id || await ledger.Find(id, ct) is not { } live || live.Commit == promoted.Commit)
            return;

        var isOlder = await git.IsAncestor(promoted.Commit, live.Commit, ct) ?? await MadeEarlier(promoted, live, origin, ct);
        if (isOlder is null)
            throw Unknown(promoted.Commit, live, environment);

        if (isOlder.Value)
            throw Older(promoted.Commit, live, environment);
    }

    private static async Task<bool?> MadeEarlier(ReleaseManifest promoted, ReleaseManifest live, Ledger origin, CancellationToken ct)
    {
        var made = (await origin.Recent(Reach, ct)).LastOrDefault(release => release.Commit == live.Commit && release.Verdict == Verdict.Deployed);
        return made is null ? null : string.CompareOrdinal(promoted.Restores ?? promoted.Id, made.Id) < 0;
    }

    private static DeployException Unknown(string commit, ReleaseManifest live, DeployEnvironment environment) => new(
        $"""
         Whether commit {commit[..12]} is older than what {environment} runs cannot be told: this repository does not have both commits, and the ledger where it comes from does not know the other. Nothing was changed.
           live  {live.Id}, commit {live.Commit}
           this  commit {commit}
           try   git fetch --unshallow, or git fetch origin {live.Commit} {commit}; or --force
         """,
        Verdict.Refused);

    private static DeployException Older(string commit, ReleaseManifest live, DeployEnvironment environment) => new(
        $"""
         Commit {commit[..12]} is older than what {environment} runs: it comes before {live.Commit[..12]}. Nothing was changed.
           live  {live.Id}, commit {live.Commit}
           this  commit {commit}
           try   git pull; ./build.sh Rollback --environment {environment} to go back; or --force, which ships the older commit
         """,
        Verdict.Refused);
}
