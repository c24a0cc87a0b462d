using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>If-Match and If-None-Match of a write, ETags without quotes; null: not said.</summary>
internal readonly record struct WriteCondition(string? IfMatch, string? IfNoneMatch)
{
    public static WriteCondition Of(IHeaderDictionary headers) => new(Bare(headers.IfMatch), Bare(headers.IfNoneMatch));

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: 404 where nothing is there to match.
    /// <exception cref="S3Error">It does not hold.</exception>
    public void Check(StoredObject? there)
    {
        if (IfNoneMatch is not null && there is not null && (IfNoneMatch == "*" || IfNoneMatch == there.ETag))
            throw new S3Error(412, "PreconditionFailed");
        if (IfMatch is not null && there is null)
            throw new S3Error(404, "NoSuchKey");
        if (IfMatch is not null and not "*" && IfMatch != there!.ETag)
            throw new S3Error(412, "PreconditionFailed");
    }

    public static string? Bare(string? etag) => string.IsNullOrEmpty(etag) ? null : etag.Trim('"');
}
