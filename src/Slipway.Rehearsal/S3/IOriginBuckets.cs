namespace Slipway.Rehearsal.S3;

/// <summary>What CloudFront reads of S3.</summary>
internal interface IOriginBuckets
{
    /// <summary>
    /// What S3 answers to the GET of a key: the object, 304 where <paramref name="noneMatch"/> is its ETag, 403 where the bucket's policy
    /// does not let the distribution read it, and for a key that is not there 404 with s3:ListBucket and 403 without.
    /// </summary>
    /// <param name="distribution">ARN of the distribution that signs with its origin access control; null: an anonymous request.</param>
    /// <param name="noneMatch">The ETag of a copy that the caller has; null: none.</param>
    OriginAnswer Get(string bucket, string key, string? distribution, string? noneMatch);
}

/// <param name="Headers">Those of the answer: Content-Type, Cache-Control, ETag, Last-Modified, x-amz-meta-* and so on; Content-Length too.</param>
/// <param name="Open">The body: the object's bytes, or the XML of the error. The caller closes it.</param>
internal sealed record OriginAnswer(int Status, IReadOnlyDictionary<string, string> Headers, Func<Stream> Open);
