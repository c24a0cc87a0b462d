using System.Net;
using System.Security.Cryptography;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Sites.Transfer;

namespace Slipway.Sites;

/// <summary>Amazon S3. The requests are this project's own (<see cref="S3Wire"/>); account, credentials and addresses are the AWS client's.</summary>
internal sealed class AwsSiteBucket : ISiteBucket
{
    private readonly S3Wire _wire;
    private readonly ObjectCalls _objects;
    private readonly PartUpload _parts;
    private readonly BatchDelete _deletes;

    public AwsSiteBucket(AwsSession session, TimeProvider time)
    {
        _wire = session.Own(() => new S3Wire(
            bucket => S3Address.Of(session.BucketUrl(bucket), session.Region), async () => Key(await session.Credentials()),
            S3Wire.Connections(session.IsLoopback), session.Calls, time));
        _objects = new ObjectCalls(_wire);
        _parts = new PartUpload(_wire, _objects);
        _deletes = new BatchDelete(_wire, _objects, time);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SiteObject>> List(string bucket, string prefix, IReadOnlyList<SeenObject> expected, CancellationToken ct) => Told("s3:ListBucket", async () =>
    {
        try
        {
            return await BucketListing.Run(prefix, expected, (after, next, ct) => Page(bucket, prefix, after, next, ct), ct);
        }
        catch (S3Refusal refusal) when (refusal.Code is "NoSuchBucket" or "PermanentRedirect" or "AuthorizationHeaderMalformed")
        {
            throw new DeployException(
                $"""
                 The bucket {bucket} {(refusal.Code == "NoSuchBucket" ? "does not exist" : "is in another region")}. Nothing was changed.
                   reason  {refusal.Code}: {refusal.Message}
                   try     correct it in Infrastructure.Sites, or check account and credentials
                 """,
                Verdict.Refused, refusal);
        }
    });

    /// <inheritdoc/>
    public Task<string?> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct) => IfItHolds("s3:PutObject", async () =>
    {
        try
        {
            return body.Size > Part.From
                ? await _parts.Put(bucket, key, body, headers, condition, ct)
                : await _objects.Put(bucket, key, body, headers, condition, ct);
        }
        catch (S3Refusal refusal) when (refusal.Code == "XAmzContentSHA256Mismatch")
        {
            throw SourceFile.Changed(key, refusal);
        }
    });

    /// <inheritdoc/>
    public Task<string?> CopyOntoItself(string bucket, string key, string etag, SiteHeaders headers, CancellationToken ct) => IfItHolds(
        "s3:PutObject", () => Copy(bucket, key, etag, bucket, key, headers, new PutCondition.IfMatch(etag), ct));

