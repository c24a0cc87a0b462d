using System.Net;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Model;

namespace Slipway.Infrastructures;

/// <summary>Amazon S3.</summary>
internal sealed class AwsBuckets(IAmazonS3 s3, DeployEnvironment environment) : IBuckets
{
    private const string RegionHeader = "x-amz-bucket-region";

    /// <inheritdoc/>
    public Task<Answer<Bucket?>> Bucket(string name, CancellationToken ct) => AwsAnswers.Ask("s3:ListBucket", async () =>
    {
        try
        {
            return await Head(name, environment.Account, ct);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            // The answer to a HEAD has no reason. Without the owner's condition it succeeds where the bucket is another account's, and open to this one.
            return await Head(name, owner: null, ct) is { } others ? others with { IsOwn = false } : null;
        }
    });

    private async Task<Bucket?> Head(string name, string? owner, CancellationToken ct)
    {
        try
        {
            var answer = await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = name, ExpectedBucketOwner = owner }, ct);
            return new Bucket(name, answer.BucketRegion ?? environment.Region, IsOwn: true);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (AmazonS3Exception exception) when (RegionOf(exception) is { } region)
        {
            return new Bucket(name, region, IsOwn: true);
        }
    }

    /// <summary>Where S3 says that the bucket is, when it refuses what was signed for another region.</summary>
    private static string? RegionOf(AmazonS3Exception exception) =>
        exception.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest
        && exception.InnerException is HttpErrorResponseException { Response: { } answer } && answer.IsHeaderPresent(RegionHeader)
            ? answer.GetHeaderValue(RegionHeader)
            : null;
}
