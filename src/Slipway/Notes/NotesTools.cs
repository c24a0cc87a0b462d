using Slipway.GitHub;
using Slipway.Output;
using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Notes;

/// <summary>Puts the writer of notes together for a run with these variables.</summary>
internal static class NotesTools
{
    /// <param name="request">Where the sources are, and where runs keep their files.</param>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static async Task<NotesWriter> Of(
        ReleaseRequest request, Ledger ledger, IProcesses processes, Func<string, string?> variable, IOutput output, TimeProvider time, CancellationToken ct)
    {
        var git = new GitHistory(processes, request.Root);
        var repository = GitHubRepository.OfJob(variable) ?? (await git.Remote(ct) is { } remote ? GitHubRepository.OfRemote(remote) : null);
        var token = variable("GITHUB_TOKEN") is { Length: > 0 } given ? given : null;
        var calls = repository is null || token is null ? null : new OctokitCalls(repository.Api, $"{repository}", token, OctokitReleasePages.Patience, time, OctokitReleasePages.Limit);
        return new NotesWriter(
            ledger, calls is null ? [git] : [git, new OctokitHistory(calls)], repository, calls is null ? null : new OctokitReleasePages(calls),
            Path.Combine(request.Temporary, "release-notes.md"), output);
    }
}
