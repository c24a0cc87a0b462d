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
        var place = await GitHubPlace.Of(request.Root, [request.Environment.Approval.GitHubServer], processes, variable, ct);
        var calls = place.Calls(OctokitReleasePages.Patience, time, OctokitReleasePages.Limit);
        var git = new GitHistory(processes, request.Root);
        return new NotesWriter(
            ledger, calls is null ? [git] : [git, new OctokitHistory(calls)], place, calls is null ? null : new OctokitReleasePages(calls),
            Path.Combine(request.Temporary, "release-notes.md"), output);
    }
}
