using System.Globalization;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>GetObject and HeadObject.</summary>
internal sealed class ObjectReads(BlobFiles blobs)
{
    private static readonly string[] Overrides = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];

    public async Task Get(S3Call call, Bucket bucket, CancellationToken ct)
    {
        if (Begin(call, bucket) is ({ } stored, { Length: > 0 } range))
            await call.Response.SendFileAsync(blobs.PathOf(stored.Content), range.Start, range.Length, ct);
    }

    public static Task Head(S3Call call, Bucket bucket, CancellationToken ct)
    {
        Begin(call, bucket);
        return Task.CompletedTask;
    }

    /// <summary>The version that a request names: the one of versionId, or else the newest.</summary>
    /// <exception cref="AwsError">NoSuchKey, or AccessDenied for those who may not list; NoSuchVersion; MethodNotAllowed for a delete marker that is asked for by its id.</exception>
    public static (ObjectVersion Version, StoredObject Stored) Find(S3Call call, Bucket bucket, string? versionId)
    {
        var version = bucket.Read(index => versionId is null ? index.Newest(call.Key) : index.Find(call.Key, versionId));
        if (version?.Object is { } stored)
            return (version, stored);

        if (!Access.AllowsToMiss(bucket, call.Question(bucket)))
            throw S3Refusals.AccessDenied();

        if (version is not null)
        {
            call.Response.Headers["x-amz-delete-marker"] = "true";
            call.Response.Headers["x-amz-version-id"] = version.Id;
        }

        throw (version, versionId) switch
        {
            (null, not null) => S3Refusals.NoSuchVersion(),
            (not null, not null) => S3Refusals.MethodNotAllowed(),
            _ => S3Refusals.NoSuchKey(),
        };
    }

    /// <summary>Writes all headers; the object and what of it is to follow, if anything.</summary>
    private static (StoredObject? Stored, ByteRange? Range) Begin(S3Call call, Bucket bucket)
    {
        var (version, stored) = Find(call, bucket, call.Query("versionId"));
        var verdict = ReadConditions.Of(call).Judge(stored.ETag, version.At);
        if (verdict == ReadVerdict.Failed)
            throw S3Refusals.PreconditionFailed();

        var range = verdict == ReadVerdict.Read ? PartRange(call, stored) ?? ByteRange.Parse(call.Header("Range"), stored.Content.Size) : null;
        var response = call.Response;
        foreach (var (name, value) in ObjectHeaders.Answer(version, stored, bucket.Settings))
            response.Headers[name] = value;

        if (verdict == ReadVerdict.NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return (null, null);
        }

        if (range is null && call.Header("x-amz-checksum-mode") == "ENABLED")
        {
            response.Headers[stored.Checksum.Header] = stored.Checksum.Value;
            response.Headers["x-amz-checksum-type"] = stored.Checksum.Type;
        }

        foreach (var name in Overrides.Where(name => call.Query($"response-{name}") is not null))
            response.Headers[name] = Printable(call.Query($"response-{name}")!);

        response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        if (range is not null)
            response.Headers.ContentRange = range.ContentRange(stored.Content.Size);

        range ??= new ByteRange(0, stored.Content.Size);
        response.ContentLength = range.Length;
        return (stored, range);
    }

    private static string Printable(string value) =>
        value.All(character => character is >= ' ' and < '\x7F') ? value : throw S3Refusals.InvalidArgument("Header value cannot be represented using ISO-8859-1.");

    /// <summary>The part that partNumber asks for. An object that came at once has one.</summary>
    private static ByteRange? PartRange(S3Call call, StoredObject stored)
    {
        if (call.Query("partNumber") is not { } text)
            return null;

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000)
            throw S3Refusals.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");

        IReadOnlyList<long> parts = stored.Parts.Count > 0 ? stored.Parts : [stored.Content.Size];
        if (number > parts.Count)
            throw new AwsError("InvalidPartNumber", "The requested partnumber is not satisfiable", System.Net.HttpStatusCode.RequestedRangeNotSatisfiable);

        if (stored.Parts.Count > 0)
            call.Response.Headers["x-amz-mp-parts-count"] = parts.Count.ToString(CultureInfo.InvariantCulture);

        return parts[number - 1] == 0 ? null : new ByteRange(parts.Take(number - 1).Sum(), parts[number - 1]);
    }
}
