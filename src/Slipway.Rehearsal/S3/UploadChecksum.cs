using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>The checksum and the ETag of an object that came in parts
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).</summary>
internal static class UploadChecksum
{
    /// <summary>What an upload that begins asks for: hashes are only computed part by part, CRC64NVME only of the whole.</summary>
    /// <exception cref="AwsError">InvalidRequest.</exception>
    public static (string Algorithm, string Type) Of(S3Call call)
    {
        var algorithm = call.Header("x-amz-checksum-algorithm") ?? Checksum.Default;
        if (!Checksum.Algorithms.Contains(algorithm))
            throw S3Refusals.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");

        var type = call.Header("x-amz-checksum-type") ?? (algorithm == Checksum.Default ? Checksum.FullObject : Checksum.Composite);
        return (algorithm, type) switch
        {
            (Checksum.Default, Checksum.Composite) or ("SHA1" or "SHA256", Checksum.FullObject) =>
                throw S3Refusals.InvalidRequest($"The {type} checksum type cannot be used with the {algorithm.ToLowerInvariant()} checksum algorithm."),
            (_, Checksum.Composite or Checksum.FullObject) => (algorithm, type),
            _ => throw S3Refusals.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
        };
    }

    /// <exception cref="AwsError">BadDigest: the client computed another checksum for the whole.</exception>
    public static StoredObject Object(S3Call call, Upload upload, IReadOnlyList<UploadedPart> parts, IncomingBlob joined)
    {
        var sum = upload.ChecksumType == Checksum.FullObject
            ? joined.Sum(upload.ChecksumAlgorithm)
            : $"{Convert.ToBase64String(Checksum.Compute(upload.ChecksumAlgorithm, [.. parts.SelectMany(part => Convert.FromBase64String(part.Checksum))]))}-{parts.Count}";
        var checksum = new Checksum(upload.ChecksumAlgorithm, sum, upload.ChecksumType);
        if (call.Header(checksum.Header) is { } sent && sent != sum && $"{sent}-{parts.Count}" != sum)
            throw new AwsError("BadDigest", $"The {upload.ChecksumAlgorithm.ToLowerInvariant()} you specified did not match the calculated checksum.");

        var md5 = Checksum.Compute("MD5", [.. parts.SelectMany(part => Convert.FromHexString(part.Content.Md5))]);
        return new StoredObject(joined.Content, $"{Convert.ToHexStringLower(md5)}-{parts.Count}", upload.Headers, checksum)
        {
            StorageClass = upload.StorageClass,
            Tags = upload.Tags,
            Parts = [.. parts.Select(part => part.Content.Size)],
        };
    }
}
