using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>Serves the site as the distribution would, uncached. As with an OAC without <c>s3:ListBucket</c>, what is not there is forbidden.</summary>
internal sealed class Edge(Store store, string site)
{
    public async Task Handle(HttpContext context)
    {
        var ct = context.RequestAborted;
        store.Count("", "EDGE");
        await store.Wait(ct);
        var path = context.Request.Path.Value![1..];
        if (!store.Buckets.TryGetValue(site, out var bucket) || bucket.Find(path.Length == 0 ? "index.html" : path) is not { } found)
        {
            await AwsApi.Answer(context.Response, 403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", ct);
            return;
        }

        foreach (var (name, value) in found.Headers.Where(header => !header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)))
            context.Response.Headers[name] = value;
        context.Response.Headers.ETag = $"\"{found.ETag}\"";
        context.Response.Headers["x-cache"] = "Miss from cloudfront";
        context.Response.ContentLength = found.Size;
        foreach (var part in HttpMethods.IsHead(context.Request.Method) ? [] : found.Content)
            await context.Response.Body.WriteAsync(part, ct);
    }
}
