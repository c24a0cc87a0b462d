using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>The S3 buckets that sites are served from. ETags are without their quotes.</summary>
internal interface ISiteBucket
{
    /// <summary>Every object whose key begins with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">Empty, or a folder that ends in a slash: <c>foo</c> would find <c>foobar/</c> too.</param>
    /// <param name="expected">
    /// What is likely there, in ordinal order: the listing is asked for in pieces at once that its keys delimit, and takes its texts where they are the same. What is found does
    /// not depend on it.
    /// </param>
    /// <exception cref="DeployException">The bucket is missing or may not be read.</exception>
    Task<IReadOnlyList<SiteObject>> List(string bucket, string prefix, IReadOnlyList<SeenObject> expected, CancellationToken ct);

    /// <summary>Writes a file when <paramref name="condition"/> holds and returns its ETag. Null: it did not hold, and nothing was written.</summary>
    /// <exception cref="DeployException">The call was refused, or the content is not what <paramref name="body"/> says.</exception>
    Task<string?> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct);

    /// <summary>Gives an object other headers without sending its content, and returns its ETag. Null: it is another object than <paramref name="etag"/>.</summary>
    Task<string?> CopyOntoItself(string bucket, string key, string etag, SiteHeaders headers, CancellationToken ct);

    /// <summary>ETag and SHA-256 of an object, by reading all of it; null: there is none.</summary>
    Task<HashedObject?> Hash(string bucket, string key, CancellationToken ct);

    /// <summary>Copies an object's content into <paramref name="to"/>. False: there is none.</summary>
    Task<bool> Read(string bucket, string key, Stream to, CancellationToken ct);

    /// <summary>ETag and headers of an object as it is stored; null: there is none.</summary>
    Task<StoredHeaders?> Headers(string bucket, string key, CancellationToken ct);

    /// <summary>Copies an object's content into another bucket, without a transfer through this machine. False: it is another object than <paramref name="etag"/>, or gone.</summary>
    Task<bool> CopyAway(string bucket, string key, string etag, string toBucket, string toKey, CancellationToken ct);

    /// <summary>Deletes objects that are still what was seen, and returns the keys of those that are not. One that is gone already is fine.</summary>
    /// <exception cref="DeployException">S3 refused to delete some; they are named with its reasons.</exception>
    Task<IReadOnlyList<string>> Delete(string bucket, IReadOnlyList<SeenObject> objects, CancellationToken ct);
}

/// <summary>An object of a listing.</summary>
/// <param name="LastModified">When content or headers were written last, by S3's clock.</param>
internal sealed record SiteObject(string Key, string ETag, long Size, DateTimeOffset LastModified);

/// <summary>An object as it was when it was decided what to do with it.</summary>
internal sealed record SeenObject(string Key, string ETag);

/// <summary>An object's ETag and the headers that it is served with.</summary>
internal sealed record StoredHeaders(string ETag, SiteHeaders Headers);

/// <summary>What an object contains.</summary>
internal sealed record HashedObject(string ETag, string Sha256);

/// <summary>The content of a file.</summary>
/// <param name="Open">Gives a new stream at its beginning, which the caller closes.</param>
internal sealed record SiteBody(Func<Stream> Open, long Size, string Sha256);
