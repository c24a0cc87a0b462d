using System.Security.Cryptography;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>Multipart uploads: begun, completed, aborted and listed.</summary>
internal sealed class MultipartOperations(BlobFiles blobs)
{
    private const int Most = 1000;

    public static Task Create(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (algorithm, type) = UploadChecksum.Of(call);
        var upload = new Upload(RandomNumberGenerator.GetHexString(48, lowercase: true), call.Key, call.Now, ObjectHeaders.Of(call))
        {
            StorageClass = ObjectHeaders.StorageClass(call),
            Tags = ObjectHeaders.Tags(call),
            ChecksumAlgorithm = algorithm,
            ChecksumType = type,
        };
        bucket.Change(index => (new BucketChange { Begin = upload }, true));

        call.Response.Headers["x-amz-server-side-encryption"] = "AES256";
        call.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
        call.Response.Headers["x-amz-checksum-type"] = type;
        return call.Write("InitiateMultipartUploadResult", writer =>
        {
            writer.WriteElementString("Bucket", bucket.Settings.Name);
            writer.WriteElementString("Key", upload.Key);
            writer.WriteElementString("UploadId", upload.Id);
        });
    }

    public async Task Complete(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var conditions = WriteConditions.OfWrite(call);
        var request = S3Xml.Parse(await Payload.Document(call.Request, blobs, ct), "CompleteMultipartUpload");
        var open = Find(call, bucket);
        var parts = Chosen(open, request);
        if (call.Header("x-amz-mp-object-size") is { } size && size != $"{parts.Sum(part => part.Content.Size)}")
            throw S3Refusals.InvalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.");

        using var joined = await Join(parts, open.Upload.ChecksumAlgorithm, ct);
        var stored = UploadChecksum.Object(call, open.Upload, parts, joined);
        var written = bucket.Change(index =>
        {
            // Meanwhile it may have been completed, aborted, or got another part in the place of one that was read.
            if (index.Upload(open.Upload.Id) is not { } still || !parts.All(part => still.Parts.GetValueOrDefault(part.Number) == part))
                throw S3Refusals.NoSuchUpload();

            var (change, version) = Versioning.Write(index, call.Key, stored, conditions, call.Now);
            blobs.Take(joined);
            return (change with { End = open.Upload.Id }, version);
        });

        ObjectWrites.Tell(call, bucket, written);
        await call.Write("CompleteMultipartUploadResult", writer =>
        {
            writer.WriteElementString("Location", $"{call.Request.Scheme}://{call.Request.Host}/{bucket.Settings.Name}/{Uri.EscapeDataString(call.Key)}");
            writer.WriteElementString("Bucket", bucket.Settings.Name);
            writer.WriteElementString("Key", call.Key);
            writer.WriteElementString("ETag", $"\"{stored.ETag}\"");
            writer.WriteElementString($"Checksum{stored.Checksum.Algorithm}", stored.Checksum.Value);
            writer.WriteElementString("ChecksumType", stored.Checksum.Type);
        });
    }

    public static Task Abort(S3Call call, Bucket bucket, CancellationToken ct)
    {
        bucket.Change(index => (new BucketChange { End = Known(index, call).Upload.Id }, true));
        return call.Empty(204);
    }

    public static Task ListParts(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var size = call.Count("max-parts", Most);
        var after = call.Query("part-number-marker") is null ? 0 : call.Count("part-number-marker", int.MaxValue);
        var open = Find(call, bucket);
        var rest = open.Parts.Where(part => part.Number > after).Take(size + 1).ToList();
        var shown = rest.Take(size).ToList();
        return call.Write("ListPartsResult", writer =>
        {
            writer.WriteElementString("Bucket", bucket.Settings.Name);
            writer.WriteElementString("Key", call.Key);
            writer.WriteElementString("UploadId", open.Upload.Id);
            writer.WriteElementString("StorageClass", open.Upload.StorageClass);
            writer.WriteElementString("ChecksumAlgorithm", open.Upload.ChecksumAlgorithm);
            writer.WriteElementString("ChecksumType", open.Upload.ChecksumType);
            writer.Element("PartNumberMarker", after);
            writer.Element("NextPartNumberMarker", shown.Count == 0 ? 0 : shown[^1].Number);
            writer.Element("MaxParts", size);
            writer.Element("IsTruncated", rest.Count > size);
            foreach (var part in shown)
            {
                writer.Nested("Part", _ =>
                {
                    writer.Element("PartNumber", part.Number);
                    writer.Element("LastModified", part.At);
                    writer.WriteElementString("ETag", $"\"{part.ETag}\"");
                    writer.Element("Size", part.Content.Size);
                    writer.WriteElementString($"Checksum{open.Upload.ChecksumAlgorithm}", part.Checksum);
                });
            }
        });
    }

