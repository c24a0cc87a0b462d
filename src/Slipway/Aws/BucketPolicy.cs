using System.Net;
using Amazon.S3.Model;

namespace Slipway.Aws;

/// <summary>Reads the policy of a bucket from S3's answer.</summary>
internal static class BucketPolicy
{
    /// <summary>The policy's JSON; null: the bucket has none. The client takes S3's 404 for that as an answer and its XML for the policy.</summary>
    public static string? Of(GetBucketPolicyResponse? answer) =>
        answer is { HttpStatusCode: not HttpStatusCode.NotFound, Policy: ['{', ..] policy } ? policy : null;
}
