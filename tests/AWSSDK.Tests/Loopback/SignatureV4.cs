using System.Security.Cryptography;
using System.Text;

namespace AWSSDK.Tests.Loopback;

/// <summary>
/// Checks an AWS signature, written from AWS's description of Signature Version 4 and not from the signer under test.
/// A path is escaped once more than it is sent, for every service but S3.
/// </summary>
internal static class SignatureV4
{
    public sealed record Scope(string AccessKey, string Date, string Region, string Service);

    public static Scope ScopeOf(string authorization)
    {
        var credential = Part(authorization, "Credential=").Split('/');
        return new(credential[0], credential[1], credential[2], credential[3]);
    }

    public static bool IsValid(Call call, string secret)
    {
        var authorization = call.Headers["Authorization"];
        var scope = ScopeOf(authorization);
        var signed = Part(authorization, "SignedHeaders=");
        var bodyHash = Hex(SHA256.HashData(call.Body));
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{call.Headers[name].Trim()}\n"));
        var canonical = $"{call.Method}\n{CanonicalPath(call)}\n{CanonicalQuery(call)}\n{headers}\n{signed}\n{bodyHash}";
        var toSign = $"AWS4-HMAC-SHA256\n{call.Headers["X-Amz-Date"]}\n{scope.Date}/{scope.Region}/{scope.Service}/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = new[] { scope.Date, scope.Region, scope.Service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => Hmac(key, part));
        return Hex(Hmac(key, toSign)) == Part(authorization, "Signature=")
            && call.Headers.GetValueOrDefault("X-Amz-Content-SHA256", bodyHash) == bodyHash
            && new[] { "host", "x-amz-date" }.All(signed.Split(';').Contains);
    }

    private static string CanonicalPath(Call call) =>
        string.Join('/', call.PathAndQuery.Split('?')[0].Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(Call call) =>
        string.Join('&', call.PathAndQuery.Split('?').Skip(1).SelectMany(query => query.Split('&'))
            .Select(field => field.Split('=').Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part))).ToArray())
            .Select(field => $"{field[0]}={field[1]}").Order(StringComparer.Ordinal));

    private static string Part(string authorization, string name) =>
        authorization[(authorization.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split(',')[0].Trim();

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
