using System.IO.Enumeration;

namespace Slipway.Sites;

/// <summary>CloudFront's path patterns: <c>*</c> is any number of characters, slashes too, <c>?</c> is one; case counts.</summary>
internal static class PathPattern
{
    private static readonly char[] Wild = ['*', '?'];

    public static bool Matches(string pattern, string path) =>
        FileSystemName.MatchesSimpleExpression(Whole(pattern).Replace("\\", "\\\\", StringComparison.Ordinal), path, ignoreCase: false);

    /// <summary>Whether two patterns are the same to CloudFront.</summary>
    public static bool Same(string one, string other) => string.Equals(Whole(one), Whole(other), StringComparison.Ordinal);

    /// <summary>What every path that the pattern matches begins with.</summary>
    public static string Beginning(string pattern)
    {
        var whole = Whole(pattern);
        var literal = whole.IndexOfAny(Wild) is var at and >= 0 ? whole[..at] : whole;
        return literal.Length == 0 ? "/" : literal;
    }

    private static string Whole(string pattern) => pattern.StartsWith('/') || pattern == "*" ? pattern : $"/{pattern}";
}
