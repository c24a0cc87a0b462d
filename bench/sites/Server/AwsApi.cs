using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SiteServer;

/// <summary>Leads a request to the service that it is for: all have one address. Counts it, and makes it wait.</summary>
internal sealed class AwsApi(Store store, string site)
{
    private static int _number;

    public async Task Handle(HttpContext context)
    {
        var ct = context.RequestAborted;
        var response = context.Response;
        await store.Wait(ct);
        response.Headers["x-amz-request-id"] = Interlocked.Increment(ref _number).ToString("X16", CultureInfo.InvariantCulture);
        try
        {
            var path = context.Request.Path.Value!;
            if (path == "/" && HttpMethods.IsPost(context.Request.Method))
                await Account(context, ct);
            else if (CloudFront.Owns(path))
                await CloudFrontCall(context, path, ct);
            else
                await S3(context, path, ct);
        }
        catch (S3Error error)
        {
            await Refuse(context, error, ct);
        }
    }

    public static async Task Answer(HttpResponse response, int status, string xml, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(xml);
        response.StatusCode = status;
        response.ContentType = "application/xml";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, ct);
    }

    public static string Text(string text) => SecurityElement.Escape(text);

    private async Task S3(HttpContext context, string path, CancellationToken ct)
    {
        var slash = path.IndexOf('/', 1);
        var name = slash < 0 ? path[1..] : path[1..slash];
        var key = slash < 0 ? "" : path[(slash + 1)..];
        if (name.Length == 0)
            await Buckets(context, ct);
        else if (key.Length == 0)
            await new BucketCalls(store, context, name).Handle(ct);
        else
            await new ObjectCalls(store, context, store.Bucket(name), key).Handle(ct);
    }

    private Task Buckets(HttpContext context, CancellationToken ct)
    {
        store.Count("", "BUCKETS");
        var names = string.Concat(store.Buckets.Keys.Order(StringComparer.Ordinal).Select(name => $"<Bucket><Name>{Text(name)}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>"));
        return Answer(context.Response, 200, $"<ListAllMyBucketsResult><Buckets>{names}</Buckets></ListAllMyBucketsResult>", ct);
    }

    /// <summary>What a deploy asks of other services: who it is, and what it keeps log groups of, which is nothing.</summary>
    /// <exception cref="S3Error">Something else was asked.</exception>
    private async Task Account(HttpContext context, CancellationToken ct)
    {
        var action = context.Request.Headers["x-amz-target"].ToString() is { Length: > 0 } target ? target.Split('.')[^1]
            : QueryHelpers.ParseQuery(Encoding.UTF8.GetString(await Bodies.Read(context.Request, ct)))["Action"].ToString();
        store.Count("", action);
        await Answer(context.Response, 200, action switch
        {
            "GetCallerIdentity" =>
                $"""
                 <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                 <Arn>arn:aws:iam::{CloudFront.Account}:user/bench</Arn><UserId>AIDABENCHBENCHBENCHBE</UserId><Account>{CloudFront.Account}</Account>
                 </GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></GetCallerIdentityResponse>
                 """,
            "DescribeLogGroups" => """{"logGroups":[]}""",
            _ => throw new S3Error(400, $"UnknownAction: {action}"),
        }, ct);
    }

    private async Task CloudFrontCall(HttpContext context, string path, CancellationToken ct)
    {
        store.Count("", "CLOUDFRONT");
        var isWrite = HttpMethods.IsPost(context.Request.Method);
        var body = await Bodies.Read(context.Request, ct);
        var (status, xml) = new CloudFront(site).Answer(path, isWrite, body);
        context.Response.Headers.ETag = "\"E1\"";
        await Answer(context.Response, status, xml, ct);
    }

    private static async Task Refuse(HttpContext context, S3Error error, CancellationToken ct)
    {
        // What is left of a body that was refused unread would stand before the next request of the connection.
        await context.Request.Body.CopyToAsync(Stream.Null, ct);
        if (HttpMethods.IsHead(context.Request.Method))
            context.Response.StatusCode = error.Status;
        else
            await Answer(context.Response, error.Status, $"<Error><Code>{error.Code}</Code><Message>{error.Code}</Message><RequestId>0</RequestId></Error>", ct);
    }
}
