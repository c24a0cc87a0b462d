using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>Carries out an operation on a bucket, or within one.</summary>
internal delegate Task S3Handler(S3Call call, Bucket bucket, CancellationToken ct);

/// <summary>
/// Simple Storage Service, in path style. Access control lists, encryption with own keys, replication, events and the execution of
/// lifecycle rules are not there.
/// </summary>
internal sealed class S3Api : IRestApi
{
    private readonly Buckets _buckets;
    private readonly BucketOperations _bucketOperations;
    private readonly FrozenDictionary<string, S3Handler> _handlers;
    private readonly TimeProvider _clock;
    private readonly Func<Caller, string> _userId;

    /// <param name="userId">Gives a caller's unique id, as policies know it by <c>aws:userid</c>.</param>
    public S3Api(Buckets buckets, TimeProvider clock, Func<Caller, string> userId)
    {
        (_buckets, _clock, _userId) = (buckets, clock, userId);
        _bucketOperations = new BucketOperations(buckets);
        var reads = new ObjectReads(buckets.Blobs);
        var writes = new ObjectWrites(buckets.Blobs);
        var copies = new ObjectCopies(buckets);
        var deletes = new ObjectDeletes(buckets.Blobs);
        var tags = new ObjectTags(buckets.Blobs);
        var uploads = new MultipartOperations(buckets.Blobs);
        var parts = new UploadParts(buckets);
        _handlers = new Dictionary<string, S3Handler>(BucketDocument.All.SelectMany(document => document.Handlers(buckets.Blobs)))
        {
            ["HeadBucket"] = BucketOperations.Head,
            ["DeleteBucket"] = _bucketOperations.Delete,
            ["GetBucketLocation"] = BucketOperations.GetLocation,
            ["GetBucketVersioning"] = BucketOperations.GetVersioning,
            ["PutBucketVersioning"] = _bucketOperations.PutVersioning,
            ["GetBucketPolicy"] = BucketOperations.GetPolicy,
            ["GetBucketPolicyStatus"] = BucketOperations.GetPolicyStatus,
            ["PutBucketPolicy"] = _bucketOperations.PutPolicy,
            ["DeleteBucketPolicy"] = BucketOperations.DeletePolicy,
            ["ListObjects"] = ListOperations.V1,
            ["ListObjectsV2"] = ListOperations.V2,
            ["ListObjectVersions"] = ListOperations.Versions,
            ["GetObject"] = reads.Get,
            ["HeadObject"] = ObjectReads.Head,
            ["GetObjectAttributes"] = ObjectAttributes.Get,
            ["PutObject"] = writes.Put,
            ["CopyObject"] = copies.Copy,
            ["DeleteObject"] = ObjectDeletes.One,
            ["DeleteObjects"] = deletes.Many,
            ["GetObjectTagging"] = ObjectTags.Get,
            ["PutObjectTagging"] = tags.Put,
            ["DeleteObjectTagging"] = ObjectTags.Delete,
            ["CreateMultipartUpload"] = MultipartOperations.Create,
            ["UploadPart"] = parts.Upload,
            ["UploadPartCopy"] = parts.Copy,
            ["CompleteMultipartUpload"] = uploads.Complete,
            ["AbortMultipartUpload"] = MultipartOperations.Abort,
            ["ListParts"] = MultipartOperations.ListParts,
            ["ListMultipartUploads"] = MultipartOperations.List,
        }.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    public string SigningName => "s3";

    /// <inheritdoc/>
    public string Operation(HttpRequest request) => S3Operation.Of(request, S3Target.Of(request)).Name;

    /// <inheritdoc/>
    public async Task Serve(HttpContext context, Caller caller, CancellationToken ct)
    {
        // Objects have a limit of their own; the server's default would refuse them at 30 MB.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;

        var now = _clock.GetUtcNow();
        var target = S3Target.Of(context.Request);
        var call = new S3Call(context, S3Operation.Of(context.Request, target), target, caller, _userId(caller), WholeSeconds(now));
        Identify(call.Response, Guid.NewGuid().ToString("N")[..16].ToUpperInvariant());

        PresignedUrl.DemandUnexpired(call.Request, now);
        switch (call.Operation.Name)
        {
            case "ListBuckets":
                Demand(call, "*");
                await _bucketOperations.List(call);
                break;
            case "CreateBucket":
                Demand(call, $"arn:aws:s3:::{target.Bucket}");
                await _bucketOperations.Create(call, ct);
                break;
            default:
                var bucket = Authorize(call);
                await _handlers[call.Operation.Name](call, bucket, ct);
                break;
        }
    }

    /// <inheritdoc/>
    public Task WriteError(HttpContext context, AwsError error, string requestId)
    {
        var (target, response) = (S3Target.Of(context.Request), context.Response);
        Identify(response, requestId);
        response.StatusCode = (int)error.Status;
        if (error.Code == S3Regions.Wrong)
            response.Headers[S3Regions.Header] = _buckets.Find(target.Bucket ?? "")?.Settings.Region;

        // A client that waited to be told to send its body sends none after this, and the server would take its next request for it.
        if (!Payload.WasRead(context.Request))
            response.Headers.Connection = "close";

        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;

        var details = S3ErrorDetails.Of(error, target, _buckets);
        return S3Xml.Send(response, S3Xml.Error(CodeOf(error), error.Message, details, requestId), context.RequestAborted);
    }

    /// <summary>Holds the caller's role to its policy where there is no bucket yet, or none is meant.</summary>
    private static void Demand(S3Call call, string resource)
    {
        var context = Access.Context(call.Now);
        context["aws:resourceaccount"] = call.Caller.Account;
        if (call.Role is { } role && !role.Allows(call.Operation.Action, resource, context))
            throw S3Refusals.AccessDenied($"User: {role.Arn} is not authorized to perform: {call.Operation.Action} on resource: \"{resource}\"");
    }

    /// <summary>The bucket, if it is in the region that the request is signed for, has the owner that the client expects, and the caller may do this.</summary>
    private Bucket Authorize(S3Call call)
    {
        var bucket = _buckets.Known(call.Target.Bucket!);
        S3Regions.Demand(bucket.Settings, call.Caller);
        DemandOwner(bucket, call.Header("x-amz-expected-bucket-owner"));
        if (call.Target.Key is { } key && System.Text.Encoding.UTF8.GetByteCount(key) > 1024)
            throw new AwsError("KeyTooLongError", "Your key is too long");

        // Each of several keys is asked for by itself.
        if (call.Operation.Name != "DeleteObjects")
            Access.Demand(bucket, call.Question(bucket));

        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: tags need a permission of their own.
        if (call.Header("x-amz-tagging") is not null)
            Access.Demand(bucket, call.Question(bucket, "s3:PutObjectTagging"));

        return bucket;
    }

    /// <exception cref="AwsError">AccessDenied: another account owns the bucket.</exception>
    public static void DemandOwner(Bucket bucket, string? expected)
    {
        if (expected is not null && expected != bucket.Settings.Account)
            throw S3Refusals.AccessDenied();
    }

    private void Identify(HttpResponse response, string requestId)
    {
        response.Headers["x-amz-request-id"] = requestId;
        response.Headers["x-amz-id-2"] = "rehearsal";
        // The server's clock, by which locks are judged.
        response.Headers.Date = _clock.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A bug has another name in S3 than elsewhere; clients try again by it.</summary>
    private static string CodeOf(AwsError error) => error.Code == "InternalFailure" ? "InternalError" : error.Code;

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
