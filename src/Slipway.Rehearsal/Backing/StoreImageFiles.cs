using System.Formats.Tar;
using System.IO.Enumeration;

namespace Slipway.Rehearsal.Backing;

/// <summary>The file system of a store's image: what it needs of unpacked packages, in one /usr, and little else.</summary>
internal static class StoreImageFiles
{
    /// <summary>Raised when the content changes, so that images of an earlier making are told apart.</summary>
    public const int Making = 1;

    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OwnerWrites = UnixFileMode.UserWrite;
    private const UnixFileMode EverybodyWrites = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // What the scripts use, and mariadb-install-db.
    private static readonly string[] Applets =
        ["sh", "awk", "basename", "cat", "chmod", "chown", "dirname", "echo", "expr", "grep", "id", "mkdir", "mv", "printf", "rm", "sed", "test", "touch", "tr", "uname"];

    // A compiler (PostgreSQL's jit), and what packages name for their installation: most of the bytes, and of the time to unpack them.
    private static readonly string[] UnneededPackages = ["libllvm", "libz3-", "perl", "libperl", "locales_", "libc-l10n_", "dpkg_", "libdb5"];

    /// <summary>Whether an image needs anything of a package, by the name of its file.</summary>
    public static bool NeedsPackage(string file) => !UnneededPackages.Any(unneeded => file.StartsWith(unneeded, StringComparison.Ordinal));

    /// <summary>Whether an image needs a file, by its path in the packages, folded into /usr.</summary>
    public static bool Needs(BackingEngine engine, string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        if (path == "usr/bin/busybox" || folder == "usr/lib64")
            return true;

        // The folder of an architecture, such as x86_64-linux-gnu; libraries below it belong to programs of their own.
        if (folder.StartsWith("usr/lib/", StringComparison.Ordinal) && folder.EndsWith("-linux-gnu", StringComparison.Ordinal) && name.Contains(".so", StringComparison.Ordinal))
            return true;

        return !name.StartsWith("llvmjit", StringComparison.Ordinal) && engine.Files.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false));
    }

    /// <summary>Older Debians have /bin, /lib, /lib64 and /sbin beside /usr, newer ones only links there: an image has the links.</summary>
    public static string Folded(string path) =>
        path.Split('/')[0] is "bin" or "lib" or "lib64" or "sbin" ? $"usr/{path}" : path;

    /// <summary>Writes the image's files as a tar archive. All belong to root, but for <c>/data</c>, where a volume begins with its owner.</summary>
    public static void Write(BackingEngine engine, string unpacked, Stream archive)
    {
        using var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
        Folder(tar, "tmp", Everybody | EverybodyWrites | Execute | UnixFileMode.StickyBit);
        Folder(tar, "data", UnixFileMode.UserRead | OwnerWrites | UnixFileMode.UserExecute, BackingEngine.User);
        foreach (var link in new[] { "bin", "lib", "lib64", "sbin" })
            Link(tar, link, $"usr/{link}");
        foreach (var applet in Applets)
            Link(tar, $"usr/bin/{applet}", "busybox");

        // PostgreSQL does not run as a user without a name.
        using (var users = new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"root:x:0:0::/:/bin/sh\nstore:x:{BackingEngine.User}:{BackingEngine.User}::/data:/bin/sh\n")))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd") { Mode = Everybody | OwnerWrites, DataStream = users });

        foreach (var file in Directory.EnumerateFiles(unpacked, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var original = Path.GetRelativePath(unpacked, file);
            var path = Folded(original);
            if (!Needs(engine, path))
                continue;

            if (new FileInfo(file).LinkTarget is { } target)
                Link(tar, path, Absolute(original, target));
            else
                Copy(tar, file, path);
        }
    }

    /// <summary>Where a link leads from the place that the package gave it, which is another than the folded one.</summary>
    internal static string Absolute(string link, string target) =>
        target.StartsWith('/') ? target : "/" + Folded(Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(link)!, target))[1..]);

    private static void Folder(TarWriter tar, string path, UnixFileMode mode, int owner = 0) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, $"{path}/") { Mode = mode, Uid = owner, Gid = owner });

    private static void Link(TarWriter tar, string path, string target) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target });

    private static void Copy(TarWriter tar, string file, string path)
    {
        using var content = File.OpenRead(file);
        var mode = new FileInfo(file).UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Everybody | OwnerWrites | Execute : Everybody | OwnerWrites;
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { Mode = mode, DataStream = content });
    }
}
