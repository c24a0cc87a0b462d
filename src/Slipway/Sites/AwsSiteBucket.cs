using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>Amazon S3.</summary>
internal sealed class AwsSiteBucket(IAmazonS3 s3, TimeProvider time) : ISiteBucket
{
    /// <summary>Attempts at a conditional write that S3 answers with "at the same moment as another".</summary>
    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SiteObject>> List(string bucket, string prefix, IReadOnlyList<string> expected, CancellationToken ct) => AwsFailures.Translate<IReadOnlyList<SiteObject>>(
        "s3:ListBucket",
        async () =>
        {
            List<SiteObject> found = [];
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
            try
            {
                do
                {
                    var page = await s3.ListObjectsV2Async(request, ct);
                    found.AddRange((page.S3Objects ?? []).Select(item => new SiteObject(item.Key, Bare(item.ETag), item.Size ?? 0, item.LastModified ?? default)));
                    request.ContinuationToken = page.NextContinuationToken;
                }
                while (request.ContinuationToken is not null);
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
            {
                throw new DeployException(
                    $"""
                     The bucket {bucket} does not exist. Nothing was changed.
                       try  correct it in Infrastructure.Sites, or check account and credentials
                     """,
                    Verdict.Refused, exception);
            }

            return found;
        });

    /// <inheritdoc/>
    public Task<string?> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct) => Conditionally(
        "s3:PutObject",
        async () =>
        {
            var request = new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = body.Open(),
                AutoCloseStream = true,
                UseChunkEncoding = false,
                ContentType = headers.ContentType,
                // S3 refuses what differs from the hash that the plan was made with: a file that was changed since, or a damaged body.
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                ChecksumSHA256 = Convert.ToBase64String(Convert.FromHexString(body.Sha256)),
                IfNoneMatch = condition is PutCondition.IfAbsent ? "*" : null,
                IfMatch = condition is PutCondition.IfMatch match ? Quoted(match.ETag) : null,
            };
            request.Headers.CacheControl = headers.CacheControl;
            return Bare((await s3.PutObjectAsync(request, ct)).ETag);
        },
        ct);

    /// <inheritdoc/>
    public Task<string?> CopyOntoItself(string bucket, string key, string etag, SiteHeaders headers, CancellationToken ct) => Conditionally(
        "s3:PutObject",
        async () =>
        {
            var request = new CopyObjectRequest
            {
                SourceBucket = bucket,
                SourceKey = key,
                DestinationBucket = bucket,
                DestinationKey = key,
                ETagToMatch = Quoted(etag),
                MetadataDirective = S3MetadataDirective.REPLACE,
                ContentType = headers.ContentType,
            };
            request.Headers.CacheControl = headers.CacheControl;
            return Bare((await s3.CopyObjectAsync(request, ct)).ETag);
        },
        ct);

    /// <inheritdoc/>
    public Task<HashedObject?> Hash(string bucket, string key, CancellationToken ct) => AwsFailures.Translate<HashedObject?>(
        "s3:GetObject",
        async () =>
        {
            try
            {
                using var found = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, ct);
                return new HashedObject(Bare(found.ETag), Convert.ToHexStringLower(await SHA256.HashDataAsync(found.ResponseStream, ct)));
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    /// <inheritdoc/>
    public Task<bool> Read(string bucket, string key, Stream to, CancellationToken ct) => AwsFailures.Translate(
        "s3:GetObject",
        async () =>
        {
            try
            {
                using var found = await s3.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key }, ct);
                await found.ResponseStream.CopyToAsync(to, ct);
                return true;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }
        });

    /// <inheritdoc/>
    public Task<StoredHeaders?> Headers(string bucket, string key, CancellationToken ct) => AwsFailures.Translate<StoredHeaders?>(
        "s3:GetObject",
        async () =>
        {
            try
            {
                var found = await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = key }, ct);
                return new StoredHeaders(Bare(found.ETag), new SiteHeaders(found.Headers.ContentType ?? "", found.Headers.CacheControl ?? ""));
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        });

    /// <inheritdoc/>
    public async Task<bool> CopyAway(string bucket, string key, string etag, string toBucket, string toKey, CancellationToken ct) => await Conditionally(
        "s3:PutObject",
        async () =>
        {
            await s3.CopyObjectAsync(
                new CopyObjectRequest { SourceBucket = bucket, SourceKey = key, DestinationBucket = toBucket, DestinationKey = toKey, ETagToMatch = Quoted(etag) }, ct);
            return etag;
        },
        ct) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Delete(string bucket, IReadOnlyList<SeenObject> objects, CancellationToken ct)
    {
        List<string> others = [];
        foreach (var item in objects)
        {
            if (!await Delete(bucket, item, ct))
                others.Add(item.Key);
        }

        return others;
    }

    private async Task<bool> Delete(string bucket, SeenObject item, CancellationToken ct) => await Conditionally(
        "s3:DeleteObject",
        async () =>
        {
            try
            {
                await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = item.Key, IfMatch = Quoted(item.ETag) }, ct);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                // Somebody else deleted it.
            }

            return item.ETag;
        },
        ct) is not null;

    /// <summary>Null where the condition does not hold. An object that is gone cannot match either.</summary>
    private async Task<string?> Conditionally(string operation, Func<Task<string>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AwsFailures.Translate<string?>(operation, async () =>
                {
                    try
                    {
                        return await write();
                    }
                    catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed || exception.ErrorCode == "NoSuchKey")
                    {
                        return null;
                    }
                });
            }
            catch (DeployException exception) when (exception.InnerException is AmazonS3Exception { ErrorCode: "ConditionalRequestConflict" } && attempt < Attempts)
            {
                await Task.Delay(Pause * attempt, time, ct);
            }
        }
    }

    private static string Bare(string etag) => etag.Trim('"');

    private static string Quoted(string etag) => $"\"{etag}\"";
}
