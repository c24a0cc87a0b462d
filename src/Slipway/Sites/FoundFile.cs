namespace Slipway.Sites;

/// <summary>A file as it was when its folder was walked.</summary>
/// <param name="Path">In its folder, with slashes.</param>
/// <param name="Size">In bytes; -1: it was gone by then.</param>
internal readonly record struct FoundFile(string Path, long Size, DateTime Written, bool IsLink)
{
    public static FoundFile Of(FileInfo file, string prefix, bool isLink) => new(prefix + file.Name, file.Exists ? file.Length : -1, file.LastWriteTimeUtc, isLink);
}
