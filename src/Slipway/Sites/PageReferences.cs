namespace Slipway.Sites;

/// <summary>A file that a page names.</summary>
/// <param name="File">As the release has it; null: a script or style sheet that is none of its files.</param>
internal sealed record PageReference(Uri Address, SiteFile? File);

/// <summary>Finds the files of a site that a page names. Links to pages are left to the pages themselves.</summary>
/// <param name="routes">Of services behind the same distribution: what they serve is not the site's.</param>
internal sealed class PageReferences(SitePlan plan, IReadOnlyList<Route> routes)
{
    private readonly Dictionary<string, SiteFile> _byKey = plan.Uploads.Select(upload => upload.File).Concat(plan.Unchanged.Select(file => file.File))
        .Where(file => file.Class is FileClass.Immutable or FileClass.Shared)
        .ToDictionary(file => file.Key, StringComparer.Ordinal);

    /// <summary>Files of the release, and scripts and style sheets on the site's host that are none of it: a page that loads one does not work without.</summary>
    /// <param name="page">Where the page was found.</param>
    public IReadOnlyList<PageReference> In(string html, Uri page)
    {
        var tags = MarkupTag.In(html);
        var from = tags.FirstOrDefault(tag => tag.Name == "base")?["href"] is { } stated && Uri.TryCreate(page, stated, out var other) ? other : page;
        return
        [
            .. tags.Where(tag => tag.Name != "base").SelectMany(tag => Names(tag).Select(name => (Address: Uri.TryCreate(from, name, out var uri) ? uri : null, tag.IsCode)))
                .Where(named => named.Address is { } address && address.Authority == page.Authority && address.Scheme == page.Scheme)
                .Select(named => (Reference: new PageReference(named.Address!, At(PathOf(named.Address!))), named.IsCode))
                .Where(named => named.Reference.File is not null || (named.IsCode && !IsServed(PathOf(named.Reference.Address))))
                .Select(named => named.Reference)
                .DistinctBy(reference => reference.Address.AbsolutePath),
        ];
    }

    private bool IsServed(string path) => routes.Any(route => route.Site == plan.Site.Name && (route.Paths.Count == 0 || route.Paths.Any(pattern => PathPattern.Matches(pattern, path))));

    private SiteFile? At(string path) => plan.KeysOf(path).Select(key => _byKey.GetValueOrDefault(key)).FirstOrDefault(file => file is not null);

    private static string PathOf(Uri address) => Uri.UnescapeDataString(address.AbsolutePath);

    /// <summary>What a tag names, as it is written.</summary>
    private static IEnumerable<string> Names(MarkupTag tag) => new[] { tag["src"], tag["href"], tag["poster"], tag["xlink:href"], tag.Name == "object" ? tag["data"] : null }
        .Concat(tag.Pictures).Where(name => name is { Length: > 0 } && !name.StartsWith('#')).Select(name => name!);
}
