using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Slipway.Rehearsal.S3;

/// <summary>What the path of a request names, in path style. Both null: the service itself; only <paramref name="Key"/> null: the bucket.</summary>
internal sealed record S3Target(string? Bucket, string? Key)
{
    /// <summary>
    /// Reads the path as it was sent: a server's own reading would take out <c>..</c> and leave <c>%2F</c>, both of which are parts of keys.
    /// </summary>
    public static S3Target Of(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        return Parse(raw.Split('?', 2)[0]);
    }

    /// <summary>
    /// Reads what names the source of a copy. It is encoded as a whole, so that some clients encode its slashes too, and the first slash may be missing.
    /// </summary>
    public static S3Target OfSource(string header) =>
        Uri.UnescapeDataString(header).TrimStart('/').Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key] ? new S3Target(bucket, key) : new S3Target(null, null);

    /// <summary>Reads <c>/bucket/key</c>.</summary>
    public static S3Target Parse(string path)
    {
        var (bucket, key) = path.TrimStart('/').Split('/', 2) switch
        {
            [var name, var rest] => (name, rest),
            [var name, ..] => (name, ""),
            _ => ("", ""),
        };
        return new S3Target(bucket.Length == 0 ? null : Uri.UnescapeDataString(bucket), key.Length == 0 ? null : Uri.UnescapeDataString(key));
    }
}
