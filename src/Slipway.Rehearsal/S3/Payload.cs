using System.Globalization;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>The body of a request, on disk, after all that the client said of it was found true.</summary>
/// <param name="Checksum">The one that the client sent or asked for; null: neither.</param>
internal sealed record Payload(IncomingBlob Blob, Checksum? Checksum) : IDisposable
{
    private static readonly object ReadToItsEnd = new();
    private const long Largest = 5L * 1024 * 1024 * 1024;
    private const long LargestDocument = 4 * 1024 * 1024;

    /// <param name="algorithm">The checksum to compute where the request names none.</param>
    /// <exception cref="AwsError">The body is not what the request's headers or trailers say.</exception>
    public static async Task<Payload> Receive(HttpRequest request, BlobFiles blobs, string? algorithm, CancellationToken ct)
    {
        var chunked = IsChunked(request) ? new AwsChunkedBody(request.Body) : null;
        var length = Length(request, chunked is not null);
        if (length > Largest)
            throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");

        var named = Algorithm(request) ?? algorithm;
        ReadBytes read = chunked is null ? request.Body.ReadAsync : chunked.Read;
        var blob = await IncomingBlob.Read(blobs.NewPath(), [named, algorithm], [read], ct);
        request.HttpContext.Items[ReadToItsEnd] = true;
        try
        {
            if (blob.Content.Size != length)
                throw new AwsError("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

            VerifyDigests(request, blob.Content);
            var checksum = named is null ? null : new Checksum(named, blob.Sum(named));
            if (checksum is not null)
                VerifyChecksum(request, chunked, checksum);

            return new Payload(blob, checksum);
        }
        catch
        {
            blob.Dispose();
            throw;
        }
    }

    /// <summary>The body as a document of XML or JSON.</summary>
    public static async Task<byte[]> Document(HttpRequest request, BlobFiles blobs, CancellationToken ct)
    {
        if (request.ContentLength > LargestDocument)
            throw S3Refusals.MalformedXml();

        if (request.ContentLength is null or 0 && !IsChunked(request))
            return [];

        using var payload = await Receive(request, blobs, null, ct);
        return await File.ReadAllBytesAsync(payload.Blob.Path, ct);
    }

    /// <summary>Whether nothing of a request's body is still to come.</summary>
    public static bool WasRead(HttpRequest request) =>
        request.ContentLength is null or 0 || request.HttpContext.Items.ContainsKey(ReadToItsEnd);

    public void Dispose() => Blob.Dispose();

    private static bool IsChunked(HttpRequest request) =>
        request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal)
        || request.Headers.ContentEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Contains("aws-chunked", StringComparer.OrdinalIgnoreCase);

    private static long Length(HttpRequest request, bool chunked)
    {
        var length = !chunked ? request.ContentLength
            : long.TryParse(request.Headers["x-amz-decoded-content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var decoded) ? decoded
            : null;
        return length ?? throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", System.Net.HttpStatusCode.LengthRequired);
    }

    private static string? Algorithm(HttpRequest request)
    {
        var trailer = request.Headers["x-amz-trailer"].ToString();
        var sent = Checksum.Algorithms.Where(each => request.Headers.ContainsKey(Checksum.HeaderOf(each)) || trailer.Equals(Checksum.HeaderOf(each), StringComparison.OrdinalIgnoreCase)).ToList();
        return sent.Count switch
        {
            1 => sent[0],
            > 1 => throw S3Refusals.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."),
            _ => Named(request.Headers["x-amz-sdk-checksum-algorithm"].ToString()),
        };
    }

    private static string? Named(string algorithm) =>
        algorithm.Length == 0 ? null
        : Checksum.Algorithms.Contains(algorithm) ? algorithm
        : throw S3Refusals.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");

    private static void VerifyChecksum(HttpRequest request, AwsChunkedBody? chunked, Checksum checksum)
    {
        var announced = request.Headers["x-amz-trailer"].ToString().Equals(checksum.Header, StringComparison.OrdinalIgnoreCase);
        var sent = announced ? chunked?.Trailers.GetValueOrDefault(checksum.Header) : request.Headers[checksum.Header].ToString();
        if (announced && sent is null)
            throw new AwsError("MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");

        if (string.IsNullOrEmpty(sent) || sent == checksum.Value)
            return;

        throw sent.Length == checksum.Value.Length
            ? new AwsError("BadDigest", $"The {checksum.Algorithm} you specified did not match the calculated checksum.")
            : S3Refusals.InvalidRequest($"Value for {checksum.Header} header is invalid.");
    }

    private static void VerifyDigests(HttpRequest request, Content content)
    {
        var sha256 = request.Headers["x-amz-content-sha256"].ToString();
        if (sha256.Length == 64 && !sha256.Equals(content.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new AwsError("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");

        var md5 = request.Headers.ContentMD5.ToString();
        if (md5.Length == 0)
            return;

        var bytes = new byte[md5.Length];
        if (!Convert.TryFromBase64String(md5, bytes, out var count) || count != 16)
            throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.");

        if (!Convert.ToHexStringLower(bytes.AsSpan(0, 16)).Equals(content.Md5, StringComparison.Ordinal))
            throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
}
