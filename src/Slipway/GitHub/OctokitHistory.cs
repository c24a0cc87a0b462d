using Slipway.Notes;

namespace Slipway.GitHub;

/// <summary>The history as GitHub has it, for clones that do not reach as far back.</summary>
internal sealed class OctokitHistory(OctokitCalls calls) : ICommitHistory
{
    // "commits": the newest 250 at most, oldest first. https://docs.github.com/rest/commits/commits#compare-two-commits
    public async Task<CommitRange?> Between(string older, string newer, CancellationToken ct) =>
        await calls.Find(GitHubCall.Compare, client => client.Repository.Commit.Compare(calls.Owner, calls.Name, older, newer), ct) is { } found
            ? new CommitRange(
                [.. found.Commits.Reverse().Select(commit => new NotedCommit(commit.Sha ?? "", (commit.Commit?.Message ?? "").Split('\n')[0].Trim(), commit.Commit?.Author?.Name ?? ""))],
                found.TotalCommits)
            : null;
}
