using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>A tag of a page, with what its attributes say.</summary>
/// <param name="Name">In lower case.</param>
internal sealed partial record MarkupTag(string Name, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The value of an attribute; null: the tag does not have it.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute)?.Trim();

    /// <summary>What the tag says of itself in <c>rel</c>, in lower case.</summary>
    public IReadOnlyList<string> Relations => (this["rel"] ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether browsers run what it names, or draw the page by it.</summary>
    public bool IsCode => Name switch
    {
        "script" => this["type"] is null or "" or "module" or "text/javascript" or "application/javascript",
        "link" => Relations.Any(relation => relation is "stylesheet" or "modulepreload"),
        _ => false,
    };

    /// <summary>The addresses of the sets of pictures that it names.</summary>
    public IEnumerable<string> Pictures => new[] { this["srcset"], this["imagesrcset"] }.OfType<string>().SelectMany(set => Candidate().Matches(set).Select(one => one.Groups["url"].Value));

    /// <summary>The tags of a page. What stands in comments, scripts, styles and templates is text there, however much it looks like a tag.</summary>
    public static IReadOnlyList<MarkupTag> In(string html) => [.. Part().Matches(html).Where(part => part.Groups["tag"].Success).Select(Read)];

    private static MarkupTag Read(Match part) => new(
        part.Groups["tag"].Value.ToLowerInvariant(),
        Attribute().Matches(part.Groups["attributes"].Value)
            .DistinctBy(attribute => attribute.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                attribute => attribute.Groups["name"].Value, attribute => WebUtility.HtmlDecode(attribute.Groups["value"].Value), StringComparer.OrdinalIgnoreCase));

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

    // An address may have commas, but neither begins nor ends with one; a width or density may follow (HTML, "Parsing a srcset attribute").
    [GeneratedRegex(@"(?<url>[^\s,](?:\S*[^\s,])?)(?:\s+[^,]*)?(?:,|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();
}
