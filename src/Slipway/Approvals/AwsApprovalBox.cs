using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>Approvals as objects in S3, each with a tag that names its writer.</summary>
internal sealed class AwsApprovalBox(IAmazonS3 s3, Application application, DeployEnvironment environment) : IApprovalBox
{
    public string Bucket { get; } = ReleaseBucketName.Of(application, environment);

    public Task Write(string key, ReadOnlyMemory<byte> content, string writer, CancellationToken ct) =>
        AwsFailures.Translate("s3:PutObject with s3:PutObjectTagging", async () =>
        {
            using var body = new MemoryStream(content.ToArray(), writable: false);
            try
            {
                return await s3.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = Bucket,
                        Key = key,
                        ExpectedBucketOwner = environment.Account,
                        InputStream = body,
                        ContentType = "application/json",
                        UseChunkEncoding = false,
                        TagSet = [new Tag { Key = ApproverStatement.Tag, Value = writer }],
                    },
                    ct);
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
            {
                throw ApproverStatement.Missing(Bucket, environment, exception);
            }
        });

    public async Task<IReadOnlyList<StoredApproval>> Read(string prefix, CancellationToken ct)
    {
        var keys = await AwsFailures.Translate<IReadOnlyList<string>>("s3:ListBucket", async () =>
        {
            var page = await Find(() => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix, ExpectedBucketOwner = environment.Account }, ct));
            return [.. (page?.S3Objects ?? []).Select(found => found.Key)];
        });
        return [.. (await Task.WhenAll(keys.Select(key => Read(key, prefix, ct)))).OfType<StoredApproval>()];
    }

    public Task<string?> Policy(CancellationToken ct) => AwsFailures.Translate("s3:GetBucketPolicy", async () =>
        BucketPolicy.Of(await Find(() => s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = Bucket, ExpectedBucketOwner = environment.Account }, ct))));

    /// <summary>Content and tag of one version: between the two calls another may be written.</summary>
    private Task<StoredApproval?> Read(string key, string prefix, CancellationToken ct) =>
        AwsFailures.Translate("s3:GetObject with s3:GetObjectVersionTagging", async () =>
        {
            var request = new GetObjectRequest { BucketName = Bucket, Key = key, ExpectedBucketOwner = environment.Account };
            using var reply = await Find(() => s3.GetObjectAsync(request, ct));
            if (reply is null)
                return null;

            using var content = new MemoryStream();
            await reply.ResponseStream.CopyToAsync(content, ct);
            var tags = await s3.GetObjectTaggingAsync(
                new GetObjectTaggingRequest { BucketName = Bucket, Key = key, VersionId = reply.VersionId, ExpectedBucketOwner = environment.Account }, ct);
            return new StoredApproval(
                key[prefix.Length..],
                content.ToArray(),
                (tags.Tagging ?? []).FirstOrDefault(tag => tag.Key == ApproverStatement.Tag)?.Value,
                new DateTimeOffset(reply.LastModified!.Value.ToUniversalTime()),
                ServerTime.Of(request));
        });

    /// <summary>Null: what was asked for is not there.</summary>
    private static async Task<T?> Find<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