    public static Task List(S3Call call, Bucket bucket, CancellationToken ct)
    {
        var (text, prefix, size) = (ListText.Of(call), call.Query("prefix") ?? "", call.Count("max-uploads", Most));
        var (key, id) = (call.Query("key-marker") ?? "", call.Query("upload-id-marker"));
        var rest = bucket.Read(index => index.Uploads.Select(open => open.Upload).ToList())
            .Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(upload => upload.Key, KeyOrder.Instance).ThenBy(upload => upload.Id, StringComparer.Ordinal)
            .Where(upload => KeyOrder.Instance.Compare(upload.Key, key) is var order && (order > 0 || (order == 0 && id is not null && string.CompareOrdinal(upload.Id, id) > 0)))
            .Take(size + 1)
            .ToList();
        var shown = rest.Take(size).ToList();
        return call.Write("ListMultipartUploadsResult", writer =>
        {
            writer.WriteElementString("Bucket", bucket.Settings.Name);
            writer.WriteElementString("KeyMarker", text.Write(key));
            writer.WriteElementString("UploadIdMarker", id ?? "");
            writer.WriteElementString("Prefix", text.Write(prefix));
            writer.Optional("EncodingType", text.IsUrl ? "url" : null);
            writer.Element("MaxUploads", size);
            writer.Element("IsTruncated", rest.Count > size);
            if (rest.Count > size && shown.Count > 0)
            {
                writer.WriteElementString("NextKeyMarker", text.Write(shown[^1].Key));
                writer.WriteElementString("NextUploadIdMarker", shown[^1].Id);
            }

            foreach (var upload in shown)
            {
                writer.Nested("Upload", _ =>
                {
                    writer.WriteElementString("Key", text.Write(upload.Key));
                    writer.WriteElementString("UploadId", upload.Id);
                    writer.WriteElementString("StorageClass", upload.StorageClass);
                    writer.Element("Initiated", upload.At);
                    writer.WriteElementString("ChecksumAlgorithm", upload.ChecksumAlgorithm);
                    writer.WriteElementString("ChecksumType", upload.ChecksumType);
                });
            }
        });
    }

    /// <summary>The upload of a request and its parts, by number, as they are now.</summary>
    /// <exception cref="AwsError">NoSuchUpload.</exception>
    public static (Upload Upload, IReadOnlyList<UploadedPart> Parts) Find(S3Call call, Bucket bucket) => bucket.Read(index =>
    {
        var open = Known(index, call);
        return (open.Upload, (IReadOnlyList<UploadedPart>)[.. open.Parts.Values]);
    });

    private static OpenUpload Known(ObjectIndex index, S3Call call) =>
        index.Upload(call.Query("uploadId") ?? "") is { } open && open.Upload.Key == call.Key ? open : throw S3Refusals.NoSuchUpload();

    /// <summary>The parts that the client lists, which it must have sent, in order, and none but the last too small.</summary>
    private static List<UploadedPart> Chosen((Upload Upload, IReadOnlyList<UploadedPart> Parts) open, XElement request)
    {
        var listed = request.All("Part").ToList();
        if (listed.Count == 0)
            throw S3Refusals.MalformedXml();

        var parts = listed.ConvertAll(element => Part(open, element));
        if (parts.Zip(parts.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
            throw new AwsError("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");

        return parts.SkipLast(1).All(part => part.Content.Size >= UploadParts.Smallest)
            ? parts
            : throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    }

    private static UploadedPart Part((Upload Upload, IReadOnlyList<UploadedPart> Parts) open, XElement listed)
    {
        var number = int.TryParse(listed.Required("PartNumber"), out var parsed) ? parsed : throw S3Refusals.MalformedXml();
        var part = open.Parts.FirstOrDefault(each => each.Number == number);
        var checksum = listed.Text($"Checksum{open.Upload.ChecksumAlgorithm}");
        if (checksum is null && open.Upload.ChecksumType == Checksum.Composite)
            throw S3Refusals.InvalidRequest($"The upload was created using a {open.Upload.ChecksumAlgorithm.ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {number} in the request.");

        return part is not null && ETag.Bare(listed.Required("ETag")) == part.ETag && (checksum is null || checksum == part.Checksum) ? part : throw S3Refusals.InvalidPart();
    }

    private async Task<IncomingBlob> Join(List<UploadedPart> parts, string algorithm, CancellationToken ct)
    {
        var files = new List<Stream>();
        try
        {
            files.AddRange(parts.Select(part => blobs.Open(part.Content)));
            return await IncomingBlob.Read(blobs.NewPath(), [algorithm], files.Select(file => (ReadBytes)file.ReadAsync), ct);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }
}
