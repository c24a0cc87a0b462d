using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Ecr;

/// <summary>Content addresses of the form <c>sha256:</c> and 64 hexadecimal digits, the only kind that ECR has.</summary>
internal static partial class Digest
{
    public static string Of(ReadOnlySpan<byte> content) => OfHash(SHA256.HashData(content));

    public static string OfHash(ReadOnlySpan<byte> hash) => $"sha256:{Convert.ToHexStringLower(hash)}";

    public static bool IsOne(string text) => Form().IsMatch(text);

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
