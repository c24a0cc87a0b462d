using System.Net;

namespace Slipway.Sites.Transfer;

/// <summary>
/// Keys as S3 has them in addresses. What is signed must be what is sent, byte for byte: everything but letters, digits and <c>-._~</c> is
/// escaped (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
/// </summary>
internal static class KeyText
{
    /// <summary>A key as a path without its leading slash. Each of its slashes is one of the path, empty segments and dots included.</summary>
    public static string Path(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>A value of a query.</summary>
    public static string Value(string text) => Uri.EscapeDataString(text);

    /// <summary>A key of a listing that was asked for with <c>encoding-type=url</c>: a space is a plus there.</summary>
    public static string OfListing(string text) => WebUtility.UrlDecode(text);
}
