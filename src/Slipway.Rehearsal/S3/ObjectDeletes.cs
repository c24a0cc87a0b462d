using System.Xml;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>DeleteObject and DeleteObjects.</summary>
internal sealed class ObjectDeletes(BlobFiles blobs)
{
    private const int Most = 1000;

    public static Task One(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (versionId, conditions) = (call.Query("versionId"), new WriteConditions(call.Header("If-Match"), null));
        var deleted = bucket.Change(index => Versioning.Delete(index, call.Key, versionId, conditions, call.Now));
        if (deleted.VersionId is not null)
            call.Response.Headers["x-amz-version-id"] = deleted.VersionId;

        if (deleted.IsMarker)
            call.Response.Headers["x-amz-delete-marker"] = "true";

        return call.Empty(204);
    }

    public async Task Many(S3Call call, Bucket bucket, CancellationToken ct)
    {
        if (call.Header("Content-MD5") is null && call.Header("x-amz-trailer") is null && !Checksum.Algorithms.Any(each => call.Header(Checksum.HeaderOf(each)) is not null))
            throw S3Refusals.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");

        var request = S3Xml.Parse(await Payload.Document(call.Request, blobs, ct), "Delete");
        var asked = request.All("Object").Select(Asked.Parse).ToList();
        if (asked.Count is 0 or > Most)
            throw S3Refusals.MalformedXml();

        var quiet = request.Text("Quiet") is "true" or "True";
        var results = asked.ConvertAll(each => Delete(call, bucket, each));
        await call.Write("DeleteResult", writer =>
        {
            foreach (var result in results.Where(result => result.Error is not null || !quiet))
                Write(writer, result);
        });
    }

    private static Result Delete(S3Call call, Bucket bucket, Asked asked)
    {
        try
        {
            Access.Demand(bucket, call.Question(bucket, asked.VersionId is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", asked.Key));
            var conditions = new WriteConditions(asked.ETag, null);
            return new Result(asked, bucket.Change(index => Versioning.Delete(index, asked.Key, asked.VersionId, conditions, call.Now)), null);
        }
        catch (AwsError error) when (error.Code is "AccessDenied" or "PreconditionFailed" or "NoSuchKey")
        {
            return new Result(asked, null, error);
        }
    }

    private static void Write(XmlWriter writer, Result result) => writer.Nested(result.Error is null ? "Deleted" : "Error", _ =>
    {
        writer.WriteElementString("Key", result.Asked.Key);
        writer.Optional("VersionId", result.Asked.VersionId);
        writer.Optional("Code", result.Error?.Code);
        writer.Optional("Message", result.Error?.Message);
        if (result.Deleted is { IsMarker: true } marker)
        {
            writer.Element("DeleteMarker", value: true);
            writer.Optional("DeleteMarkerVersionId", marker.VersionId);
        }
    });

    private sealed record Asked(string Key, string? VersionId, string? ETag)
    {
        public static Asked Parse(XElement element) =>
            new(element.Required("Key"), element.Text("VersionId") is { Length: > 0 } version ? version : null, element.Text("ETag"));
    }

    private sealed record Result(Asked Asked, Deleted? Deleted, AwsError? Error);
}
