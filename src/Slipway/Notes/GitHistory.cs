using System.Globalization;
using Slipway.Git;
using Slipway.Processes;

namespace Slipway.Notes;

/// <summary>The history of the repository around a folder, read through the <c>git</c> program.</summary>
internal sealed class GitHistory(IProcesses processes, string directory) : ICommitHistory
{
    // A shallow clone does not tell where its history was cut off: it knows no range at all.
    public async Task<CommitRange?> Between(string older, string newer, CancellationToken ct) =>
        (await Ask(GitCommands.IsShallow(directory), ct))?.Trim() == "false"
        && await Ask(GitCommands.Log(directory, older, newer, CommitRange.Most), ct) is { } log
        && await Ask(GitCommands.Count(directory, older, newer), ct) is { } count
            ? new CommitRange(Parse(log), int.Parse(count, CultureInfo.InvariantCulture))
            : null;

    /// <summary>The address that git fetches from; null: it fetches from nowhere.</summary>
    public async Task<string?> Remote(CancellationToken ct) => (await Ask(GitCommands.Remote(directory), ct))?.Trim();

    private static List<NotedCommit> Parse(string log) =>
        [.. log.Split('\0').Select(entry => entry.Trim('\n').Split('\n', 3)).Where(lines => lines.Length == 3).Select(lines => new NotedCommit(lines[0], lines[2], lines[1]))];

    /// <summary>What git answers; null: it does not know.</summary>
    private async Task<string?> Ask(Command command, CancellationToken ct)
    {
        var result = await processes.Run(command, onLine: null, ct);
        return result.ExitCode == 0 ? result.Output : null;
    }
}
