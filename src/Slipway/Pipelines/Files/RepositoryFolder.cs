using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines.Files;

/// <summary>The folders of a repository that generated files lie in, beside those that were written by hand.</summary>
/// <param name="root">The repository's root.</param>
internal sealed class RepositoryFolder(string root)
{
    /// <summary>What AWS reads: templates and what CodeBuild runs; and what is to be copied from for Terraform.</summary>
    public const string Aws = "build/aws";

    private static readonly IReadOnlyList<string> Folders = [WorkflowText.Folder, Aws];

    /// <summary>All files of YAML and of Terraform in ordinal order, a folder after the other, and the lock file, with line feeds alone, whatever the work tree has.</summary>
    public async Task<RepositoryFiles> Read(CancellationToken ct)
    {
        List<RepositoryFile> files = [];
        foreach (var folder in Folders.Where(folder => Directory.Exists(On(folder))))
        {
            foreach (var path in Directory.EnumerateFiles(On(folder)).Where(IsRead).Order(StringComparer.Ordinal))
                files.Add(new RepositoryFile($"{folder}/{Path.GetFileName(path)}", Normal(await File.ReadAllTextAsync(path, ct))));
        }

        var pins = On(ActionLock.Path);
        return new RepositoryFiles(files, File.Exists(pins) ? Normal(await File.ReadAllTextAsync(pins, ct)) : null);
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

    private static bool IsRead(string path) => Path.GetExtension(path) is ".yml" or ".yaml" or ".tf";

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private string On(string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
