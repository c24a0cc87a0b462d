using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>The addresses that pages and style sheets load files from, as they are written, resolved against nothing but a page's own <c>base</c>.</summary>
internal static partial class LocalReferences
{
    /// <summary>Of a page: scripts, style sheets and modules, without which it does not work, and everything else that it shows.</summary>
    public static IEnumerable<(string Address, bool IsNeeded)> OfPage(string html)
    {
        string? root = null;
        foreach (Match tag in Tag().Matches(NotMarkup().Replace(html, "$1")))
        {
            var (name, attributes) = (tag.Groups[1].Value.ToLowerInvariant(), Attributes(tag.Groups[2].Value));
            if (name == "base")
                root ??= attributes.GetValueOrDefault("href");

            foreach (var (address, isNeeded) in Of(name, attributes))
                yield return (root is null ? address : Against(root, address), isNeeded);
        }
    }

    /// <summary>Of a style sheet: what it imports, and pictures and fonts.</summary>
    public static IEnumerable<(string Address, bool IsNeeded)> OfSheet(string css)
    {
        foreach (Match url in Url().Matches(Comment().Replace(css, "")))
            yield return (url.Groups[2].Value, url.Groups[1].Success);
    }

    private static IEnumerable<(string Address, bool IsNeeded)> Of(string name, IReadOnlyDictionary<string, string> attributes)
    {
        if (name == "link")
        {
            var relations = attributes.GetValueOrDefault("rel", "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (attributes.TryGetValue("href", out var href) && relations.Intersect(["stylesheet", "modulepreload", "preload", "icon", "apple-touch-icon", "mask-icon", "manifest"]).Any())
                yield return (href, relations.Any(relation => relation is "stylesheet" or "modulepreload"));
        }
        else if (attributes.TryGetValue("src", out var source) && name is "script" or "img" or "source" or "video" or "audio" or "track")
        {
            yield return (source, name == "script");
        }

        if (attributes.TryGetValue("poster", out var poster) && name == "video")
            yield return (poster, false);

        foreach (var candidate in attributes.GetValueOrDefault(name == "link" ? "imagesrcset" : "srcset", "").Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return (candidate.Split(' ')[0].TrimEnd(','), false);
    }

    private static string Against(string root, string address)
    {
        var outer = new Uri("http://site.invalid/");
        return Uri.TryCreate(outer, root, out var from) && Uri.TryCreate(from, address, out var uri) ? uri.Host == outer.Host ? uri.PathAndQuery : uri.AbsoluteUri : address;
    }

    private static Dictionary<string, string> Attributes(string text)
    {
        Dictionary<string, string> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Attribute().Matches(text))
            found.TryAdd(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value + match.Groups[3].Value + match.Groups[4].Value).Trim());

        return found;
    }

    // Comments, and what is between the tags of a script: neither is markup.
    [GeneratedRegex(@"<!--.*?(?:-->|\z)|(<script\b(?:[^>""']|""[^""]*""|'[^']*')*>).*?(?=</script|\z)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex NotMarkup();

    [GeneratedRegex(@"<(base|link|script|img|source|video|audio|track)\b((?:[^>""']|""[^""]*""|'[^']*')*)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"([^\s""'<>/=]+)\s*=\s*(?:""([^""]*)""|'([^']*)'|([^\s""'<>`]+))", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"/\*.*?(?:\*/|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(@import\s+)?(?:url\(\s*[""']?|(?<=@import\s+)[""'])([^""')\s]+)[""']?\s*\)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Url();
}
