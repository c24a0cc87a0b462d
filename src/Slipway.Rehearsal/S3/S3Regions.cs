using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>A bucket is in one region, and requests must be signed for it.</summary>
internal static class S3Regions
{
    /// <summary>The error that tells clients to sign again for the region in <see cref="Header"/>.</summary>
    public const string Wrong = "AuthorizationHeaderMalformed";

    public const string Header = "x-amz-bucket-region";

    /// <exception cref="AwsError"><see cref="Wrong"/>.</exception>
    public static void Demand(BucketSettings bucket, Caller caller)
    {
        if (caller.Region != bucket.Region)
            throw new AwsError(Wrong, $"The authorization header is malformed; the region '{caller.Region}' is wrong; expecting '{bucket.Region}'");
    }
}
