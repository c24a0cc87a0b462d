namespace Slipway.Pipelines.Workflows;

/// <summary>The workflows of a repository on disk.</summary>
/// <param name="root">The repository's root.</param>
internal sealed class WorkflowFolder(string root)
{
    /// <summary>All workflows in ordinal order, and the lock file, with line feeds alone, whatever the work tree has.</summary>
    public async Task<RepositoryWorkflows> Read(CancellationToken ct)
    {
        List<RepositoryFile> files = [];
        var folder = On(WorkflowText.Folder);
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder).Where(IsWorkflow).Order(StringComparer.Ordinal))
                files.Add(new RepositoryFile($"{WorkflowText.Folder}/{Path.GetFileName(path)}", Normal(await File.ReadAllTextAsync(path, ct))));
        }

        var pins = On(ActionLock.Path);
        return new RepositoryWorkflows(files, File.Exists(pins) ? Normal(await File.ReadAllTextAsync(pins, ct)) : null);
    }

    /// <summary>Writes a file whole, or not at all.</summary>
    public async Task Write(RepositoryFile file, CancellationToken ct)
    {
        var path = On(file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path + ".new", file.Text, ct);
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Delete(string path) => File.Delete(On(path));

    private static bool IsWorkflow(string path) => Path.GetExtension(path) is ".yml" or ".yaml";

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private string On(string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
