using System.IO.Compression;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>The edge's own compression (CloudFront developer guide, "Serve compressed files").</summary>
internal static class Compression
{
    private const int Smallest = 1_000;
    private const int Largest = 10_000_000;

    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/dash+xml", "application/eot", "application/font", "application/font-sfnt", "application/javascript", "application/json",
        "application/opentype", "application/otf", "application/pdf", "application/pkcs7-mime", "application/protobuf", "application/rss+xml",
        "application/truetype", "application/ttf", "application/vnd.apple.mpegurl", "application/vnd.mapbox-vector-tile",
        "application/vnd.ms-fontobject", "application/wasm", "application/xhtml+xml", "application/xml", "application/x-font-opentype",
        "application/x-font-truetype", "application/x-font-ttf", "application/x-httpd-cgi", "application/x-javascript",
        "application/x-mpegurl", "application/x-opentype", "application/x-otf", "application/x-perl", "application/x-ttf", "font/eot",
        "font/opentype", "font/otf", "font/ttf", "image/svg+xml", "text/css", "text/csv", "text/html", "text/javascript", "text/js",
        "text/plain", "text/richtext", "text/tab-separated-values", "text/xml", "text/x-component", "text/x-java-source", "text/x-script",
        "vnd.apple.mpegurl",
    };

    /// <summary>The encoding that an answer gets: br, gzip, or null when it stays as it is.</summary>
    /// <param name="contentLength">As the origin told it: without it, CloudFront does not compress.</param>
    /// <param name="encodings">Of the cache key.</param>
    public static string? Choose(bool compress, int status, string? contentType, string? contentEncoding, long? contentLength, string encodings) =>
        compress && status is 200 or 403 or 404 && encodings.Length > 0 && contentEncoding is null
        && contentLength is >= Smallest and <= Largest && Types.Contains((contentType ?? "").Split(';')[0].Trim())
            ? encodings.Split(',')[0]
            : null;

    public static byte[] Compress(byte[] body, string encoding)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(buffer, CompressionLevel.Fastest) : new GZipStream(buffer, CompressionLevel.Fastest))
            stream.Write(body);

        return buffer.ToArray();
    }

    /// <summary>The headers of the compressed form: its ETag is weak, since the bytes are others.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(IReadOnlyList<KeyValuePair<string, string>> headers, string encoding) =>
    [
        .. headers.Where(header => !header.Key.Equals("Accept-Ranges", StringComparison.OrdinalIgnoreCase)).Select(header =>
            header.Key.Equals("ETag", StringComparison.OrdinalIgnoreCase) && !header.Value.StartsWith("W/", StringComparison.Ordinal)
                ? KeyValuePair.Create(header.Key, $"W/{header.Value}")
                : header),
        KeyValuePair.Create("Content-Encoding", encoding),
        KeyValuePair.Create("Vary", "Accept-Encoding"),
    ];
}
