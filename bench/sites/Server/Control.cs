using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>What the benchmark asks of the server itself: snapshots, latency, counts, and what lies in a bucket.</summary>
internal sealed class Control(Store store)
{
    public async Task Handle(HttpContext context)
    {
        var query = context.Request.Query;
        object? answer = null;
        switch (context.Request.Path.Value)
        {
            case "/snapshot":
                store.Snapshot(query["name"].ToString());
                break;
            case "/restore":
                store.Restore(query["name"].ToString());
                break;
            case "/latency":
                store.Latency = TimeSpan.FromMilliseconds(int.Parse(query["milliseconds"].ToString(), CultureInfo.InvariantCulture));
                break;
            case "/counts/reset":
                store.ResetCounts();
                break;
            case "/counts":
                answer = store.Counts.Select(count => new { count.Key.Bucket, count.Key.Kind, Count = count.Value });
                break;
            case "/objects":
                answer = Objects(store.Bucket(query["bucket"].ToString()));
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }

        await context.Response.WriteAsync(JsonSerializer.Serialize(answer), context.RequestAborted);
    }

    private static IEnumerable<object> Objects(Bucket bucket) => bucket.Keys().Select(bucket.Find).OfType<StoredObject>().Select(item => new
    {
        item.Key,
        item.Size,
        // Of the content itself, whatever the ETag is of.
        Md5 = Convert.ToHexStringLower(ObjectCalls.Md5(item)),
        Type = item.Headers.GetValueOrDefault("Content-Type"),
        CacheControl = item.Headers.GetValueOrDefault("Cache-Control"),
        Encoding = item.Headers.GetValueOrDefault("Content-Encoding"),
    });
}
