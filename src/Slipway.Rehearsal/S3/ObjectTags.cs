using System.Net;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>The tags of objects.</summary>
internal sealed class ObjectTags(BlobFiles blobs)
{
    private const int Most = 10;

    public static Task Get(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (version, stored) = ObjectReads.Find(call, bucket, call.Query("versionId"));
        Tell(call, bucket, version);
        return call.Write("Tagging", writer => writer.Nested("TagSet", _ =>
        {
            foreach (var (key, value) in stored.Tags)
            {
                writer.Nested("Tag", _ =>
                {
                    writer.WriteElementString("Key", key);
                    writer.WriteElementString("Value", value);
                });
            }
        }));
    }

    public async Task Put(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var set = S3Xml.Parse(await Payload.Document(call.Request, blobs, ct), "Tagging").All("TagSet").FirstOrDefault() ?? throw S3Refusals.MalformedXml();
        Change(call, bucket, Valid(set.All("Tag").Select(tag => KeyValuePair.Create(tag.Required("Key"), tag.Required("Value")))));
        await call.Empty(200);
    }

    public static Task Delete(S3Call call, Bucket bucket, CancellationToken ct)
    {
        Change(call, bucket, new Dictionary<string, string>());
        return call.Empty(204);
    }

    /// <exception cref="AwsError">InvalidTag; BadRequest: there are more than ten.</exception>
    public static IReadOnlyDictionary<string, string> Valid(IEnumerable<KeyValuePair<string, string>> given)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            if (key.Length is 0 or > 128)
                throw new AwsError("InvalidTag", "The TagKey you have provided is invalid");

            if (value.Length > 256)
                throw new AwsError("InvalidTag", "The TagValue you have provided is invalid");

            if (!tags.TryAdd(key, value))
                throw new AwsError("InvalidTag", "Cannot provide multiple Tags with the same key");
        }

        return tags.Count <= Most ? tags : throw new AwsError("BadRequest", "Object tags cannot be greater than 10", HttpStatusCode.BadRequest);
    }

    private static void Change(S3Call call, Bucket bucket, IReadOnlyDictionary<string, string> tags)
    {
        var (found, _) = ObjectReads.Find(call, bucket, call.Query("versionId"));
        bucket.Change(index =>
        {
            var version = index.Find(found.Key, found.Id);
            var change = version?.Object is { } stored ? new BucketChange { Retag = version with { Object = stored with { Tags = tags } } } : throw S3Refusals.NoSuchKey();
            return (change, true);
        });
        Tell(call, bucket, found);
    }

    private static void Tell(S3Call call, Bucket bucket, ObjectVersion version)
    {
        if (bucket.Settings.Versioning is not null)
            call.Response.Headers["x-amz-version-id"] = version.Id;
    }
}
