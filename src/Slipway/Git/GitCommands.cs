using Slipway.Processes;

namespace Slipway.Git;

/// <summary>The <c>git</c> command lines that Slipway runs.</summary>
internal static class GitCommands
{
    public static Command TopLevel(string directory) => Git(directory, "rev-parse", "--show-toplevel");

    /// <summary>The commit and every file that differs from it; paths are relative to the top level, whatever the directory.</summary>
    public static Command Status(string directory) =>
        Git(directory, "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=none");

    /// <summary>The files under <paramref name="paths"/> that git tracks, and those it would track: ignored ones are left out.</summary>
    public static Command Files(string directory, IEnumerable<string> paths) =>
        Git(directory, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", .. paths]);

    /// <summary>The files under <paramref name="path"/> that git tracks.</summary>
    public static Command Tracked(string directory, string path) => Git(directory, "ls-files", "-z", "--cached", "--", path);

    /// <summary>Ends with 0 when <paramref name="older"/> is <paramref name="newer"/> or an ancestor of it, with 1 when not, and with 128 when it does not know one of them.</summary>
    public static Command IsAncestor(string directory, string older, string newer) => Git(directory, "merge-base", "--is-ancestor", older, newer);

    /// <summary>The files under <paramref name="directory"/>, relative to it, that differ between a commit and the work tree.</summary>
    public static Command ChangedSince(string directory, string commit) => Git(directory, "diff", "--name-only", "--relative", "--no-renames", "-z", "--end-of-options", commit, "--");

    /// <summary>Prints whether older commits were left out when the repository was cloned.</summary>
    public static Command IsShallow(string directory) => Git(directory, "rev-parse", "--is-shallow-repository");

    /// <summary>Commit, author and subject on a line each, of the commits that <paramref name="newer"/> has and <paramref name="older"/> has not, newest first; each ends in NUL.</summary>
    public static Command Log(string directory, string older, string newer, int most) =>
        Git(directory, "log", "-z", "--format=tformat:%H%n%an%n%s", $"--max-count={most}", "--end-of-options", $"{older}..{newer}", "--");

    /// <summary>Prints how many commits <paramref name="newer"/> has and <paramref name="older"/> has not.</summary>
    public static Command Count(string directory, string older, string newer) => Git(directory, "rev-list", "--count", "--end-of-options", $"{older}..{newer}", "--");

    /// <summary>Prints the address that is fetched from; ends with another code than 0 where there is none.</summary>
    public static Command Remote(string directory) => Git(directory, "remote", "get-url", "origin");

    private static Command Git(string directory, params IReadOnlyList<string> arguments) =>
        new("git", arguments)
        {
            Directory = directory,
            // Reading must not take the index lock: another git command of the user may run at the same time.
            Environment = new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C" },
        };
}
