using System.Globalization;

namespace Slipway.Rehearsal.S3;

/// <summary>UploadPart and UploadPartCopy.</summary>
internal sealed class UploadParts(Buckets buckets)
{
    /// <summary>In bytes; the last part may be smaller.</summary>
    public const long Smallest = 5 * 1024 * 1024;

    public async Task Upload(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var number = Number(call);
        var (upload, _) = MultipartOperations.Find(call, bucket);
        using var payload = await Payload.Receive(call.Request, buckets.Blobs, upload.ChecksumAlgorithm, ct);
        if (payload.Checksum!.Algorithm != upload.ChecksumAlgorithm && upload.ChecksumAlgorithm != Checksum.Default)
            throw S3Refusals.InvalidRequest($"Checksum Type mismatch occurred, expected checksum Type: {upload.ChecksumAlgorithm.ToLowerInvariant()}, actual checksum Type: {payload.Checksum.Algorithm.ToLowerInvariant()}");

        var part = Keep(call, bucket, upload, number, payload.Blob);
        call.Response.Headers.ETag = $"\"{part.ETag}\"";
        call.Response.Headers["x-amz-server-side-encryption"] = "AES256";
        call.Response.Headers[payload.Checksum.Header] = payload.Checksum.Value;
        await call.Empty(200);
    }

    public async Task Copy(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var number = Number(call);
        var (upload, _) = MultipartOperations.Find(call, bucket);
        var source = CopySource.Of(call, buckets);
        var size = source.Stored.Content.Size;
        var range = call.Header("x-amz-copy-source-range") is not { } text ? new ByteRange(0, size)
            : ByteRange.Parse(text, size) ?? throw S3Refusals.InvalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");

        await using var bytes = buckets.Blobs.Open(source.Stored.Content);
        bytes.Position = range.Start;
        var left = range.Length;
        using var blob = await IncomingBlob.Read(buckets.Blobs.NewPath(), [upload.ChecksumAlgorithm], [Read], ct);
        var part = Keep(call, bucket, upload, number, blob);
        await call.Write("CopyPartResult", writer =>
        {
            writer.Element("LastModified", part.At);
            writer.WriteElementString("ETag", $"\"{part.ETag}\"");
            writer.WriteElementString($"Checksum{upload.ChecksumAlgorithm}", part.Checksum);
        });

        async ValueTask<int> Read(Memory<byte> buffer, CancellationToken token)
        {
            var count = await bytes.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], token);
            left -= count;
            return count;
        }
    }

    private UploadedPart Keep(S3Call call, Bucket bucket, Upload upload, int number, IncomingBlob blob)
    {
        var part = new UploadedPart(upload.Id, number, call.Now, blob.Content, blob.Sum(upload.ChecksumAlgorithm));
        return bucket.Change(index =>
        {
            if (index.Upload(upload.Id) is null)
                throw S3Refusals.NoSuchUpload();

            buckets.Blobs.Take(blob);
            return (new BucketChange { Part = part }, part);
        });
    }

    private static int Number(S3Call call) =>
        int.TryParse(call.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000
            ? number
            : throw S3Refusals.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");
}
