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

    private static Command Git(string directory, params IReadOnlyList<string> arguments) =>
        new("git", arguments)
        {
            Directory = directory,
            // Reading must not take the index lock: another git command of the user may run at the same time.
            Environment = new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C" },
        };
}
