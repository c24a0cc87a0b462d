using Slipway.Releases;

namespace Slipway.Sites.Transfer;

/// <summary>An object as HEAD shows it.</summary>
internal sealed record ObjectFacts(string ETag, long Size, SiteHeaders Headers);

/// <summary>The calls that write or read one object. A condition that does not hold is a <see cref="S3Refusal"/> like any other.</summary>
internal sealed class ObjectCalls(S3Wire wire)
{
    // Below, to ask would take longer than to send.
    private const int SentUnasked = 1024 * 1024;

    /// <summary>Writes a file in one piece, of up to 5 GiB, and returns its ETag. S3 refuses a content of another hash.</summary>
    public Task<string> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct) => wire.Send(
        new S3Call("PutObject", HttpMethod.Put, bucket, key) { Headers = [.. Kept(headers), .. Demanded(condition)], Body = body, AsksFirst = body.Size > SentUnasked },
        static (answer, _) => ValueTask.FromResult(ETagOf(answer)), ct);

    /// <summary>Copies an object that is still the one with the ETag; up to 5 GiB.</summary>
    /// <param name="headers">Null: those that it has.</param>
    public Task<string> Copy(string bucket, string key, string etag, string toBucket, string toKey, SiteHeaders? headers, CancellationToken ct) => wire.Send(
        new S3Call("CopyObject", HttpMethod.Put, toBucket, toKey)
        {
            Headers =
            [
                .. Source(bucket, key, etag), ("x-amz-metadata-directive", headers is null ? "COPY" : "REPLACE"),
                .. headers is null ? [] : Kept(headers),
            ],
            Patience = S3Call.LongPatience,
        },
        static async (answer, deadline) => Bare((await S3Xml.Read(answer, deadline)).Text("ETag")), ct);

    /// <summary>Null: there is none.</summary>
    public async Task<ObjectFacts?> Head(string bucket, string key, CancellationToken ct)
    {
        try
        {
            return await wire.Send(
                new S3Call("HeadObject", HttpMethod.Head, bucket, key),
                static (answer, _) => ValueTask.FromResult(new ObjectFacts(
                    ETagOf(answer), answer.Content.Headers.ContentLength ?? 0,
                    new SiteHeaders(Raw(answer.Content.Headers, "Content-Type"), Raw(answer.Headers, "Cache-Control")))),
                ct);
        }
        catch (S3Refusal refusal) when (refusal.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes an object that is still the one with the ETag.</summary>
    public Task<bool> Delete(string bucket, string key, string etag, CancellationToken ct) => wire.Send(
        new S3Call("DeleteObject", HttpMethod.Delete, bucket, key) { Headers = [("if-match", Quoted(etag))] }, static (_, _) => ValueTask.FromResult(true), ct);

    /// <summary>The headers that S3 keeps with an object, exactly as they are recorded.</summary>
    public static IEnumerable<(string Name, string Value)> Kept(SiteHeaders headers)
    {
        if (headers.ContentType.Length > 0)
            yield return ("content-type", headers.ContentType);
        if (headers.CacheControl.Length > 0)
            yield return ("cache-control", headers.CacheControl);
    }

    public static IReadOnlyList<(string Name, string Value)> Demanded(PutCondition condition) => condition switch
    {
        PutCondition.IfAbsent => [("if-none-match", "*")],
        PutCondition.IfMatch match => [("if-match", Quoted(match.ETag))],
        _ => [],
    };

    public static IReadOnlyList<(string Name, string Value)> Source(string bucket, string key, string etag) =>
        [("x-amz-copy-source", $"/{bucket}/{KeyText.Path(key)}"), ("x-amz-copy-source-if-match", Quoted(etag))];

    public static string ETagOf(HttpResponseMessage answer) => Bare(Raw(answer.Headers, "ETag"));

    public static string Bare(string? etag) => etag?.Trim('"') ?? "";

    public static string Quoted(string etag) => $"\"{etag}\"";

    private static string Raw(System.Net.Http.Headers.HttpHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : "";
}
