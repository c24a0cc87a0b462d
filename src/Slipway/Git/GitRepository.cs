using System.Security.Cryptography;
using System.Text;
using Slipway.Images;
using Slipway.Processes;

namespace Slipway.Git;

/// <summary>The git repository around a folder, read through the <c>git</c> program. Shallow clones and submodules are fine.</summary>
internal sealed class GitRepository(IProcesses processes, string directory)
{
    /// <exception cref="DeployException">Not a git repository, or git is missing.</exception>
    public async Task<WorkTree> WorkTree(CancellationToken ct) => await WorkTree(directory, ct);

    /// <summary>A hash of everything that differs from the commit: the same changes give the same hash.</summary>
    public async Task<string> HashOfChanges(WorkTree tree, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in tree.Changed)
        {
            var full = Path.Combine(tree.Root, path);
            // A directory is a submodule; what changed in it is its own commit and its own changes.
            var content = Directory.Exists(full) && new DirectoryInfo(full).LinkTarget is null
                ? await HashOfSubmodule(full, ct)
                : FileHash.Of(full);
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{content}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files under <paramref name="paths"/> that git does not ignore, relative to the directory, those of submodules included.</summary>
    public async Task<IReadOnlyList<string>> Files(IReadOnlyList<string> paths, CancellationToken ct)
    {
        List<string> files = [];
        foreach (var file in Split(await Run(GitCommands.Files(directory, paths), ct)))
        {
            var full = Path.Combine(directory, file);
            if (Directory.Exists(full) && new DirectoryInfo(full).LinkTarget is null)
                files.AddRange((await new GitRepository(processes, full).Files(["."], ct)).Select(inner => $"{file.TrimEnd('/')}/{inner}"));
            else
                files.Add(file);
        }

        return [.. files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The files, relative to the directory, that differ between a commit and the work tree.</summary>
    /// <exception cref="DeployException">The commit is not in this repository.</exception>
    public async Task<IReadOnlyList<string>> ChangedSince(string commit, CancellationToken ct)
    {
        var answer = await processes.Run(GitCommands.ChangedSince(directory, commit), onLine: null, ct);
        return answer.ExitCode == 0 ? [.. Split(answer.Output)] : throw new DeployException(
            $"""
             What changed since commit "{commit}" cannot be told: git does not know it here. Nothing was changed.
               answer  {answer.Error.Trim()}
               try     git fetch --unshallow, or git fetch origin {commit}
             """);
    }

    /// <summary>Whether git tracks anything under <paramref name="path"/>.</summary>
    public async Task<bool> Tracks(string path, CancellationToken ct) =>
        (await Run(GitCommands.Tracked(directory, path), ct)).Length > 0;

    /// <summary>
    /// Whether a commit is an ancestor of another. Null: it is not known, as one of them is not in this repository, or the history was not fetched as far.
    /// </summary>
    public async Task<bool?> IsAncestor(string older, string newer, CancellationToken ct)
    {
        var answer = await processes.Run(GitCommands.IsAncestor(directory, older, newer), onLine: null, ct);
        return answer.ExitCode switch { 0 => true, 1 => await IsShallow(ct) ? null : false, _ => null };
    }

    // A shallow clone may lack the way from one to the other.
    private async Task<bool> IsShallow(CancellationToken ct) =>
        (await processes.Run(GitCommands.IsShallow(directory), onLine: null, ct)).Output.Trim() == "true";

    private async Task<string> HashOfSubmodule(string path, CancellationToken ct)
    {
        var tree = await WorkTree(path, ct);
        return $"{tree.Commit} {await HashOfChanges(tree, ct)}";
    }

    private async Task<WorkTree> WorkTree(string path, CancellationToken ct)
    {
        var topLevel = Run(GitCommands.TopLevel(path), ct);
        var status = Run(GitCommands.Status(path), ct);
        return Git.WorkTree.Parse(await topLevel, await status);
    }

    private async Task<string> Run(Command command, CancellationToken ct)
    {
        var result = await processes.Run(command, onLine: null, ct);
        return result.ExitCode == 0
            ? result.Output
            : throw new DeployException(
                $"""
                 git could not read {command.Directory}. Nothing was changed.
                   command  {command}
                   answer   {result.Error.Trim()}
                   try      run from a git work tree; images are named after its commit
                 """);
    }

    private static IEnumerable<string> Split(string output) =>
        output.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
