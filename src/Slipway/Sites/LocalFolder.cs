namespace Slipway.Sites;

/// <summary>A folder of this machine that has the contents of files.</summary>
/// <param name="KeyPrefix">What the files' keys begin with, and their paths do not; null: each file is named by its content's SHA-256.</param>
internal sealed record LocalFolder(string Path, string? KeyPrefix)
{
    public string PathOf(SiteFile file) => System.IO.Path.Join(Path, KeyPrefix is null ? file.Sha256 : file.Key.AsSpan(KeyPrefix.Length));
}
