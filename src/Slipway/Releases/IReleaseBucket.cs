namespace Slipway.Releases;

/// <summary>
/// The private, versioned bucket of an environment that holds its deploy lock, the ledger and the sites' manifests. Writes are conditional, so that two
/// runs never overwrite each other's unseen.
/// </summary>
internal interface IReleaseBucket
{
    /// <summary>The bucket's name.</summary>
    string Name { get; }

    /// <summary>Null: there is no such object, or no such bucket.</summary>
    Task<StoredDocument?> Get(string key, CancellationToken ct);

    /// <summary>Writes an object when <paramref name="condition"/> holds. Null: it did not, and nothing was written.</summary>
    /// <exception cref="DeployException">The bucket is missing or the call was refused.</exception>
    Task<Written?> Put(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken ct);

    /// <summary>Deletes an object if it still has the ETag; false: it has another one, or is gone.</summary>
    Task<bool> Delete(string key, string etag, CancellationToken ct);

    /// <summary>The keys that begin with <paramref name="prefix"/>, in ordinal order.</summary>
    Task<IReadOnlyList<string>> List(string prefix, CancellationToken ct);
}

/// <param name="ServerTime">S3's clock when it answered.</param>
internal sealed record StoredDocument(byte[] Content, string ETag, DateTimeOffset LastModified, DateTimeOffset ServerTime);

/// <param name="ServerTime">S3's clock when it answered.</param>
internal sealed record Written(string ETag, DateTimeOffset ServerTime);

/// <summary>When a write may happen.</summary>
internal abstract record PutCondition
{
    /// <summary>Whatever is there.</summary>
    internal sealed record Always : PutCondition;

    /// <summary>Only if there is no such object.</summary>
    internal sealed record IfAbsent : PutCondition;

    /// <summary>Only if the object is the one that was read.</summary>
    internal sealed record IfMatch(string ETag) : PutCondition;
}
