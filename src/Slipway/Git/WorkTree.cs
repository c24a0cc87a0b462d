namespace Slipway.Git;

/// <summary>What is checked out: a commit, and the files that differ from it.</summary>
/// <param name="Root">Top level of the repository.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits (64 in SHA-256 repositories); null: nothing was committed yet.</param>
/// <param name="Changed">Changed, deleted and untracked files and changed submodules, relative to <paramref name="Root"/>, in ordinal order.</param>
internal sealed record WorkTree(string Root, string? Commit, IReadOnlyList<string> Changed)
{
    /// <summary>
    /// Reads the answers of <see cref="GitCommands.TopLevel"/> and <see cref="GitCommands.Status"/>. The format is git-status's
    /// "Porcelain Format Version 2" with <c>-z</c>: entries end in NUL, paths are not quoted.
    /// </summary>
    public static WorkTree Parse(string topLevel, string status)
    {
        string? commit = null;
        List<string> changed = [];
        foreach (var entry in status.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (entry[0])
            {
                case '#' when entry.StartsWith("# branch.oid ", StringComparison.Ordinal):
                    commit = entry["# branch.oid ".Length..] is var oid && oid.StartsWith('(') ? null : oid;
                    break;
                case '1':
                    changed.Add(AfterFields(entry, 8));
                    break;
                case 'u':
                    changed.Add(AfterFields(entry, 10));
                    break;
                case '?':
                    changed.Add(AfterFields(entry, 1));
                    break;
            }
        }

        changed.Sort(StringComparer.Ordinal);
        return new WorkTree(topLevel.TrimEnd('\n'), commit, changed);
    }

    private static string AfterFields(string entry, int fields) => entry.Split(' ', fields + 1)[fields];
}
