namespace Slipway.Rehearsal.S3;

/// <summary>CopyObject.</summary>
internal sealed class ObjectCopies(Buckets buckets)
{
    public async Task Copy(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var conditions = WriteConditions.OfWrite(call);
        var source = CopySource.Of(call, buckets);
        var stored = Copied(call, source) with { Checksum = await ChecksumOf(call, source.Stored, ct) };
        if (IsUnchanged(call, source))
        {
            throw S3Refusals.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        var written = bucket.Change(index =>
        {
            var change = Versioning.Write(index, call.Key, stored, conditions, call.Now);
            return buckets.Blobs.Keep(stored.Content.Sha256) ? change : throw S3Refusals.NoSuchKey();
        });

        ObjectWrites.Tell(call, bucket, written);
        await call.Write("CopyObjectResult", writer =>
        {
            writer.WriteElementString("ETag", $"\"{stored.ETag}\"");
            writer.Element("LastModified", written.At);
            writer.WriteElementString($"Checksum{stored.Checksum.Algorithm}", stored.Checksum.Value);
            writer.WriteElementString("ChecksumType", stored.Checksum.Type);
        });
    }

    /// <summary>A copy is an object that came at once: its ETag is the MD5 of its bytes, whatever that of the source was.</summary>
    private static StoredObject Copied(S3Call call, CopySource source)
    {
        var content = source.Stored.Content;
        var headers = Replaces(call, "x-amz-metadata-directive") ? ObjectHeaders.Of(call) : source.Stored.Headers;
        var tags = Replaces(call, "x-amz-tagging-directive") ? ObjectHeaders.Tags(call) : source.Stored.Tags;
        return new StoredObject(content, content.Md5, headers, source.Stored.Checksum) { Tags = tags, StorageClass = ObjectHeaders.StorageClass(call) };
    }

    private async Task<Checksum> ChecksumOf(S3Call call, StoredObject source, CancellationToken ct)
    {
        var algorithm = call.Header("x-amz-checksum-algorithm") ?? source.Checksum.Algorithm;
        if (algorithm == source.Checksum.Algorithm && source.Checksum.Type == Checksum.FullObject)
            return source.Checksum;

        if (!Checksum.Algorithms.Contains(algorithm))
            throw S3Refusals.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");

        await using var bytes = buckets.Blobs.Open(source.Content);
        using var again = await IncomingBlob.Read(buckets.Blobs.NewPath(), [algorithm], [bytes.ReadAsync], ct);
        return new Checksum(algorithm, again.Sum(algorithm));
    }

    private static bool IsUnchanged(S3Call call, CopySource source) =>
        source.Bucket.Name == call.Target.Bucket && source.Version.Key == call.Key && !call.Header("x-amz-copy-source")!.Contains("versionId=", StringComparison.Ordinal)
        && !Replaces(call, "x-amz-metadata-directive") && ObjectHeaders.StorageClass(call) == source.Stored.StorageClass
        && call.Header("x-amz-website-redirect-location") is null && call.Header("x-amz-server-side-encryption") is null;

    private static bool Replaces(S3Call call, string directive) => call.Header(directive) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        _ => throw S3Refusals.InvalidArgument("Unknown metadata directive."),
    };
}
