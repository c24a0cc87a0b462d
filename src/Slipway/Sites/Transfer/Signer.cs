using System.Security.Cryptography;
using System.Text;

namespace Slipway.Sites.Transfer;

/// <summary>A request as it is signed.</summary>
/// <param name="Path">Escaped, as it is sent.</param>
/// <param name="Query">Escaped and in the order of its names, as it is sent; empty: there is none.</param>
/// <param name="Headers">In lower case and in ordinal order, the host among them.</param>
/// <param name="Payload">SHA-256 of the body in hexadecimal digits.</param>
internal readonly record struct CanonicalRequest(
    string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers, string Payload);

/// <summary>
/// Signs requests to S3 with Signature Version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). The key
/// that is derived for a day and a region is kept, so that a request costs two hashes.
/// </summary>
internal sealed class Signer
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private volatile Derived? _last;

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="stamp">The value of x-amz-date: <c>20261121T135000Z</c>.</param>
    public string Authorization(AccessKey key, string region, string stamp, CanonicalRequest request)
    {
        var scope = $"{stamp.AsSpan(0, 8)}/{region}/s3/aws4_request";
        var names = string.Join(';', request.Headers.Select(header => header.Name));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Text(request, names)), hash);

        var toSign = $"{Algorithm}\n{stamp}\n{scope}\n{Convert.ToHexStringLower(hash)}";
        HMACSHA256.HashData(KeyFor(key, stamp[..8], region), Encoding.UTF8.GetBytes(toSign), hash);
        return $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(hash)}";
    }

    private static string Text(CanonicalRequest request, string names)
    {
        var text = new StringBuilder(512).Append(request.Method).Append('\n').Append(request.Path).Append('\n').Append(request.Query).Append('\n');
        foreach (var (name, value) in request.Headers)
            text.Append(name).Append(':').Append(OneSpaced(value)).Append('\n');

        return text.Append('\n').Append(names).Append('\n').Append(request.Payload).ToString();
    }

    private static string OneSpaced(string value)
    {
        var trimmed = value.Trim();
        while (trimmed.Contains("  ", StringComparison.Ordinal))
            trimmed = trimmed.Replace("  ", " ", StringComparison.Ordinal);

        return trimmed;
    }

    private byte[] KeyFor(AccessKey key, string day, string region)
    {
        if (_last is { } last && last.Day == day && last.Region == region && last.Secret == key.Secret)
            return last.Key;

        var derived = Encoding.UTF8.GetBytes($"AWS4{key.Secret}");
        foreach (var part in new[] { day, region, "s3", "aws4_request" })
            derived = HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(part));

        _last = new Derived(day, region, key.Secret, derived);
        return derived;
    }

    private sealed class Derived(string day, string region, string secret, byte[] key)
    {
        public string Day => day;

        public string Region => region;

        public string Secret => secret;

        public byte[] Key => key;
    }
}
