using System.Collections.Concurrent;

namespace SiteServer;

/// <summary>A multipart upload that is under way.</summary>
internal sealed record MultipartUpload(string Bucket, string Key, DateTimeOffset Begun, IReadOnlyDictionary<string, string> Headers)
{
    public ConcurrentDictionary<int, (byte[] Content, string ETag)> Parts { get; } = new();
}
