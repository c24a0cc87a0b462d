using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>The addresses that pages and style sheets load files from, as they are written, resolved against nothing but a page's own <c>base</c>.</summary>
internal static partial class LocalReferences
{
    // Links of other kinds lead to pages.
    private static readonly string[] Loading = ["stylesheet", "modulepreload", "preload", "icon", "apple-touch-icon", "mask-icon", "manifest"];

    /// <summary>Of a page: scripts, style sheets and modules, without which it does not work, and everything else that it shows.</summary>
    public static IEnumerable<(string Address, bool IsNeeded)> OfPage(string html)
    {
        var tags = MarkupTag.In(html);
        var root = tags.FirstOrDefault(tag => tag.Name == "base")?["href"];
        return tags.SelectMany(Of).Select(named => (root is null ? named.Address : Against(root, named.Address), named.IsNeeded));
    }

    /// <summary>Of a style sheet: what it imports, and pictures and fonts.</summary>
    public static IEnumerable<(string Address, bool IsNeeded)> OfSheet(string css)
    {
        // Most sheets of a bundler name nothing.
        if (!css.Contains("url(", StringComparison.OrdinalIgnoreCase) && !css.Contains("@import", StringComparison.OrdinalIgnoreCase))
            yield break;

        foreach (Match url in Url().Matches(Comment().Replace(css, "")))
            yield return (url.Groups[2].Value, url.Groups[1].Success);
    }

    private static IEnumerable<(string Address, bool IsNeeded)> Of(MarkupTag tag)
    {
        var source = tag.Name switch
        {
            "link" when tag.Relations.Intersect(Loading).Any() => tag["href"],
            "script" or "img" or "source" or "video" or "audio" or "track" => tag["src"],
            _ => null,
        };
        if (source is not null)
            yield return (source, tag.IsCode);
        if (tag.Name == "video" && tag["poster"] is { } poster)
            yield return (poster, false);

        foreach (var picture in tag.Pictures)
            yield return (picture, false);
    }

    private static string Against(string root, string address)
    {
        var outer = new Uri("http://site.invalid/");
        return Uri.TryCreate(outer, root, out var from) && Uri.TryCreate(from, address, out var uri) ? uri.Host == outer.Host ? uri.PathAndQuery : uri.AbsoluteUri : address;
    }

    [GeneratedRegex(@"/\*.*?(?:\*/|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(@import\s+)?(?:url\(\s*[""']?|(?<=@import\s+)[""'])([^""')\s]+)[""']?\s*\)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Url();
}
