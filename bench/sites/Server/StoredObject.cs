namespace SiteServer;

/// <summary>An object. Never changed, so that snapshots of a bucket share it.</summary>
/// <param name="Content">In parts as they were sent.</param>
/// <param name="ETag">Without quotes: the content's MD5, or of a multipart upload the parts' and their number.</param>
/// <param name="Headers">Those that S3 keeps and gives back, the <c>x-amz-meta-</c> ones included.</param>
internal sealed record StoredObject(
    string Key, IReadOnlyList<byte[]> Content, long Size, string ETag, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Headers);
