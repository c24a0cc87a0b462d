using System.Buffers;
using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Slipway.Sites;

/// <summary>Reads the built files of a site.</summary>
/// <param name="root">Root of the repository.</param>
internal sealed class SiteFolder(string root, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HashMemory> _memories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<SiteFile>>> _ahead = new(StringComparer.Ordinal);

    // S3 copies no larger object in one call, and new headers and the way back are copies.
    private const long Largest = 5L * 1024 * 1024 * 1024;

    // Read and hashed at one go.
    private const int Piece = 256 * 1024;

    // What file managers and version control leave; never part of a site.
    private static readonly string[] Litter = [".DS_Store", "Thumbs.db", "desktop.ini", ".git"];

    /// <summary>Every file of the site with its hash, class and headers, in ordinal order of the keys. Notes of build tools for themselves are left out.</summary>
    /// <exception cref="DeployException">The folder is missing, has no index.html, or has files that must not or cannot be published; all of them are named.</exception>
    public Task<IReadOnlyList<SiteFile>> Read(StaticSite site, CancellationToken ct) => _ahead.TryRemove(site.Name, out var ahead) ? ahead : ReadNow(site, ct);

    /// <summary>Begins to read the files of a site, for the first time that they are asked for. What is wrong with them is told then.</summary>
    public void ReadAhead(StaticSite site, CancellationToken ct) => _ = _ahead.GetOrAdd(site.Name, _ => ReadNow(site, ct));

    private Task<IReadOnlyList<SiteFile>> ReadNow(StaticSite site, CancellationToken ct) => Task.Run<IReadOnlyList<SiteFile>>(
        () =>
        {
            var folder = Path.GetFullPath(site.Source, root);
            var found = Walk(site, folder);
            var paths = found.ConvertAll(file => file.Path);
            Refuse(site, folder, paths);

            var all = paths.ToHashSet(StringComparer.Ordinal);
            var evidence = BuildEvidence.Of(folder, all);
            if (evidence.Listed.Where(path => !all.Contains(path)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
                throw Refused(site, $"{BuildEvidence.ViteManifest} lists files that are not there: {SitePlanText.Some(missing)}", "let the build come to its end, into an empty folder");

            var classes = new FileClasses(site, all, evidence);
            found.RemoveAll(file => BuildEvidence.IsPrivate(file.Path) && !classes.IsNamed(file.Path));
            return Hash(site, folder, found, classes, ct);
        },
        ct);

    private SiteFile[] Hash(StaticSite site, string folder, List<FoundFile> found, FileClasses classes, CancellationToken ct)
    {
        var (local, headers) = (new LocalFolder(folder, KeyPrefix(site)), new ConcurrentDictionary<(string, FileClass), SiteHeaders>());
        var memory = _memories.GetOrAdd(folder, _ => new HashMemory(time));
        var files = new SiteFile[found.Count];
        var unreadable = new ConcurrentBag<string>();
        Parallel.For(0, found.Count, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                var fileClass = classes.Of(found[i].Path);
                var content = memory.Recall(found[i]) ?? memory.Keep(Hash(folder, found[i]));
                files[i] = new SiteFile(local.KeyPrefix + content.Path, fileClass, content.Size, content.Sha256, HeadersOf(content.Path, fileClass)) { Local = local, LocalTime = content.Written };
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unreadable.Add($"{found[i].Path} ({exception.Message})");
            }
        });

        if (!unreadable.IsEmpty)
            throw Refused(site, $"files cannot be read: {string.Join("; ", unreadable.Order(StringComparer.Ordinal))}", "give the files to the user that deploys, and let the build come to its end");

        var large = files.Where(file => file.Size > Largest).Select(file => file.Key).ToList();
        return large.Count == 0 ? files : throw Refused(site, $"larger than 5 GiB: {string.Join(", ", large)}", "serve files of that size in another way");

        // Few kinds of files, and so few values.
        SiteHeaders HeadersOf(string path, FileClass fileClass) => headers.GetOrAdd((Path.GetExtension(path) is { Length: > 0 } extension ? extension : path, fileClass), _ => SiteHeaders.Of(path, fileClass, site.EdgeCache));
    }

    private static HashedContent Hash(string folder, FoundFile file)
    {
        var path = Path.Join(folder, file.Path);
        if ((file.Size == 0 || file.IsLink) && !IsRegular(new FileInfo(path)))
            throw new IOException("it is a pipe, a socket or a device");

        using var content = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        var (size, sha256) = Hash(content);
        return new HashedContent(file.Path, size, File.GetLastWriteTimeUtc(content), sha256);
    }

    /// <summary>Whether reading comes to an end. Of all .NET, only the tar writer asks what kind of file it has.</summary>
    private static bool IsRegular(FileInfo file)
    {
        var target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (target is FileInfo { Length: > 0 })
            return true;

        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
            writer.WriteEntry(target.FullName, target.Name);

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()!.EntryType == TarEntryType.RegularFile;
    }

    /// <summary>Hashes what is there, in one read where it is small.</summary>
    private static (long Size, string Sha256) Hash(SafeFileHandle content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var read = RandomAccess.Read(content, buffer, 0);
            if (read < buffer.Length && RandomAccess.GetLength(content) == read)
                return (read, Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, read))));

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long size = 0;
            for (; read > 0; read = RandomAccess.Read(content, buffer, size))
            {
                hash.AppendData(buffer, 0, read);
                size += read;
            }

            return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What the keys of a site begin with: empty, or its folder and a slash.</summary>
    public static string KeyPrefix(StaticSite site) => site.Prefix.Length == 0 ? "" : $"{site.Prefix}/";

    /// <summary>The files of the folder and of those in it, in ordinal order.</summary>
    private static List<FoundFile> Walk(StaticSite site, string folder)
    {
        List<FoundFile> found = [];
        if (Directory.Exists(folder))
            Walk(new DirectoryInfo(folder), "");

        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;

        void Walk(DirectoryInfo inner, string prefix)
        {
            foreach (var item in inner.EnumerateFileSystemInfos().Where(item => !Litter.Contains(item.Name, StringComparer.Ordinal)))
            {
                var isLink = item.Attributes.HasFlag(FileAttributes.ReparsePoint);
                if (isLink && item.LinkTarget is { } target && !IsFileInside(folder, item))
                    throw Refused(site, $"{prefix}{item.Name} is a link to {target}, which is not a file inside the folder", "copy the file instead of linking to it");

                if (item is DirectoryInfo next)
                    Walk(next, $"{prefix}{item.Name}/");
                else
                    found.Add(FoundFile.Of((FileInfo)item, prefix, isLink));
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

        var unnamable = paths.Select(path => (Path: path, Reason: SiteNames.Problem(KeyPrefix(site) + path))).Where(path => path.Reason is not null).ToList();
        if (unnamable.Count > 0)
            throw Refused(site, $"S3 or browsers cannot take these names: {string.Join("; ", unnamable.Select(path => $"{SiteNames.Shown(path.Path)} ({path.Reason})"))}", "rename the files");

        var seen = new HashSet<string>(paths.Count, StringComparer.OrdinalIgnoreCase);
        if (paths.Where(path => !seen.Add(path)).ToHashSet(StringComparer.OrdinalIgnoreCase) is { Count: > 0 } twins)
        {
            var same = paths.Where(twins.Contains).GroupBy(path => path, StringComparer.OrdinalIgnoreCase);
            throw Refused(site, $"names differ in nothing but case: {string.Join("; ", same.Select(twin => string.Join(", ", twin)))}", "rename one of each: on other machines they are one file");
        }
    }

    private static DeployException Refused(StaticSite site, string reason, string advice) => new(
        $"""
         Site {site.Name} cannot be published from {site.Source}. Nothing was changed.
           reason  {reason}
           try     {advice}
         """);
}
