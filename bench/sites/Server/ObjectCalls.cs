using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>What is asked of one object.</summary>
internal sealed class ObjectCalls(Store store, HttpContext context, Bucket bucket, string key)
{
    private HttpRequest Request => context.Request;

    private HttpResponse Response => context.Response;

    public Task Handle(CancellationToken ct)
    {
        var parts = new MultipartCalls(store, context, bucket, key);
        if (parts.IsOne)
            return parts.Handle(ct);

        var isCopy = Request.Headers.ContainsKey("x-amz-copy-source");
        store.Count(bucket.Name, isCopy ? "COPY" : Request.Method);
        return Request.Method switch
        {
            "PUT" when isCopy => Copy(ct),
            "PUT" => Put(ct),
            "GET" => Get(isHead: false, ct),
            "HEAD" => Get(isHead: true, ct),
            "DELETE" => Delete(),
            _ => throw new S3Error(405, "MethodNotAllowed"),
        };
    }

    private async Task Put(CancellationToken ct)
    {
        var content = await Bodies.Read(Request, ct);
        var etag = Convert.ToHexStringLower(MD5.HashData(content));
        bucket.Put(new StoredObject(key, [content], content.Length, etag, store.Time.GetUtcNow(), KeptHeaders.Of(Request.Headers)), WriteCondition.Of(Request.Headers));
        Response.Headers.ETag = $"\"{etag}\"";
        Response.ContentLength = 0;
    }

    private Task Copy(CancellationToken ct)
    {
        var source = CopySource.Find(store, Request.Headers);
        var isReplacing = Request.Headers["x-amz-metadata-directive"] == "REPLACE";
        if (ReferenceEquals(bucket.Find(key), source) && !isReplacing)
            throw new S3Error(400, "InvalidRequest");

        // A copy is one object in one piece, whatever the source was.
        var etag = source.Content.Count == 1 ? source.ETag : Convert.ToHexStringLower(Md5(source));
        var copy = source with { Key = key, ETag = etag, Modified = store.Time.GetUtcNow(), Headers = isReplacing ? KeptHeaders.Of(Request.Headers) : source.Headers };
        bucket.Put(copy, WriteCondition.Of(Request.Headers));
        return AwsApi.Answer(Response, 200, CopySource.Result("CopyObjectResult", etag, copy.Modified), ct);
    }

    private async Task Get(bool isHead, CancellationToken ct)
    {
        var found = bucket.Find(key) ?? throw new S3Error(404, "NoSuchKey");
        foreach (var (name, value) in found.Headers)
            Response.Headers[name] = value;
        Response.Headers.ETag = $"\"{found.ETag}\"";
        Response.Headers.LastModified = found.Modified.ToString("R", CultureInfo.InvariantCulture);
        Response.ContentLength = found.Size;
        foreach (var part in isHead ? [] : found.Content)
            await Response.Body.WriteAsync(part, ct);
    }

    private Task Delete()
    {
        bucket.Delete(key, WriteCondition.Of(Request.Headers));
        Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public static byte[] Md5(StoredObject item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var part in item.Content)
            hash.AppendData(part);
        return hash.GetHashAndReset();
    }
}
