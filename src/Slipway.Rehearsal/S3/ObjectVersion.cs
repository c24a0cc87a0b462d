namespace Slipway.Rehearsal.S3;

/// <summary>One version of a key.</summary>
/// <param name="Id"><see cref="NullId"/> unless the bucket was versioned when it came.</param>
/// <param name="At">In whole seconds, as S3 tells it.</param>
internal sealed record ObjectVersion(string Key, string Id, DateTimeOffset At)
{
    public const string NullId = "null";

    /// <summary>Null: a delete marker.</summary>
    public StoredObject? Object { get; init; }
}

/// <summary>What a version holds.</summary>
/// <param name="ETag">Without its quotes.</param>
/// <param name="Headers">By name in lower case: those that come back with the object, x-amz-meta-* among them.</param>
internal sealed record StoredObject(Content Content, string ETag, IReadOnlyDictionary<string, string> Headers, Checksum Checksum)
{
    public string StorageClass { get; init; } = "STANDARD";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The sizes of the parts that it was uploaded in; empty: it came at once.</summary>
    public IReadOnlyList<long> Parts { get; init; } = [];
}

/// <summary>What some bytes are known by.</summary>
/// <param name="Sha256">In hexadecimal: the name of their file.</param>
/// <param name="Md5">In hexadecimal.</param>
/// <param name="Crc64">In base64.</param>
internal sealed record Content(string Sha256, long Size, string Md5, string Crc64);

/// <summary>A multipart upload that was begun.</summary>
internal sealed record Upload(string Id, string Key, DateTimeOffset At, IReadOnlyDictionary<string, string> Headers)
{
    public string StorageClass { get; init; } = "STANDARD";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string ChecksumAlgorithm { get; init; } = Checksum.Default;

    public string ChecksumType { get; init; } = Checksum.FullObject;
}

/// <summary>A part of a multipart upload; sent again, it replaces the one of the same number.</summary>
internal sealed record UploadedPart(string Upload, int Number, DateTimeOffset At, Content Content, string Checksum)
{
    public string ETag => Content.Md5;
}
