namespace Slipway.Nuke;

/// <summary>
/// The compiled build that this process is, as <c>build.sh</c> keeps it. A job that is simulated for the same commit need not compile it again: a minute for every job.
/// </summary>
/// <param name="root">The repository's root.</param>
internal sealed class CompiledBuild(string root)
{
    /// <summary>Where the program lies, below the repository's root; null: it was not compiled there, and cannot be taken along.</summary>
    private readonly string? _folder = Path.GetRelativePath(root, AppContext.BaseDirectory) is var path && path.StartsWith("artifacts/", StringComparison.Ordinal) ? path.TrimEnd('/') : null;

    /// <summary>Copies it into another work tree of the same sources, so that <c>build.sh</c> takes it for one that it compiled there.</summary>
    public void BringTo(string workTree)
    {
        if (_folder is null)
            return;

        var from = Path.Combine(root, _folder);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(workTree, _folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // The last of all: what is older than it counts as compiled.
        File.WriteAllText(Path.Combine(workTree, _folder[..(_folder.LastIndexOf("/bin/", StringComparison.Ordinal) + 1)], "build.stamp"), "");
    }
}
