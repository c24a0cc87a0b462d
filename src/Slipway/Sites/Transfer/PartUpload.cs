using System.Net;
using Slipway.Releases;

namespace Slipway.Sites.Transfer;

/// <summary>Writes what one request cannot: large files part by part, and copies of objects above 5 GiB. Nothing can be seen of it before it is complete.</summary>
internal sealed class PartUpload(S3Wire wire, ObjectCalls objects)
{
    /// <summary>One CopyObject takes no more.</summary>
    public const long LargestCopy = 5L * 1024 * 1024 * 1024;

    private const long CopiedPart = 512L * 1024 * 1024;
    private const int AtOnce = 64;
    private const int Attempts = 3;

    // A run that is stopped has seconds.
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(5);

    /// <summary>Writes a file and returns its ETag.</summary>
    /// <exception cref="DeployException">The file is not what <paramref name="body"/> says.</exception>
    public async Task<string> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct)
    {
        await AbortStale(bucket, key, ct);
        return await Run(bucket, key, headers, condition, Part.Ranges(body.Size, Part.SizeOf(body.Size)).Count, Send, ct);

        Task Send(string id, string[] etags, CancellationToken ct) => Parallel.ForEachAsync(
            Part.Of(body, key, ct), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (part, ct) => etags[part.Number - 1] = await wire.Send(
                new S3Call("UploadPart", HttpMethod.Put, bucket, key) { Query = PartQuery(part.Number, id), Body = part.Body(body) },
                static (answer, _) => ValueTask.FromResult(ObjectCalls.ETagOf(answer)), ct));
    }

    /// <summary>Copies an object that is still the one with the ETag, of any size.</summary>
    public Task<string> Copy(string bucket, string key, ObjectFacts source, string toBucket, string toKey, SiteHeaders headers, PutCondition condition, CancellationToken ct)
    {
        var ranges = Part.Ranges(source.Size, Math.Max(CopiedPart, Part.SizeOf(source.Size)));
        return Run(toBucket, toKey, headers, condition, ranges.Count, Send, ct);

        Task Send(string id, string[] etags, CancellationToken ct) => Parallel.ForEachAsync(
            ranges, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (part, ct) => etags[part.Number - 1] = await wire.Send(
                new S3Call("UploadPartCopy", HttpMethod.Put, toBucket, toKey)
                {
                    Query = PartQuery(part.Number, id),
                    Headers = [.. ObjectCalls.Source(bucket, key, source.ETag), ("x-amz-copy-source-range", $"bytes={part.Offset}-{part.Offset + part.Size - 1}")],
                    Patience = S3Call.LongPatience,
                },
                static async (answer, deadline) => ObjectCalls.Bare((await S3Xml.Read(answer, deadline)).Text("ETag")), ct));
    }

    /// <summary>An upload that collides with another write of the key cannot be completed any more; it is made anew.</summary>
    private async Task<string> Run(
        string bucket, string key, SiteHeaders headers, PutCondition condition, int parts, Func<string, string[], CancellationToken, Task> send, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var id = await Begin(bucket, key, headers, ct);
            try
            {
                var etags = new string[parts];
                await send(id, etags, ct);
                return await Complete(bucket, key, id, etags, condition, ct);
            }
            catch (S3Refusal refusal) when (refusal.Code == "ConditionalRequestConflict" && attempt < Attempts)
            {
                await Abort(bucket, key, id);
            }
            catch
            {
                await Abort(bucket, key, id);
                throw;
            }
        }
    }

    private Task<string> Begin(string bucket, string key, SiteHeaders headers, CancellationToken ct) => wire.Send(
        new S3Call("CreateMultipartUpload", HttpMethod.Post, bucket, key) { Query = "uploads=", Headers = [.. ObjectCalls.Kept(headers)] },
        static async (answer, deadline) =>
            (await S3Xml.Read(answer, deadline)).Text("UploadId") ?? throw new HttpRequestException("The answer to CreateMultipartUpload has no UploadId."),
        ct);

    private async Task<string> Complete(string bucket, string key, string id, string[] etags, PutCondition condition, CancellationToken ct)
    {
        var list = S3Xml.Write("CompleteMultipartUpload", writer =>
        {
            for (var i = 0; i < etags.Length; i++)
            {
                writer.WriteStartElement("Part", S3Xml.Namespace);
                writer.WriteElementString("PartNumber", S3Xml.Namespace, $"{i + 1}");
                writer.WriteElementString("ETag", S3Xml.Namespace, ObjectCalls.Quoted(etags[i]));
                writer.WriteEndElement();
            }
        });
        try
        {
            return await wire.Send(
                new S3Call("CompleteMultipartUpload", HttpMethod.Post, bucket, key)
                {
                    Query = $"uploadId={KeyText.Value(id)}",
                    Headers = ObjectCalls.Demanded(condition),
                    Body = list,
                    Patience = S3Call.LongPatience,
                    ConflictIsFinal = true,
                },
                static async (answer, deadline) => ObjectCalls.Bare((await S3Xml.Read(answer, deadline)).Text("ETag")), ct);
        }
        catch (S3Refusal refusal) when (refusal.Code == "NoSuchUpload")
        {
            // It was completed, and the answer was lost: for the caller as if its condition did not hold.
            if (await objects.Head(bucket, key, ct) is not null)
                throw new S3Refusal(HttpStatusCode.PreconditionFailed, "PreconditionFailed", refusal.Message, refusal.RequestId);

            throw;
        }
    }

    /// <summary>Parts that a killed run left cost money until somebody takes them away. The deploy lock keeps others from writing this key.</summary>
    private async Task AbortStale(string bucket, string key, CancellationToken ct)
    {
        try
        {
            var open = await wire.Send(
                new S3Call("ListMultipartUploads", HttpMethod.Get, bucket, null) { Query = $"encoding-type=url&prefix={KeyText.Value(key)}&uploads=" },
                static (answer, deadline) => S3Xml.Read(answer, deadline), ct);
            var isEncoded = open.Text("EncodingType") == "url";
            foreach (var upload in open.All("Upload").Where(upload => upload.Text("Key") is { } found && (isEncoded ? KeyText.OfListing(found) : found) == key))
                await Abort(bucket, key, upload.Text("UploadId") ?? "");
        }
        catch (S3Refusal refusal) when (refusal.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
        {
            // Who may publish may not always tidy up.
        }
    }

    /// <summary>As well as it can be done: what is left costs money and nothing else, and the next run tries again.</summary>
    private async Task Abort(string bucket, string key, string id)
    {
        using var soon = new CancellationTokenSource(CleanUp);
        try
        {
            await wire.Send(
                new S3Call("AbortMultipartUpload", HttpMethod.Delete, bucket, key) { Query = $"uploadId={KeyText.Value(id)}" }, static (_, _) => ValueTask.FromResult(true), soon.Token);
        }
        catch (Exception exception) when (exception is S3Refusal or HttpRequestException or IOException or OperationCanceledException)
        {
            // Told by nothing but the bill: a lifecycle rule is the remedy.
        }
    }

    private static string PartQuery(int number, string id) => $"partNumber={number}&uploadId={KeyText.Value(id)}";
}
