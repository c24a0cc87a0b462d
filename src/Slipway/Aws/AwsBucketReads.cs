using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Slipway.Aws;

/// <summary>Reads how a bucket of an account is set up. A setting that a bucket does not have is no failure.</summary>
internal sealed class AwsBucketReads(IAmazonS3 s3, string account)
{
    public async Task<bool> IsVersioned(string bucket, CancellationToken ct)
    {
        var found = await AwsFailures.Translate(
            "s3:GetBucketVersioning", () => s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = bucket, ExpectedBucketOwner = account }, ct));
        return found.VersioningConfig?.Status == VersionStatus.Enabled;
    }

    /// <summary>Whether all four kinds are blocked.</summary>
    public async Task<bool> BlocksPublicAccess(string bucket, CancellationToken ct)
    {
        var found = await Find("s3:GetBucketPublicAccessBlock", () => s3.GetPublicAccessBlockAsync(new() { BucketName = bucket, ExpectedBucketOwner = account }, ct));
        return found?.PublicAccessBlockConfiguration is { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    }

    /// <summary>JSON; null: none.</summary>
    public async Task<string?> Policy(string bucket, CancellationToken ct) => BucketPolicy.Of(
        await Find("s3:GetBucketPolicy", () => s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = bucket, ExpectedBucketOwner = account }, ct)));

    public async Task<IReadOnlyList<LifecycleRule>> Lifecycle(string bucket, CancellationToken ct)
    {
        var found = await Find(
            "s3:GetLifecycleConfiguration", () => s3.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = bucket, ExpectedBucketOwner = account }, ct));
        return found?.Configuration?.Rules ?? [];
    }

    // For some of these calls the SDK makes an answer of a 404, and for the others an exception.
    /// <summary>Null: the bucket has nothing of that kind.</summary>
    public static Task<T?> Find<T>(string operation, Func<Task<T>> call)
        where T : AmazonWebServiceResponse => AwsFailures.Translate(operation, async () =>
    {
        try
        {
            var reply = await call();
            return reply.HttpStatusCode == HttpStatusCode.NotFound ? null : reply;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    });
}