    /// <inheritdoc/>
    public Task<HashedObject?> Hash(string bucket, string key, CancellationToken ct) => Told<HashedObject?>("s3:GetObject", async () =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var etag = await Content(bucket, key, (piece, _) =>
        {
            hash.AppendData(piece.Span);
            return ValueTask.CompletedTask;
        }, ct);
        return etag is null ? null : new HashedObject(etag, Convert.ToHexStringLower(hash.GetHashAndReset()));
    });

    /// <inheritdoc/>
    public Task<bool> Read(string bucket, string key, Stream to, CancellationToken ct) => Told(
        "s3:GetObject", async () => await Content(bucket, key, (piece, ct) => Keep(key, piece, to, ct), ct) is not null);

    /// <inheritdoc/>
    public Task<StoredHeaders?> Headers(string bucket, string key, CancellationToken ct) => Told<StoredHeaders?>(
        "s3:GetObject", async () => await _objects.Head(bucket, key, ct) is { } facts ? new StoredHeaders(facts.ETag, facts.Headers) : null);

    /// <inheritdoc/>
    public async Task<bool> CopyAway(string bucket, string key, string etag, string toBucket, string toKey, CancellationToken ct) =>
        await IfItHolds("s3:PutObject", () => Copy(bucket, key, etag, toBucket, toKey, null, new PutCondition.Always(), ct)) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Delete(string bucket, IReadOnlyList<SeenObject> objects, CancellationToken ct)
    {
        var (others, refused) = await Told("s3:DeleteObject", () => _deletes.Run(bucket, objects, ct));
        if (refused.Count == 0)
            return others;

        var reasons = refused.GroupBy(each => each.Code).Select(same => $"reason  {same.Key}: {same.First().Message} ({SitePlanText.Some(same.Select(each => each.Key))})");
        throw new DeployException(
            $"""
             {refused.Count} of {objects.Count} objects of bucket {bucket} were not deleted. The others are gone.
               {string.Join("\n  ", reasons)}
               try     {(refused[0].Code == "AccessDenied" ? "allow s3:DeleteObject and s3:GetObject to the caller" : "the same again in a minute")}
             """);
    }

    private Task<ListPage> Page(string bucket, string prefix, string? after, string? next, CancellationToken ct) => _wire.Send(
        new S3Call("ListObjectsV2", HttpMethod.Get, bucket, null)
        {
            Query =
                (next is null ? "" : $"continuation-token={KeyText.Value(next)}&")
                + $"encoding-type=url&list-type=2&prefix={KeyText.Value(prefix)}"
                + (after is null || next is not null ? "" : $"&start-after={KeyText.Value(after)}"),
        },
        static async (answer, deadline) =>
        {
            try
            {
                return ListPage.Read(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(deadline.Token), writable: false));
            }
            catch (XmlException exception)
            {
                throw new HttpRequestException($"the listing cannot be read: {exception.Message}", exception);
            }
        },
        ct);

    /// <summary>S3 tells that an object is too large for one request only when it is asked.</summary>
    /// <param name="headers">Null: those that it has.</param>
    private async Task<string> Copy(
        string bucket, string key, string etag, string toBucket, string toKey, SiteHeaders? headers, PutCondition condition, CancellationToken ct)
    {
        try
        {
            return await _objects.Copy(bucket, key, etag, toBucket, toKey, headers, ct);
        }
        catch (S3Refusal refusal) when (refusal.Code == "InvalidRequest")
        {
            if (await _objects.Head(bucket, key, ct) is not { Size: > PartUpload.LargestCopy } source || source.ETag != etag)
                throw;

            return await _parts.Copy(bucket, key, source, toBucket, toKey, headers ?? source.Headers, condition, ct);
        }
    }

    /// <summary>The ETag of what was read; null: there is nothing.</summary>
    private async Task<string?> Content(string bucket, string key, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, CancellationToken ct)
    {
        try
        {
            return await new Download(_wire, bucket, key).To(sink, ct);
        }
        catch (S3Refusal refusal) when (refusal.Code == "NoSuchKey")
        {
            return null;
        }
    }

    /// <summary>A full disk must not be taken for a broken connection.</summary>
    private static async ValueTask Keep(string key, ReadOnlyMemory<byte> piece, Stream to, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(piece, ct);
        }
        catch (IOException exception)
        {
            throw new DeployException(
                $"""
                 {key} could not be kept on this machine.
                   reason  {exception.Message}
                   try     make room on the disk
                 """,
                inner: exception);
        }
    }

    private static AccessKey Key(ImmutableCredentials credentials) => new(credentials.AccessKey, credentials.SecretKey, credentials.UseToken ? credentials.Token : null);

    /// <summary>Null where the condition does not hold. An object that is gone cannot match either.</summary>
    private static Task<string?> IfItHolds(string operation, Func<Task<string>> write) => Told<string?>(operation, async () =>
    {
        try
        {
            return await write();
        }
        catch (S3Refusal refusal) when (refusal.Status == HttpStatusCode.PreconditionFailed || refusal.Code == "NoSuchKey")
        {
            return null;
        }
    });

    /// <summary>Gives refusals the form in which they are told of all services.</summary>
    private static Task<T> Told<T>(string operation, Func<Task<T>> call) => AwsFailures.Translate(operation, async () =>
    {
        try
        {
            return await call();
        }
        catch (S3Refusal refusal)
        {
            throw new AmazonS3Exception(
                refusal.RequestId.Length == 0 ? refusal.Message : $"{refusal.Message} (request {refusal.RequestId})", refusal, ErrorType.Unknown, refusal.Code, refusal.RequestId, refusal.Status);
        }
    });
}
