using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>What a write or a delete asks of the object that is there
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).</summary>
internal sealed record WriteConditions(string? IfMatch, string? IfNoneMatch)
{
    /// <exception cref="AwsError">NotImplemented: writes know If-None-Match only with a star, and If-Match only with an ETag.</exception>
    public static WriteConditions OfWrite(S3Call call)
    {
        var conditions = new WriteConditions(call.Header("If-Match"), call.Header("If-None-Match"));
        return conditions switch
        {
            { IfNoneMatch: not (null or "*") } => throw S3Refusals.NotImplemented("If-None-Match with an ETag"),
            { IfMatch: "*" } => throw S3Refusals.NotImplemented("If-Match: *"),
            { IfMatch: not null, IfNoneMatch: not null } => throw S3Refusals.NotImplemented("If-Match with If-None-Match"),
            _ => conditions,
        };
    }

    /// <exception cref="AwsError">PreconditionFailed; NoSuchKey where an object must match that is not there.</exception>
    public void Demand(ObjectVersion? current)
    {
        if (IfNoneMatch is not null && current is not null)
            throw S3Refusals.PreconditionFailed();

        if (IfMatch is null)
            return;

        if (current?.Object is not { } existing)
            throw S3Refusals.NoSuchKey();

        if (!ETag.Matches(IfMatch, existing.ETag))
            throw S3Refusals.PreconditionFailed();
    }
}

/// <summary>Entity tags as clients write them.</summary>
internal static class ETag
{
    /// <summary>Whether a list of tags, or a star, is met by a tag without quotes.</summary>
    public static bool Matches(string wanted, string etag) =>
        wanted.Trim() == "*" || wanted.Split(',').Any(each => Bare(each) == etag);

    public static string Bare(string etag)
    {
        var trimmed = etag.Trim();
        return (trimmed.StartsWith("W/", StringComparison.Ordinal) ? trimmed[2..] : trimmed).Trim('"');
    }
}
