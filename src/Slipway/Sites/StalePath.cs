using System.Globalization;
using System.Text;

namespace Slipway.Sites;

/// <summary>A path of an invalidation, as viewers would type it: unescaped.</summary>
/// <param name="AndBelow">Whether everything that begins with it goes too.</param>
internal readonly record struct StalePath(string Path, bool AndBelow)
{
    // RFC 1738's unsafe characters, which CloudFront wants encoded. It wants nothing else encoded: a path with a needless escape invalidates nothing.
    private const string Unsafe = " <>\"#%{}|\\^~[]`";

    // An asterisk would be a wildcard and a question mark begin a query, whatever the object's name means by them.
    private static readonly char[] NeverPlain = ['*', '?'];

    /// <summary>The path of an object. What CloudFront would take for something else ends it: what follows is covered by a wildcard.</summary>
    public static StalePath Of(string path) => path.IndexOfAny(NeverPlain) is var at and >= 0 ? new(path[..at], AndBelow: true) : new(path, AndBelow: false);

    /// <summary>The path of an object with whatever query string; without one it is <see cref="Of"/>.</summary>
    public static StalePath WithQueries(string path) => Of(path) is { AndBelow: false } plain ? new($"{plain.Path}?", AndBelow: true) : Of(path);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static StalePath Read(string text) => text.EndsWith('*') ? new(Uri.UnescapeDataString(text[..^1]), AndBelow: true) : new(Uri.UnescapeDataString(text), AndBelow: false);

    /// <summary>Whether an invalidation of this path takes the other one along.</summary>
    public bool Covers(StalePath other) => AndBelow ? other.Path.StartsWith(Path, StringComparison.Ordinal) : other == this;

    /// <summary>As CloudFront wants it.</summary>
    public override string ToString()
    {
        var escaped = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(Path))
        {
            if (unit is <= 0x1F or >= 0x7F || Unsafe.Contains((char)unit, StringComparison.Ordinal))
                escaped.Append('%').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
            else
                escaped.Append((char)unit);
        }

        return AndBelow ? escaped.Append('*').ToString() : escaped.ToString();
    }
}
