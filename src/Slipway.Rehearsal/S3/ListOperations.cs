using System.Text;
using System.Xml;

namespace Slipway.Rehearsal.S3;

/// <summary>The three listings of a bucket.</summary>
internal static class ListOperations
{
    private const int Most = 1000;

    public static Task V1(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (text, marker) = (ListText.Of(call), call.Query("marker") ?? "");
        var (page, objects) = Read(call, bucket, marker);
        return call.Write("ListBucketResult", writer =>
        {
            Begin(writer, call, bucket, text);
            writer.WriteElementString("Marker", text.Write(marker));
            // Without a delimiter the last key is the marker.
            if (call.Query("delimiter") is not null && page.Next is { } next)
                writer.WriteElementString("NextMarker", text.Write(next));

            Write(writer, page, objects, text, bucket.Settings.Account);
        });
    }

    public static Task V2(S3Call call, Bucket bucket, CancellationToken ct)
    {
        if (call.Query("list-type") != "2")
            throw S3Refusals.InvalidArgument("Invalid List Type specified in Request");

        var (text, token, startAfter) = (ListText.Of(call), call.Query("continuation-token"), call.Query("start-after"));
        var (page, objects) = Read(call, bucket, token is null ? startAfter ?? "" : ContinuationToken.Decode(token));
        var owner = call.Query("fetch-owner") == "true" ? bucket.Settings.Account : null;
        return call.Write("ListBucketResult", writer =>
        {
            Begin(writer, call, bucket, text);
            writer.Element("KeyCount", page.Entries.Count);
            writer.Optional("ContinuationToken", token);
            writer.Optional("NextContinuationToken", page.Next is { } next ? ContinuationToken.Encode(next) : null);
            writer.Optional("StartAfter", startAfter is null ? null : text.Write(startAfter));
            Write(writer, page, objects, text, owner);
        });
    }

    public static Task Versions(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (keyMarker, versionMarker) = (call.Query("key-marker"), call.Query("version-id-marker"));
        if (versionMarker is not null && keyMarker is null)
            throw S3Refusals.InvalidArgument("A version-id marker cannot be specified without a key marker.");

        var text = ListText.Of(call);
        var page = bucket.Read(index => VersionListing.Page(index, Request(call, keyMarker ?? ""), versionMarker));
        return call.Write("ListVersionsResult", writer =>
        {
            Begin(writer, call, bucket, text);
            writer.WriteElementString("KeyMarker", text.Write(keyMarker ?? ""));
            writer.WriteElementString("VersionIdMarker", versionMarker ?? "");
            writer.Element("IsTruncated", page.IsTruncated);
            if (page.IsTruncated)
            {
                writer.WriteElementString("NextKeyMarker", text.Write(page.Entries[^1].Name));
                writer.Optional("NextVersionIdMarker", page.Entries[^1].Version?.Id);
            }

            foreach (var entry in page.Entries.Where(entry => entry.Version is not null))
                WriteVersion(writer, entry.Version!, entry.IsLatest, text, bucket.Settings.Account);

            WritePrefixes(writer, page.Entries.Where(entry => entry.Version is null).Select(entry => entry.Name), text);
        });
    }

    private static (ListPage Page, IReadOnlyDictionary<string, ObjectVersion> Objects) Read(S3Call call, Bucket bucket, string after) => bucket.Read(index =>
    {
        var page = Listing.Page(index, Request(call, after), key => index.Current(key) is not null);
        return (page, page.Entries.Where(entry => !entry.IsPrefix).ToDictionary(entry => entry.Name, entry => index.Current(entry.Name)!, StringComparer.Ordinal));
    });

    private static ListRequest Request(S3Call call, string after) =>
        new(call.Query("prefix") ?? "", call.Query("delimiter"), after, call.Count("max-keys", Most));

    private static void Begin(XmlWriter writer, S3Call call, Bucket bucket, ListText text)
    {
        writer.WriteElementString("Name", bucket.Settings.Name);
        writer.WriteElementString("Prefix", text.Write(call.Query("prefix") ?? ""));
        writer.Optional("Delimiter", call.Query("delimiter") is { } delimiter ? text.Write(delimiter) : null);
        writer.Element("MaxKeys", call.Count("max-keys", Most));
        writer.Optional("EncodingType", text.IsUrl ? "url" : null);
    }

    private static void Write(XmlWriter writer, ListPage page, IReadOnlyDictionary<string, ObjectVersion> objects, ListText text, string? owner)
    {
        writer.Element("IsTruncated", page.Next is not null);
        foreach (var entry in page.Entries.Where(entry => !entry.IsPrefix))
        {
            var version = objects[entry.Name];
            writer.Nested("Contents", _ => WriteObject(writer, version, version.Object!, text, owner));
        }

        WritePrefixes(writer, page.Entries.Where(entry => entry.IsPrefix).Select(entry => entry.Name), text);
    }

    private static void WritePrefixes(XmlWriter writer, IEnumerable<string> prefixes, ListText text)
    {
        foreach (var prefix in prefixes)
            writer.Nested("CommonPrefixes", _ => writer.WriteElementString("Prefix", text.Write(prefix)));
    }

    private static void WriteVersion(XmlWriter writer, ObjectVersion version, bool isLatest, ListText text, string owner) =>
        writer.Nested(version.Object is null ? "DeleteMarker" : "Version", _ =>
        {
            writer.WriteElementString("VersionId", version.Id);
            writer.Element("IsLatest", isLatest);
            WriteObject(writer, version, version.Object, text, owner);
        });

    private static void WriteObject(XmlWriter writer, ObjectVersion version, StoredObject? stored, ListText text, string? owner)
    {
        writer.WriteElementString("Key", text.Write(version.Key));
        writer.Element("LastModified", version.At);
        if (stored is not null)
        {
            writer.WriteElementString("ETag", $"\"{stored.ETag}\"");
            writer.WriteElementString("ChecksumAlgorithm", stored.Checksum.Algorithm);
            writer.WriteElementString("ChecksumType", stored.Checksum.Type);
            writer.Element("Size", stored.Content.Size);
            writer.WriteElementString("StorageClass", stored.StorageClass);
        }

        if (owner is not null)
            writer.Nested("Owner", _ => writer.WriteElementString("ID", BucketOperations.OwnerId(owner)));
    }
}

/// <summary>Where a listing goes on. Nothing that a client could read into it is meant.</summary>
internal static class ContinuationToken
{
    public static string Encode(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes(name));

    /// <exception cref="Protocols.AwsError">InvalidArgument.</exception>
    public static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw S3Refusals.InvalidArgument("The continuation token provided is incorrect");
    }
}
