using System.Security.Cryptography;

namespace Slipway.Sites;

/// <summary>Reads the built files of a site.</summary>
/// <param name="root">Root of the repository.</param>
internal sealed class SiteFolder(string root)
{
    // One PUT takes no more.
    private const long Largest = 5L * 1024 * 1024 * 1024;

    // Of what may change under its name a copy is kept to go back to, and copies pass through memory.
    private const long LargestMutable = 1L * 1024 * 1024 * 1024;

    // What file managers and version control leave; never part of a site.
    private static readonly string[] Litter = [".DS_Store", "Thumbs.db", "desktop.ini", ".git"];

    /// <summary>Every file of the site with its hash, class and headers, in ordinal order of the keys.</summary>
    /// <exception cref="DeployException">The folder is missing, has no index.html, or has files that must not or cannot be published; all of them are named.</exception>
    public async Task<IReadOnlyList<SiteFile>> Read(StaticSite site, CancellationToken ct)
    {
        var folder = Path.GetFullPath(site.Source, root);
        var paths = Paths(site, folder);
        Refuse(site, folder, paths);

        var classes = new FileClasses(site, paths.ToHashSet(StringComparer.Ordinal));
        var files = new SiteFile[paths.Count];
        await Parallel.ForAsync(0, paths.Count, ct, async (i, ct) =>
        {
            var path = Path.Combine(folder, paths[i]);
            await using var stream = File.OpenRead(path);
            var fileClass = classes.Of(paths[i]);
            files[i] = new SiteFile(
                KeyPrefix(site) + paths[i], fileClass, stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct)),
                SiteHeaders.Of(paths[i], fileClass, site.EdgeCache))
            {
                LocalPath = path,
            };
        });

        var large = files.Where(file => file.Size > (file.IsMutable ? LargestMutable : Largest)).Select(file => file.Key).ToList();
        return large.Count == 0 ? files : throw Refused(
            site, $"larger than 5 GiB, or than 1 GiB without a content hash in the name: {string.Join(", ", large)}", "put a content hash into the names, or serve files of that size in another way");
    }

    /// <summary>What the keys of a site begin with: empty, or its folder and a slash.</summary>
    public static string KeyPrefix(StaticSite site) => site.Prefix.Length == 0 ? "" : $"{site.Prefix}/";

    private static List<string> Paths(StaticSite site, string folder)
    {
        List<string> paths = [];
        if (Directory.Exists(folder))
            Walk(new DirectoryInfo(folder), "");

        paths.Sort(StringComparer.Ordinal);
        return paths;

        void Walk(DirectoryInfo inner, string prefix)
        {
            foreach (var item in inner.EnumerateFileSystemInfos().Where(item => !Litter.Contains(item.Name, StringComparer.Ordinal)))
            {
                if (item.LinkTarget is { } target && !IsFileInside(folder, item))
                    throw Refused(site, $"{prefix}{item.Name} is a link to {target}, which is not a file inside the folder", "copy the file instead of linking to it");

                if (item is DirectoryInfo next)
                    Walk(next, $"{prefix}{item.Name}/");
                else
                    paths.Add(prefix + item.Name);
            }
        }
    }

    private static bool IsFileInside(string folder, FileSystemInfo link) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
        && target.FullName.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void Refuse(StaticSite site, string folder, List<string> paths)
    {
        if (paths.Count == 0)
        {
            throw Refused(
                site, Directory.Exists(folder) ? "the folder is empty" : "the folder does not exist",
                site.Prepare is null ? "build the site first, or say in Prepare what builds it" : "check what the command of Prepare writes, and where");
        }

        if (site.Routing != SiteRouting.Assets && !paths.Contains("index.html", StringComparer.Ordinal))
            throw Refused(site, $"there is no index.html among {paths.Count} files", "correct Source: it is the folder that holds index.html");

        var twins = paths.GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).ToList();
        if (twins.Count > 0)
            throw Refused(site, $"names differ in nothing but case: {string.Join("; ", twins.Select(same => string.Join(", ", same)))}", "rename one of each: on other machines they are one file");
    }

    private static DeployException Refused(StaticSite site, string reason, string advice) => new(
        $"""
         Site {site.Name} cannot be published from {site.Source}. Nothing was changed.
           reason  {reason}
           try     {advice}
         """);
}
