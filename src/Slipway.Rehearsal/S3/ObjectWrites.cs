namespace Slipway.Rehearsal.S3;

/// <summary>PutObject.</summary>
internal sealed class ObjectWrites(BlobFiles blobs)
{
    public async Task Put(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var conditions = WriteConditions.OfWrite(call);
        var (headers, tags, storage) = (ObjectHeaders.Of(call), ObjectHeaders.Tags(call), ObjectHeaders.StorageClass(call));
        using var payload = await Payload.Receive(call.Request, blobs, Checksum.Default, ct);
        var content = payload.Blob.Content;
        var stored = new StoredObject(content, content.Md5, headers, payload.Checksum!) { Tags = tags, StorageClass = storage };

        var written = bucket.Change(index =>
        {
            var change = Versioning.Write(index, call.Key, stored, conditions, call.Now);
            blobs.Take(payload.Blob);
            return change;
        });

        Tell(call, bucket, written);
        call.Response.Headers.ETag = $"\"{stored.ETag}\"";
        call.Response.Headers[stored.Checksum.Header] = stored.Checksum.Value;
        call.Response.Headers["x-amz-checksum-type"] = stored.Checksum.Type;
        await call.Empty(200);
    }

    /// <summary>The headers of whatever made a version.</summary>
    public static void Tell(S3Call call, Bucket bucket, ObjectVersion written)
    {
        call.Response.Headers["x-amz-server-side-encryption"] = "AES256";
        if (bucket.Settings.Versioning is not null)
            call.Response.Headers["x-amz-version-id"] = written.Id;
    }
}
