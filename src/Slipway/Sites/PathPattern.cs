using System.IO.Enumeration;

namespace Slipway.Sites;

/// <summary>CloudFront's path patterns: <c>*</c> is any number of characters, slashes too, <c>?</c> is one; case counts.</summary>
internal static class PathPattern
{
    public static bool Matches(string pattern, string path) =>
        FileSystemName.MatchesSimpleExpression(Whole(pattern).Replace("\\", "\\\\", StringComparison.Ordinal), path, ignoreCase: false);

    /// <summary>Whether two patterns are the same to CloudFront.</summary>
    public static bool Same(string one, string other) => string.Equals(Whole(one), Whole(other), StringComparison.Ordinal);

    private static string Whole(string pattern) => pattern.StartsWith('/') || pattern == "*" ? pattern : $"/{pattern}";
}
