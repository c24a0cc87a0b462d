namespace Slipway.Images;

/// <summary>One file, link or folder that a build context sends.</summary>
/// <param name="Path">Relative to the context, with slashes.</param>
internal sealed record ContextEntry(string Path, string Content);

/// <summary>The folder that an image is built from, as Docker sees it.</summary>
/// <param name="Folder">Full path of the context.</param>
/// <param name="Dockerfile">Full path of the Dockerfile.</param>
internal sealed record BuildContext(string Folder, string Dockerfile)
{
    /// <exception cref="DeployException">The folder or its Dockerfile is missing.</exception>
    public static BuildContext Of(DockerImage image, string root)
    {
        var folder = Path.GetFullPath(image.Context, root);
        if (!Directory.Exists(folder))
        {
            throw new DeployException(
                $"""
                 The build context {image.Context} is missing. Nothing was changed.
                   looked for  {folder}
                   try         correct the folder of DockerImage("{image.Context}"); it is relative to the repository's root
                 """);
        }

        var dockerfile = Path.GetFullPath(image.Dockerfile, folder);
        return File.Exists(dockerfile)
            ? new BuildContext(folder, dockerfile)
            : throw new DeployException(
                $"""
                 {image.Context} has no {image.Dockerfile}. Nothing was changed.
                   looked for  {dockerfile}
                   found       {string.Join(", ", Directory.EnumerateFiles(folder, "*Dockerfile*").Select(Path.GetFileName).Order(StringComparer.Ordinal).DefaultIfEmpty("no Dockerfile"))}
                   try         add one, or name it: new DockerImage("{image.Context}") with Dockerfile = ...
                 """);
    }

    /// <summary>
    /// Everything that is sent, in ordinal order. Times, owners and permissions other than the executable bit do not count: they differ
    /// from one checkout to the next.
    /// </summary>
    /// <param name="except">Full path of a folder that is not looked into; null: none.</param>
    public IReadOnlyList<ContextEntry> Entries(string? except = null) => EntriesOf(Folder, ReadIgnore(), except);

    /// <summary>Everything in a folder that <paramref name="ignore"/> leaves, in ordinal order.</summary>
    /// <inheritdoc cref="Entries" path="/param"/>
    public static IReadOnlyList<ContextEntry> EntriesOf(string root, Dockerignore ignore, string? except = null)
    {
        List<ContextEntry> entries = [];
        Walk(new DirectoryInfo(root), "");
        return [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];

        void Walk(DirectoryInfo folder, string prefix)
        {
            foreach (var item in folder.EnumerateFileSystemInfos().Where(item => item.FullName != except))
            {
                var path = prefix + item.Name;
                var ignored = ignore.Ignores(path);
                if (!ignored)
                    entries.Add(new ContextEntry(path, FileHash.Of(item.FullName)));

                if (item is DirectoryInfo { LinkTarget: null } inner && (!ignored || ignore.MayKeepInside(path)))
                    Walk(inner, path + "/");
            }
        }
    }

    /// <summary>A <c>&lt;Dockerfile&gt;.dockerignore</c> beside the Dockerfile goes before the context's own.</summary>
    private Dockerignore ReadIgnore()
    {
        string[] candidates = [$"{Dockerfile}.dockerignore", Path.Combine(Folder, ".dockerignore")];
        return candidates.FirstOrDefault(File.Exists) is { } file
            ? Dockerignore.Parse(File.ReadAllText(file), Path.GetRelativePath(Folder, file))
            : Dockerignore.None;
    }
}
