using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>The S3 buckets that sites are served from. ETags are without their quotes.</summary>
internal interface ISiteBucket
{
    /// <summary>Every object whose key begins with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">Empty, or a folder that ends in a slash: <c>foo</c> would find <c>foobar/</c> too.</param>
    /// <exception cref="DeployException">The bucket is missing or may not be read.</exception>
    Task<IReadOnlyList<SiteObject>> List(string bucket, string prefix, CancellationToken ct);

    /// <summary>Writes a file when <paramref name="condition"/> holds and returns its ETag. Null: it did not hold, and nothing was written.</summary>
    /// <exception cref="DeployException">The call was refused, or the content is not what <paramref name="body"/> says.</exception>
    Task<string?> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct);

    /// <summary>Gives an object other headers without sending its content, and returns its ETag. Null: it is another object than <paramref name="etag"/>.</summary>
    Task<string?> CopyOntoItself(string bucket, string key, string etag, SiteHeaders headers, CancellationToken ct);

    /// <summary>ETag and SHA-256 of an object, by reading all of it; null: there is none.</summary>
    Task<HashedObject?> Hash(string bucket, string key, CancellationToken ct);

    /// <summary>Copies an object's content into <paramref name="to"/>. False: there is none.</summary>
    Task<bool> Read(string bucket, string key, Stream to, CancellationToken ct);

    /// <summary>Deletes an object. False: it is another one than <paramref name="etag"/>; one that is gone already is fine.</summary>
    Task<bool> Delete(string bucket, string key, string etag, CancellationToken ct);
}

/// <summary>An object of a listing.</summary>
internal sealed record SiteObject(string Key, string ETag, long Size);

/// <summary>What an object contains.</summary>
internal sealed record HashedObject(string ETag, string Sha256);

/// <summary>The content of a file.</summary>
/// <param name="Open">Gives a new stream at its beginning, which the caller closes.</param>
internal sealed record SiteBody(Func<Stream> Open, long Size, string Sha256);
