using System.Buffers.Text;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>Reads what clients send, whole, and out of aws-chunked where it is wrapped in that. Signatures and checksums are not verified.</summary>
internal static class Bodies
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    public static async Task<byte[]> Read(HttpRequest request, CancellationToken ct)
    {
        byte[] body;
        if (request.ContentLength is { } length)
        {
            body = GC.AllocateUninitializedArray<byte>(checked((int)length));
            await request.Body.ReadExactlyAsync(body, ct);
        }
        else
        {
            using var all = new MemoryStream();
            await request.Body.CopyToAsync(all, ct);
            body = all.ToArray();
        }

        return IsChunked(request.Headers) ? Unwrap(body) : body;
    }

    private static bool IsChunked(IHeaderDictionary headers) =>
        headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal)
        || headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.Ordinal);

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html: size in hexadecimal, perhaps ";chunk-signature=...", and the bytes, each
    // with a line end; the last is empty, and trailers follow it.
    /// <exception cref="S3Error">It is not that.</exception>
    private static byte[] Unwrap(ReadOnlySpan<byte> body)
    {
        using var content = new MemoryStream(body.Length);
        while (true)
        {
            var end = body.IndexOf(LineEnd);
            if (end < 0 || !Utf8Parser.TryParse(body[..end], out int size, out _, 'x'))
                throw new S3Error(400, "IncompleteBody");
            if (size == 0)
                return content.ToArray();

            content.Write(body.Slice(end + LineEnd.Length, size));
            body = body[(end + LineEnd.Length + size + LineEnd.Length)..];
        }
    }
}
