using System.Collections.Concurrent;
using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Slipway.Sites.Transfer;

/// <summary>What a delete left.</summary>
/// <param name="Others">Keys that hold another object than was seen.</param>
/// <param name="Refused">Keys that S3 did not delete, with its code and its reason.</param>
internal sealed record DeleteResult(IReadOnlyList<string> Others, IReadOnlyList<(string Key, string Code, string Message)> Refused);

/// <summary>Deletes objects, a thousand with each request, each only if it still is what was seen.</summary>
internal sealed class BatchDelete(S3Wire wire, ObjectCalls objects, TimeProvider time)
{
    private const int Most = 1000;
    private const int Rounds = 6;

    public async Task<DeleteResult> Run(string bucket, IReadOnlyList<SeenObject> seen, CancellationToken ct)
    {
        var outcomes = new ConcurrentDictionary<string, (string Code, string Message)>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(seen.Chunk(Most), ct, async (batch, ct) =>
        {
            foreach (var (key, outcome) in await Batch(bucket, batch, ct))
                outcomes[key] = outcome;
        });

        var left = seen.Where(item => outcomes.ContainsKey(item.Key)).Select(item => (item.Key, outcomes[item.Key].Code, outcomes[item.Key].Message)).ToList();
        return new DeleteResult([.. left.Where(IsOther).Select(item => item.Key)], [.. left.Where(item => !IsOther(item))]);

        static bool IsOther((string Key, string Code, string Message) item) => item.Code == "PreconditionFailed";
    }

    /// <summary>The keys of a batch that are not gone, each with the reason.</summary>
    private async Task<Dictionary<string, (string Code, string Message)>> Batch(string bucket, IReadOnlyList<SeenObject> batch, CancellationToken ct)
    {
        // A document cannot hold every key that S3 can.
        var left = batch.Where(item => IsText(item.Key)).ToList();
        var alone = batch.Where(item => !IsText(item.Key)).ToList();
        Dictionary<string, (string Code, string Message)> failed = new(StringComparer.Ordinal);
        for (var round = 1; left.Count > 0; round++)
        {
            var errors = await Send(bucket, left, ct);
            if (errors is null)
            {
                alone.AddRange(left);
                break;
            }

            var again = round < Rounds ? left.Where(item => errors.TryGetValue(item.Key, out var error) && Retries.IsCongestion(error.Code)).ToList() : [];
            foreach (var (key, error) in errors.Where(error => error.Value.Code != "NoSuchKey" && !again.Exists(item => item.Key == error.Key)))
            {
                if (error.Code == "NotImplemented")
                    alone.Add(left.First(item => item.Key == key));
                else
                    failed[key] = error;
            }

            left = again;
            if (left.Count > 0 && Retries.Pause(Reaction.SlowDown, round, TimeSpan.Zero, Random.Shared.NextDouble()) is { } pause)
                await Task.Delay(pause, time, ct);
        }

        await OneByOne(bucket, alone, failed, ct);
        return failed;
    }

    /// <summary>Errors by key; null: S3 does not know such a request.</summary>
    private async Task<Dictionary<string, (string Code, string Message)>?> Send(string bucket, IReadOnlyList<SeenObject> batch, CancellationToken ct)
    {
        var body = S3Xml.Write("Delete", writer => Write(writer, batch));
        try
        {
            var answer = await wire.Send(
                new S3Call("DeleteObjects", HttpMethod.Post, bucket, null)
                {
                    Query = "delete=",
                    // One of the checksums or Content-MD5 is required (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html).
                    Headers = [("content-type", "application/xml"), ("x-amz-checksum-sha256", Convert.ToBase64String(Convert.FromHexString(body.Sha256)))],
                    Body = body,
                    Patience = S3Call.LongPatience,
                },
                static (answer, deadline) => S3Xml.Read(answer, deadline), ct);
            return answer.All("Error").ToDictionary(Key, error => (error.Text("Code") ?? "", error.Text("Message") ?? ""), StringComparer.Ordinal);
        }
        catch (S3Refusal refusal) when (refusal.Status == HttpStatusCode.NotImplemented || refusal.Code == "NotImplemented")
        {
            return null;
        }
    }

    private async Task OneByOne(string bucket, IReadOnlyList<SeenObject> alone, Dictionary<string, (string Code, string Message)> failed, CancellationToken ct) =>
        await Parallel.ForEachAsync(alone, new ParallelOptions { MaxDegreeOfParallelism = RequestLimit.First, CancellationToken = ct }, async (item, ct) =>
        {
            try
            {
                await objects.Delete(bucket, item.Key, item.ETag, ct);
            }
            catch (S3Refusal refusal) when (refusal.Code == "NoSuchKey")
            {
                // Somebody else deleted it.
            }
            catch (S3Refusal refusal) when (refusal.Code != "NoSuchBucket")
            {
                lock (failed)
                    failed[item.Key] = (refusal.Code, refusal.Message);
            }
        });

    private static void Write(XmlWriter writer, IReadOnlyList<SeenObject> batch)
    {
        foreach (var (key, etag) in batch)
        {
            writer.WriteStartElement("Object", S3Xml.Namespace);
            writer.WriteElementString("Key", S3Xml.Namespace, key);
            writer.WriteElementString("ETag", S3Xml.Namespace, ObjectCalls.Quoted(etag));
            writer.WriteEndElement();
        }

        writer.WriteElementString("Quiet", S3Xml.Namespace, "true");
    }

    private static string Key(XElement error) => error.Text("Key") ?? "";

    private static bool IsText(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (i + 1 < key.Length && XmlConvert.IsXmlSurrogatePair(key[i + 1], key[i]))
                i++;
            else if (!XmlConvert.IsXmlChar(key[i]))
                return false;
        }

        return true;
    }
}
