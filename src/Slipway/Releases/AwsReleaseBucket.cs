using System.Net;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;

namespace Slipway.Releases;

/// <summary>
/// The release bucket in S3. Every call names the account that must own the bucket: a bucket's name is anybody's to take while it is free.
/// </summary>
internal sealed class AwsReleaseBucket(IAmazonS3 s3, Application application, DeployEnvironment environment, TimeProvider time) : IReleaseBucket
{
    private const int Attempts = 6;

    public string Name { get; } = ReleaseBucketName.Of(application, environment);

    // Without s3:ListBucket S3 answers 403 for a key that is not there.
    public Task<StoredDocument?> Get(string key, CancellationToken ct) => AwsFailures.Translate("s3:GetObject with s3:ListBucket", async () =>
    {
        var request = new GetObjectRequest { BucketName = Name, Key = key, ExpectedBucketOwner = environment.Account };
        try
        {
            using var reply = await s3.GetObjectAsync(request, ct);
            // The manifest of a large site has megabytes: as large as it is said to be, the stream's memory is the document's.
            using var content = new MemoryStream((int)Math.Max(reply.ContentLength, 0));
            await reply.ResponseStream.CopyToAsync(content, ct);
            return new StoredDocument(
                content.Length == content.Capacity ? content.GetBuffer() : content.ToArray(), reply.ETag,
                new DateTimeOffset(reply.LastModified!.Value.ToUniversalTime()), ServerTime.Of(request));
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode is "NoSuchKey" or "NoSuchBucket")
        {
            return null;
        }
    });

    public Task<Written?> Put(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken ct) =>
        Conditionally("s3:PutObject", async () =>
        {
            using var body = MemoryMarshal.TryGetArray(content, out var whole)
                ? new MemoryStream(whole.Array!, whole.Offset, whole.Count, writable: false)
                : new MemoryStream(content.ToArray(), writable: false);
            var request = new PutObjectRequest
            {
                BucketName = Name,
                Key = key,
                ExpectedBucketOwner = environment.Account,
                InputStream = body,
                ContentType = key.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream",
                UseChunkEncoding = false,
                IfNoneMatch = condition is PutCondition.IfAbsent ? "*" : null,
                IfMatch = (condition as PutCondition.IfMatch)?.ETag,
            };
            var reply = await s3.PutObjectAsync(request, ct);
            return new Written(reply.ETag, ServerTime.Of(request));
        }, ct);

    public async Task<bool> Delete(string key, string etag, CancellationToken ct) =>
        await Conditionally("s3:DeleteObject", () => s3.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = Name, Key = key, ExpectedBucketOwner = environment.Account, IfMatch = etag }, ct), ct) is not null;

    public Task<IReadOnlyList<string>> List(string prefix, CancellationToken ct) => AwsFailures.Translate<IReadOnlyList<string>>("s3:ListBucket", async () =>
    {
        List<string> keys = [];
        var request = new ListObjectsV2Request { BucketName = Name, Prefix = prefix, ExpectedBucketOwner = environment.Account };
        try
        {
            do
            {
                var page = await s3.ListObjectsV2Async(request, ct);
                keys.AddRange((page.S3Objects ?? []).Select(found => found.Key));
                request.ContinuationToken = page.NextContinuationToken;
            }
            while (request.ContinuationToken is not null);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
        {
            return [];
        }

        return [.. keys.Order(StringComparer.Ordinal)];
    });

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html: 412 the condition does not hold, 404 nothing to match is
    // there, 409 another write was under way at the same moment and this one is to be sent again.
    /// <summary>Makes a call that has a condition. Null: it did not hold.</summary>
    private Task<T?> Conditionally<T>(string operation, Func<Task<T>> call, CancellationToken ct)
        where T : class => AwsFailures.Translate(operation, async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed || exception.ErrorCode == "NoSuchKey")
            {
                return null;
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
            {
                throw Missing(exception);
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "ConditionalRequestConflict")
            {
                if (attempt == Attempts)
                    throw Busy(operation, exception);

                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), time, ct);
            }
        }
    });

    private DeployException Missing(Exception inner) => new(
        $"""
         The release bucket {Name} of {application.Name} in {environment} does not exist. Nothing was changed.
           try  ./build.sh Bootstrap --environment {environment}
         """,
        Verdict.Refused, inner);

    private DeployException Busy(string operation, Exception inner) => new(
        $"""
         {operation} met other writes of the same object in {Name}, {Attempts} times in a row. It was not written.
           try  the same again in a minute
         """,
        inner: inner)
    {
        MayPass = true,
    };
}
