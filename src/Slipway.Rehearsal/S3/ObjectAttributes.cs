using System.Globalization;

namespace Slipway.Rehearsal.S3;

/// <summary>GetObjectAttributes: what is asked of an object, without its bytes.</summary>
internal static class ObjectAttributes
{
    public static Task Get(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var asked = (call.Header("x-amz-object-attributes") ?? throw S3Refusals.InvalidArgument("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty"))
            .Split(',', StringSplitOptions.TrimEntries);
        var (version, stored) = ObjectReads.Find(call, bucket, call.Query("versionId"));
        call.Response.Headers.LastModified = version.At.ToString("R", CultureInfo.InvariantCulture);
        if (bucket.Settings.Versioning is not null)
            call.Response.Headers["x-amz-version-id"] = version.Id;

        return call.Write("GetObjectAttributesResponse", writer =>
        {
            if (asked.Contains("ETag"))
                writer.WriteElementString("ETag", stored.ETag);

            if (asked.Contains("Checksum"))
            {
                writer.Nested("Checksum", _ =>
                {
                    writer.WriteElementString($"Checksum{stored.Checksum.Algorithm}", stored.Checksum.Value);
                    writer.WriteElementString("ChecksumType", stored.Checksum.Type);
                });
            }

            if (asked.Contains("ObjectParts") && stored.Parts.Count > 0)
                writer.Nested("ObjectParts", _ => writer.Element("PartsCount", stored.Parts.Count));

            if (asked.Contains("StorageClass"))
                writer.WriteElementString("StorageClass", stored.StorageClass);

            if (asked.Contains("ObjectSize"))
                writer.Element("ObjectSize", stored.Content.Size);
        });
    }
}
