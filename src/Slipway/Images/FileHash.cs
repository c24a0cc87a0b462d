using System.Security.Cryptography;

namespace Slipway.Images;

/// <summary>What a file is, as far as an image can tell: its kind, whether it is executable, and its content.</summary>
internal static class FileHash
{
    /// <summary>A link counts as a link, whatever it points to; a file that is not there counts as missing.</summary>
    public static string Of(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is { } target)
            return $"link {target}";

        if (!info.Exists)
            return Directory.Exists(path) ? "directory" : "missing";

        var executable = !OperatingSystem.IsWindows()
            && (info.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
        using var stream = File.OpenRead(path);
        return $"{(executable ? "executable" : "file")} {Convert.ToHexStringLower(SHA256.HashData(stream))}";
    }
}
