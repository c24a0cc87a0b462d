using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>Objects that are sent in parts.</summary>
internal sealed class MultipartCalls(Store store, HttpContext context, Bucket bucket, string key)
{
    private HttpRequest Request => context.Request;

    /// <summary>Whether the request is about parts.</summary>
    public bool IsOne => Request.QueryString.HasValue && (Request.Query.ContainsKey("uploadId") || Request.Query.ContainsKey("uploads"));

    public Task Handle(CancellationToken ct)
    {
        var isCopy = Request.Headers.ContainsKey("x-amz-copy-source");
        var id = Request.Query["uploadId"].ToString();
        store.Count(bucket.Name, (Request.Method, isCopy) switch
        {
            ("PUT", true) => "PART COPY",
            ("PUT", _) => "PART",
            ("POST", _) => id.Length == 0 ? "CREATE PARTS" : "COMPLETE PARTS",
            _ => "ABORT PARTS",
        });
        return Request.Method switch
        {
            "POST" when id.Length == 0 => Create(ct),
            "POST" => Complete(id, ct),
            "PUT" when isCopy => CopyPart(Upload(id), ct),
            "PUT" => Part(Upload(id), ct),
            "DELETE" => Abort(id),
            _ => throw new S3Error(405, "MethodNotAllowed"),
        };
    }

    private Task Create(CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString("N");
        store.Uploads[id] = new MultipartUpload(bucket.Name, key, store.Time.GetUtcNow(), KeptHeaders.Of(Request.Headers));
        return AwsApi.Answer(context.Response, 200, $"<InitiateMultipartUploadResult><Bucket>{bucket.Name}</Bucket><Key>{AwsApi.Text(key)}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>", ct);
    }

    private async Task Part(MultipartUpload upload, CancellationToken ct)
    {
        var etag = Keep(upload, await Bodies.Read(Request, ct));
        context.Response.Headers.ETag = $"\"{etag}\"";
        context.Response.ContentLength = 0;
    }

    private Task CopyPart(MultipartUpload upload, CancellationToken ct)
    {
        var source = CopySource.Find(store, Request.Headers);
        var all = source.Content.SelectMany(part => part).ToArray();
        if (Request.Headers["x-amz-copy-source-range"].ToString().Split('=', '-') is ["bytes", var from, var to])
            all = all[int.Parse(from, CultureInfo.InvariantCulture)..(int.Parse(to, CultureInfo.InvariantCulture) + 1)];

        return AwsApi.Answer(context.Response, 200, CopySource.Result("CopyPartResult", Keep(upload, all), store.Time.GetUtcNow()), ct);
    }

    private string Keep(MultipartUpload upload, byte[] content)
    {
        var etag = Convert.ToHexStringLower(MD5.HashData(content));
        upload.Parts[int.Parse(Request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture)] = (content, etag);
        return etag;
    }

    private async Task Complete(string id, CancellationToken ct)
    {
        var order = XDocument.Parse(Encoding.UTF8.GetString(await Bodies.Read(Request, ct))).Root!;
        var upload = Upload(id);
        var parts = order.Elements().Where(element => element.Name.LocalName == "Part").Select(part => upload.Parts[int.Parse(Value(part, "PartNumber"), CultureInfo.InvariantCulture)] is var found
            && found.ETag == WriteCondition.Bare(Value(part, "ETag")) ? found : throw new S3Error(400, "InvalidPart")).ToList();
        var etag = $"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]))}-{parts.Count}";
        bucket.Put(
            new StoredObject(key, [.. parts.Select(part => part.Content)], parts.Sum(part => (long)part.Content.Length), etag, store.Time.GetUtcNow(), upload.Headers),
            WriteCondition.Of(Request.Headers));
        store.Uploads.TryRemove(id, out _);
        await AwsApi.Answer(context.Response, 200, $"<CompleteMultipartUploadResult><Bucket>{bucket.Name}</Bucket><Key>{AwsApi.Text(key)}</Key><ETag>&quot;{etag}&quot;</ETag></CompleteMultipartUploadResult>", ct);
    }

    private Task Abort(string id)
    {
        store.Uploads.TryRemove(id, out _);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private MultipartUpload Upload(string id) => store.Uploads.GetValueOrDefault(id) ?? throw new S3Error(404, "NoSuchUpload");

    private static string Value(XElement parent, string name) => parent.Elements().First(element => element.Name.LocalName == name).Value;
}
