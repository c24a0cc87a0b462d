using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>Finds the files of a site that a page loads.</summary>
internal static partial class PageReferences
{
    /// <summary>Those that the plan knows, with their addresses. Links to pages are left to the pages themselves.</summary>
    public static IReadOnlyList<(Uri Address, SiteFile File)> Of(string html, Uri page, SitePlan plan)
    {
        var byPath = plan.Uploads.Select(upload => upload.File).Concat(plan.Unchanged.Select(file => file.File))
            .Where(file => file.Class is FileClass.Immutable or FileClass.Shared)
            .ToDictionary(file => plan.Paths.Of(file.Key), StringComparer.Ordinal);
        var from = Base().Match(html) is { Success: true } found && Uri.TryCreate(page, WebUtility.HtmlDecode(found.Groups[1].Value), out var other) ? other : page;
        return
        [
            .. Reference().Matches(html)
                .Select(match => Uri.TryCreate(from, WebUtility.HtmlDecode(match.Groups[1].Value), out var uri) ? uri : null)
                .OfType<Uri>()
                .Where(uri => uri.Authority == page.Authority)
                .DistinctBy(uri => uri.AbsolutePath)
                .Select(uri => (uri, byPath.GetValueOrDefault(Uri.UnescapeDataString(uri.AbsolutePath))))
                .Where(pair => pair.Item2 is not null)
                .Select(pair => (pair.uri, pair.Item2!)),
        ];
    }

    [GeneratedRegex("""<base\s[^>]*href\s*=\s*["']([^"']*)["']""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Base();

    [GeneratedRegex("""\s(?:src|href)\s*=\s*["']([^"'#]+)["'#]""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
