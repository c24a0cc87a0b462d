using System.Text.RegularExpressions;
using Slipway.Git;
using Slipway.Processes;

namespace Slipway.Pipelines.Simulation;

/// <summary>What a run has to know of the repository that lies on this machine.</summary>
/// <param name="Name"><c>owner/name</c> at GitHub; <c>local/folder</c> where its remote says nothing of it.</param>
/// <param name="Sha">The commit that is checked out.</param>
/// <param name="Base">Where it left the default branch, or the commit before it where that is the newest of the default branch; null: there is none.</param>
/// <param name="Uncommitted">How many files differ from the commit.</param>
internal sealed partial record RepositoryFacts(string Root, string Name, string Sha, string? Base, int Uncommitted)
{
    /// <exception cref="DeployException">There is no repository, or no commit in it (<see cref="Verdict.Usage"/>).</exception>
    public static async Task<RepositoryFacts> Read(string root, string defaultBranch, IProcesses processes, CancellationToken ct)
    {
        var tree = await new GitRepository(processes, root).WorkTree(ct);
        var sha = tree.Commit ?? throw new DeployException("There is no commit that a workflow could run for. Nothing ran.\n  try  git commit", Verdict.Usage);
        var origin = await Ask("remote", "get-url", "origin");
        return new RepositoryFacts(
            tree.Root,
            NameIn(origin ?? "") ?? $"local/{Path.GetFileName(tree.Root.TrimEnd('/'))}",
            sha,
            await Base(),
            tree.Changed.Count);

        async Task<string?> Base() =>
            (await Ask("merge-base", "HEAD", $"refs/remotes/origin/{defaultBranch}") ?? await Ask("merge-base", "HEAD", $"refs/heads/{defaultBranch}")) is { } left && left != sha
                ? left
                : await Ask("rev-parse", "--verify", "--quiet", "HEAD~1");

        async Task<string?> Ask(params IReadOnlyList<string> arguments)
        {
            var answer = await processes.Run(new Command("git", arguments) { Directory = root }, onLine: null, ct);
            return answer.ExitCode == 0 && answer.Output.Trim() is { Length: > 0 } text ? text : null;
        }
    }

    /// <summary>Null: an address that names no repository of anybody.</summary>
    internal static string? NameIn(string remote) =>
        Remote().Match(remote) is { Success: true } match ? $"{match.Groups["owner"].Value}/{match.Groups["name"].Value}" : null;

    // https://host/owner/name.git, git@host:owner/name.git and ssh://git@host/owner/name
    [GeneratedRegex(@"^(https?://|ssh://|[^/@:]+@)[^/:]+(:[0-9]+)?[/:](?<owner>[A-Za-z0-9_-]+)/(?<name>[A-Za-z0-9._-]+?)(\.git)?/?$")]
    private static partial Regex Remote();
}
