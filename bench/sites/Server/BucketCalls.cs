using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>What is asked of a bucket itself.</summary>
internal sealed class BucketCalls(Store store, HttpContext context, string name)
{
    private static readonly string[] ListWords =
        ["list-type", "prefix", "delimiter", "marker", "max-keys", "start-after", "continuation-token", "encoding-type", "fetch-owner", "x-id"];

    public async Task Handle(CancellationToken ct)
    {
        var request = context.Request;
        var setting = request.Query.Keys.FirstOrDefault(key => !ListWords.Contains(key, StringComparer.Ordinal));
        store.Count(name, Kind(request.Method, setting));
        if (HttpMethods.IsPut(request.Method) && setting is null)
        {
            await Create(ct);
            return;
        }

        var bucket = store.Bucket(name);
        switch (request.Method, setting)
        {
            case ("HEAD", _):
                context.Response.Headers["x-amz-bucket-region"] = "us-east-1";
                break;
            case ("GET", null):
                await AwsApi.Answer(context.Response, 200, Listing.Of(bucket, request.Query), ct);
                break;
            case ("GET", "location"):
                await AwsApi.Answer(context.Response, 200, "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>", ct);
                break;
            case ("GET", "uploads"):
                await AwsApi.Answer(context.Response, 200, OpenUploads(), ct);
                break;
            case ("POST", "delete"):
                await AwsApi.Answer(context.Response, 200, Delete(bucket, await Bodies.Read(request, ct)), ct);
                break;
            case ("GET", _):
                await Setting(bucket, setting!, ct);
                break;
            case ("PUT", _):
                bucket.Settings[setting!] = await Bodies.Read(request, ct);
                break;
            case ("DELETE", not null):
                bucket.Settings.Remove(setting);
                context.Response.StatusCode = 204;
                break;
            default:
                throw new S3Error(501, "NotImplemented");
        }
    }

    private static string Kind(string method, string? setting) => (method, setting) switch
    {
        ("GET", null) => "LIST",
        ("POST", "delete") => "DELETE",
        ("GET", "uploads") => "UPLOADS",
        _ => "BUCKET",
    };

    private async Task Create(CancellationToken ct)
    {
        await Bodies.Read(context.Request, ct);
        if (!store.Buckets.TryAdd(name, new Bucket(name)))
            throw new S3Error(409, "BucketAlreadyOwnedByYou");
    }

    private async Task Setting(Bucket bucket, string setting, CancellationToken ct)
    {
        if (!bucket.Settings.TryGetValue(setting, out var document))
            throw new S3Error(404, "NoSuchConfiguration");

        context.Response.ContentType = setting == "policy" ? "application/json" : "application/xml";
        context.Response.ContentLength = document.Length;
        await context.Response.Body.WriteAsync(document, ct);
    }

    private string OpenUploads() => string.Create(
        CultureInfo.InvariantCulture,
        $"<ListMultipartUploadsResult><Bucket>{name}</Bucket><IsTruncated>false</IsTruncated>{string.Concat(store.Uploads.Where(upload => upload.Value.Bucket == name).Select(upload => $"<Upload><Key>{AwsApi.Text(upload.Value.Key)}</Key><UploadId>{upload.Key}</UploadId><Initiated>{upload.Value.Begun.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}</Initiated></Upload>"))}</ListMultipartUploadsResult>");

    private static string Delete(Bucket bucket, byte[] body)
    {
        var order = XDocument.Parse(Encoding.UTF8.GetString(body)).Root!;
        var isQuiet = Value(order, "Quiet") == "true";
        var reply = new StringBuilder("<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        foreach (var item in order.Elements().Where(element => element.Name.LocalName == "Object"))
        {
            var key = Value(item, "Key")!;
            try
            {
                bucket.Delete(key, new WriteCondition(WriteCondition.Bare(Value(item, "ETag")), null));
                if (!isQuiet)
                    reply.Append("<Deleted><Key>").Append(AwsApi.Text(key)).Append("</Key></Deleted>");
            }
            catch (S3Error error)
            {
                reply.Append("<Error><Key>").Append(AwsApi.Text(key)).Append("</Key><Code>").Append(error.Code).Append("</Code><Message>").Append(error.Code).Append("</Message></Error>");
            }
        }

        return reply.Append("</DeleteResult>").ToString();
    }

    private static string? Value(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
