using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>A file that a page names.</summary>
/// <param name="File">As the release has it; null: a script or style sheet that is none of its files.</param>
internal sealed record PageReference(Uri Address, SiteFile? File);

/// <summary>Finds the files of a site that a page names. Links to pages are left to the pages themselves.</summary>
/// <param name="routes">Of services behind the same distribution: what they serve is not the site's.</param>
internal sealed partial class PageReferences(SitePlan plan, IReadOnlyList<Route> routes)
{
    private readonly Dictionary<string, SiteFile> _byPath = plan.Uploads.Select(upload => upload.File).Concat(plan.Unchanged.Select(file => file.File))
        .Where(file => file.Class is FileClass.Immutable or FileClass.Shared)
        .DistinctBy(file => plan.Paths.Of(file.Key), StringComparer.Ordinal)
        .ToDictionary(file => plan.Paths.Of(file.Key), StringComparer.Ordinal);

    /// <summary>Files of the release, and scripts and style sheets on the site's host that are none of it: a page that loads one does not work without.</summary>
    /// <param name="page">Where the page was found.</param>
    public IReadOnlyList<PageReference> In(string html, Uri page)
    {
        var tags = Part().Matches(html).Where(part => part.Groups["tag"].Success).Select(Read).ToList();
        var from = tags.FirstOrDefault(tag => tag.Name == "base")?["href"] is { } stated && Uri.TryCreate(page, stated, out var other) ? other : page;
        return
        [
            .. tags.Where(tag => tag.Name != "base").SelectMany(tag => tag.Names().Select(name => (Address: Uri.TryCreate(from, name, out var uri) ? uri : null, IsCode: IsCode(tag))))
                .Where(named => named.Address is { } address && address.Authority == page.Authority && address.Scheme == page.Scheme)
                .Select(named => (Reference: new PageReference(named.Address!, _byPath.GetValueOrDefault(PathOf(named.Address!))), named.IsCode))
                .Where(named => named.Reference.File is not null || (named.IsCode && !IsServed(PathOf(named.Reference.Address))))
                .Select(named => named.Reference)
                .DistinctBy(reference => reference.Address.AbsolutePath),
        ];
    }

    private bool IsServed(string path) => routes.Any(route => route.Site == plan.Site.Name && (route.Paths.Count == 0 || route.Paths.Any(pattern => PathPattern.Matches(pattern, path))));

    private static string PathOf(Uri address) => Uri.UnescapeDataString(address.AbsolutePath);

    /// <summary>Whether browsers run it or draw the page by it.</summary>
    private static bool IsCode(Tag tag) => tag.Name switch
    {
        "script" => tag["type"] is null or "" or "module" or "text/javascript" or "application/javascript",
        "link" => (tag["rel"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) is var rel
            && (rel.Contains("stylesheet", StringComparer.OrdinalIgnoreCase) || rel.Contains("modulepreload", StringComparer.OrdinalIgnoreCase)),
        _ => false,
    };

    private static Tag Read(Match part) => new(
        part.Groups["tag"].Value.ToLowerInvariant(),
        Attribute().Matches(part.Groups["attributes"].Value)
            .DistinctBy(attribute => attribute.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                attribute => attribute.Groups["name"].Value, attribute => WebUtility.HtmlDecode(attribute.Groups["value"].Value), StringComparer.OrdinalIgnoreCase));

    private sealed record Tag(string Name, IReadOnlyDictionary<string, string> Attributes)
    {
        public string? this[string attribute] => Attributes.GetValueOrDefault(attribute)?.Trim();

        /// <summary>What it names, as it is written.</summary>
        public IEnumerable<string> Names() => new[] { this["src"], this["href"], this["poster"], this["xlink:href"], Name == "object" ? this["data"] : null }
            .Concat(new[] { this["srcset"], this["imagesrcset"] }.SelectMany(Candidates))
            .Where(name => name is { Length: > 0 } && !name.StartsWith('#')).Select(name => name!);

        // Each candidate is an address and perhaps a width or density; addresses of data may have commas of their own.
        private static IEnumerable<string?> Candidates(string? set) => set is null || set.Contains("data:", StringComparison.OrdinalIgnoreCase)
            ? []
            : set.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(candidate => candidate.Split(' ')[0]);
    }

    // What stands in comments, scripts, styles and templates is text there, however much it looks like a tag.
    [GeneratedRegex(
        """
        <!--.*?(?:-->|\z)
        |<(?<tag>script)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>.*?(?:</script\b|\z)
        |<(?:style|template)\b(?:"[^"]*"|'[^']*'|[^'">])*>.*?(?:</(?:style|template)\b|\z)
        |<(?<tag>[a-z][a-z0-9-]*)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>
        """,
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();

    [GeneratedRegex("""(?<name>[^\s"'>/=]+)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
