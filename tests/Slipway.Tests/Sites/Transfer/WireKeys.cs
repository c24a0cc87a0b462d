using Slipway.Sites;

namespace Slipway.Tests.Sites.Transfer;

/// <summary>Keys that are easily written wrong.</summary>
internal static class WireKeys
{
    /// <summary>That the official client sends too.</summary>
    public static readonly IReadOnlyList<string> Odd =
    [
        "index.html", "a b/c+d.txt", "100%/%2F.txt", "a=b&c;d,e:f@g!h$i'j(k)l*m~n.txt", "caf\u00e9/\u65e5\u672c.html", "\U0001F600.png", "\uFFFD\uE000.txt", "[slug]/{id}/<x>.txt", "a//b", "back\\slash",
        "quo\"te#hash?mark", "~tilde_-.", "tab\there",
    ];

    /// <summary>That clients put right, into other keys.</summary>
    public static readonly IReadOnlyList<string> Dotted = ["a/./b", "a/../b", "a/b/..", "..a/b", "a/.", "//a"];

    /// <summary>Keys that are expected, of objects that are not known.</summary>
    public static IReadOnlyList<SeenObject> Seen(IEnumerable<string> keys) => [.. keys.Select(key => new SeenObject(key, ""))];
}
