using Microsoft.AspNetCore.WebUtilities;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>What the header x-amz-copy-source names, found and read with the caller's rights.</summary>
internal sealed record CopySource(BucketSettings Bucket, ObjectVersion Version, StoredObject Stored)
{
    /// <exception cref="AwsError">It is not there, or may not be read, or does not fulfil the conditions on it.</exception>
    public static CopySource Of(S3Call call, Buckets buckets)
    {
        var header = call.Header("x-amz-copy-source")!.Split('?', 2);
        var target = S3Target.OfSource(header[0]);
        if (target is not { Bucket: { } name, Key: not null })
            throw S3Refusals.InvalidArgument("Invalid copy source object key");

        var versionId = header.Length > 1 ? QueryHelpers.ParseQuery(header[1])["versionId"].ToString() : "";
        var bucket = buckets.Known(name);
        S3Api.DemandOwner(bucket, call.Header("x-amz-source-expected-bucket-owner"));
        var read = call with { Target = target };
        Access.Demand(bucket, read.Question(bucket, versionId.Length == 0 ? "s3:GetObject" : "s3:GetObjectVersion"));

        var (version, stored) = ObjectReads.Find(read, bucket, versionId.Length == 0 ? null : versionId);
        if (ReadConditions.Of(call, "x-amz-copy-source-").Judge(stored.ETag, version.At) != ReadVerdict.Read)
            throw S3Refusals.PreconditionFailed();

        if (bucket.Settings.Versioning is not null)
            call.Response.Headers["x-amz-copy-source-version-id"] = version.Id;

        return new CopySource(bucket.Settings, version, stored);
    }
}
