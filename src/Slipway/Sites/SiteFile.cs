using System.Text.Json.Serialization;

namespace Slipway.Sites;

/// <summary>A file as a release of a site has it.</summary>
/// <param name="Key">Its name in the bucket, the site's prefix included.</param>
/// <param name="Sha256">Of its content, 64 hexadecimal digits.</param>
internal sealed record SiteFile(string Key, FileClass Class, long Size, string Sha256, SiteHeaders Headers)
{
    /// <summary>The folder of this machine that its content is in; null: it is among the release bucket's copies.</summary>
    public LocalFolder? Local { get; init; }

    /// <summary>Where its content is on this machine; null: it is not. Made when it is asked for: there may be a hundred thousand files.</summary>
    public string? LocalPath => Local?.PathOf(this);

    /// <summary>When the file on this machine was written last, as it was hashed; null: nobody may write it.</summary>
    public DateTime? LocalTime { get; init; }

    /// <summary>Whether it is somebody else's that a release was about to take over: it can be gone back to, and is never deleted.</summary>
    public bool IsFound { get; init; }

    /// <summary>Whether another content may come under the same name, so that a copy is needed to go back.</summary>
    public bool IsMutable => Class != FileClass.Immutable;
}

/// <summary>A file in the site's bucket that a release put there.</summary>
/// <param name="ETag">What S3 answered to our own write, however it computes ETags; null: that write is not confirmed.</param>
[JsonConverter(typeof(StoredFileJson))]
internal sealed record StoredFile(SiteFile File, string? ETag)
{
    /// <summary>The last release that had the file; null: the release of the manifest that it is in.</summary>
    public string? LastIn { get; init; }
}
