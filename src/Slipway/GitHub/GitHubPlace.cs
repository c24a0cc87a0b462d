using Slipway.Notes;
using Slipway.Processes;

namespace Slipway.GitHub;

/// <summary>Where the sources are at GitHub, and what may be asked there.</summary>
/// <param name="Repository">Null: not at GitHub, as far as can be told.</param>
/// <param name="Token">Null: nothing can be asked.</param>
internal sealed record GitHubPlace(GitHubRepository? Repository, string? Token)
{
    /// <summary>That of the job that this is, or else of what git fetches from.</summary>
    /// <param name="servers">Enterprise Servers that the definitions name.</param>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static async Task<GitHubPlace> Of(string root, IEnumerable<Uri> servers, IProcesses processes, Func<string, string?> variable, CancellationToken ct)
    {
        var repository = GitHubRepository.OfJob(variable)
            ?? (await new GitHistory(processes, root).Remote(ct) is { } remote ? GitHubRepository.OfRemote(remote, servers) : null);
        return new GitHubPlace(repository, variable("GITHUB_TOKEN") is { Length: > 0 } token ? token : null);
    }

    /// <summary>The way to ask; null: there is none.</summary>
    /// <param name="limit">How long an answer may take; null: as a release would wait.</param>
    public OctokitCalls? Calls(TimeSpan patience, TimeProvider time, TimeSpan? limit = null) =>
        Repository is null || Token is null ? null : new OctokitCalls(Repository.Api, $"{Repository}", Token, patience, time, limit);

    /// <summary>What to say where there is no way to ask.</summary>
    /// <param name="what">Completes "so that ...".</param>
    /// <param name="permissions">As a workflow writes them.</param>
    public DeployException Missing(string what, string permissions) => new(
        Repository is null
            ? $"""
               The sources are at no GitHub that can be told, so that {what}: neither GITHUB_REPOSITORY nor git's remote origin names one. Nothing was changed.
                 try  git remote -v, from a clone of the repository; an Enterprise Server has to be named in a definition (Approval.GitHubServer)
               """
            : $"""
               There is no GITHUB_TOKEN, so that {what} at {Repository}. Nothing was changed.
                 try  in a job: env: GITHUB_TOKEN, and permissions: {permissions}; elsewhere: GITHUB_TOKEN=$(gh auth token)
               """,
        Verdict.Refused);

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}";
}
