using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>The headers that are kept with an object and come back with it.</summary>
internal static class ObjectHeaders
{
    public const string MetadataPrefix = "x-amz-meta-";
    private const string Standard = "STANDARD";
    private const int MostMetadata = 2 * 1024;
    private static readonly string[] Kept = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires", "x-amz-website-redirect-location"];
    private static readonly string[] StorageClasses = [Standard, "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"];
    private static readonly string[] OwnKeys = ["x-amz-server-side-encryption-customer-algorithm", "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-object-lock-mode", "x-amz-object-lock-legal-hold", "x-amz-write-offset-bytes"];

    /// <summary>Those of a request, by name in lower case.</summary>
    /// <exception cref="AwsError">A header asks for what is not there, or there is too much metadata.</exception>
    public static IReadOnlyDictionary<string, string> Of(S3Call call)
    {
        Refuse(call);
        var headers = call.Request.Headers
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString()))
            .Where(header => Kept.Contains(header.Name) || header.Name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            .ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal);

        if (headers.Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal)).Sum(header => header.Key.Length - MetadataPrefix.Length + Encoding.UTF8.GetByteCount(header.Value)) > MostMetadata)
            throw new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");

        headers.TryAdd("content-type", "binary/octet-stream");
        Unchunk(headers);
        return headers;
    }

    /// <exception cref="AwsError">InvalidStorageClass.</exception>
    public static string StorageClass(S3Call call) => call.Header("x-amz-storage-class") switch
    {
        null or "" => Standard,
        var storage when StorageClasses.Contains(storage) => storage,
        _ => throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid"),
    };

    /// <summary>The tags in x-amz-tagging.</summary>
    /// <exception cref="AwsError">InvalidTag.</exception>
    public static IReadOnlyDictionary<string, string> Tags(S3Call call) =>
        call.Header("x-amz-tagging") is { Length: > 0 } tags
            ? ObjectTags.Valid(QueryHelpers.ParseQuery(tags).Select(tag => KeyValuePair.Create(tag.Key, tag.Value.ToString())))
            : new Dictionary<string, string>();

    /// <summary>What a GET of a version answers with, besides the length of its body.</summary>
    public static Dictionary<string, string> Answer(ObjectVersion version, StoredObject stored, BucketSettings bucket)
    {
        var headers = stored.Headers.ToDictionary(header => header.Key, header => Ascii(header.Value), StringComparer.OrdinalIgnoreCase);
        headers["ETag"] = $"\"{stored.ETag}\"";
        headers["Last-Modified"] = version.At.ToString("R", CultureInfo.InvariantCulture);
        headers["Accept-Ranges"] = "bytes";
        headers["x-amz-server-side-encryption"] = "AES256";
        if (bucket.Versioning is not null)
            headers["x-amz-version-id"] = version.Id;

        if (stored.StorageClass != Standard)
            headers["x-amz-storage-class"] = stored.StorageClass;

        if (stored.Tags.Count > 0)
            headers["x-amz-tagging-count"] = stored.Tags.Count.ToString(CultureInfo.InvariantCulture);

        return headers;
    }

    /// <summary>What is not ASCII comes back in the form of RFC 2047, as from S3.</summary>
    private static string Ascii(string value) =>
        System.Text.Ascii.IsValid(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";

    /// <summary>How the body was sent is no property of the object.</summary>
    private static void Unchunk(Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue("content-encoding", out var encoding))
            return;

        var rest = string.Join(',', encoding.Split(',', StringSplitOptions.TrimEntries).Where(each => !each.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)));
        if (rest.Length == 0)
            headers.Remove("content-encoding");
        else
            headers["content-encoding"] = rest;
    }

    private static void Refuse(S3Call call)
    {
        if (OwnKeys.FirstOrDefault(call.Request.Headers.ContainsKey) is { } missing)
            throw S3Refusals.NotImplemented(missing);

        if (call.Header("x-amz-server-side-encryption") is { } encryption and not "AES256")
            throw S3Refusals.NotImplemented($"x-amz-server-side-encryption: {encryption}");

        if (call.Header("x-amz-acl") is not (null or "private" or "bucket-owner-full-control") || call.Request.Headers.Keys.Any(name => name.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase)))
            throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }
}
