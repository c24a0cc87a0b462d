namespace Slipway.Sites;

/// <summary>Decides what is asked once a site is published. Samples, where there are many, are the same in each run.</summary>
/// <param name="routes">Of all services; those of other sites are left out.</param>
/// <param name="nonce">Goes into names that nobody has, so that no cache has them either.</param>
internal sealed class SiteProbes(SitePlan plan, IReadOnlyList<Route> routes, string nonce)
{
    /// <summary>Changed pages that are asked; a person is told how many more there are.</summary>
    public const int MostPages = 50;

    private const int MostFiles = 20;
    private const int MostKept = 3;
    private const int MostGone = 5;

    private readonly Uri _address = SiteAddress.Of(plan.Site, plan.Place, plan.Distribution);

    private readonly SiteFile? _home = plan.Site.Routing == SiteRouting.Assets ? null : Files(plan).FirstOrDefault(file => file.Key == HomeKey(plan.Site));

    /// <summary>The first page as people ask for it; of a site without pages, one of its files. Null: there is nothing to ask.</summary>
    public SiteProbe? First => _home is null ? New().FirstOrDefault() : LeadsHome() ? new SiteProbe.Wanted(_address, _home, Lead.Folder) : ByName(_home, Lead.Name);

    /// <summary>Changed pages that are not asked.</summary>
    public int Left => Math.Max(0, Changed().Count() - MostPages);

    /// <summary>Everything else, pages first.</summary>
    public IReadOnlyList<SiteProbe> Others =>
    [
        .. _home is null ? New().Skip(1) : Changed().Take(MostPages).Select(file => ByName(file, Lead.Name)),
        .. DeepLink(), Missing(), .. Kept(), .. Gone(), .. Served(),
    ];

    private static string HomeKey(StaticSite site) => $"{SiteFolder.KeyPrefix(site)}index.html";

    private static IEnumerable<SiteFile> Files(SitePlan plan) => plan.Uploads.Select(upload => upload.File).Concat(plan.Unchanged.Select(file => file.File));

    private bool LeadsHome()
    {
        var folder = plan.Home;
        return plan.Distribution.BehaviorOf(folder)?.RewritesRequests == true || (folder == "/" && plan.Distribution.DefaultRootObject.Length > 0);
    }

    // What a run had written that was broken off may be right, and has not been seen yet.
    private IEnumerable<SiteFile> Changed() => plan.Uploads.Where(upload => upload.Phase == FileClass.Document).Select(upload => upload.File)
        .Concat(plan.Unchanged.Select(file => file.File).Where(file => file.Class == FileClass.Document && plan.Seen.IsTouched(file.Key)))
        .Where(file => file != _home);

    /// <summary>Some of the new files, from all over the site; where none is new, one that was there.</summary>
    private IEnumerable<SiteProbe> New() => Some([.. plan.Uploads.Select(upload => upload.File)], MostFiles)
        .DefaultIfEmpty(plan.Unchanged.Select(file => file.File).FirstOrDefault()).OfType<SiteFile>().Select(file => ByName(file, Lead.Name));

    private IEnumerable<SiteProbe> DeepLink() => _home is not null && plan.Site.Routing == SiteRouting.SinglePage
        ? [new SiteProbe.Wanted(SiteAddress.Of(_address, $"{plan.Home}slipway-{nonce}/page"), _home, Lead.DeepLink)]
        : [];

    /// <summary>Beside a script of the site, so that the same behavior serves it.</summary>
    private SiteProbe.Missing Missing()
    {
        var beside = Files(plan).FirstOrDefault(file => file.Key.EndsWith(".js", StringComparison.Ordinal))?.Key ?? HomeKey(plan.Site);
        var path = plan.PathOf(beside);
        return new SiteProbe.Missing(SiteAddress.Of(_address, $"{path[..path.LastIndexOf('/')]}/slipway-{nonce}.js"), IsExplained: !routes.Any(IsHere) && plan.Distribution.ErrorPages.Any(SiteFindings.ShowsPage));
    }

    private IEnumerable<SiteProbe> Kept() => Some(
            [.. plan.Kept.Where(file => file.ETag is not null && (plan.Previous is null || file.LastIn == plan.Previous)).Select(file => file.File)], MostKept)
        .Select(file => ByName(file, Lead.OpenTab));

    /// <summary>Content that another page of the release has too says nothing.</summary>
    private IEnumerable<SiteProbe> Gone()
    {
        var there = Files(plan).Select(file => file.Sha256).ToHashSet(StringComparer.Ordinal);
        return plan.Removals.Where(removal => removal.File.Class == FileClass.Document && !there.Contains(removal.File.Sha256)).Take(MostGone)
            .Select(removal => new SiteProbe.Gone(SiteAddress.Of(_address, plan.PathOf(removal.File.Key)), removal.File.Sha256));
    }

    private IEnumerable<SiteProbe> Served() => _home is null ? [] : routes.Where(IsHere).SelectMany(route => route.Paths)
        .Select(pattern => new SiteProbe.Served(
            SiteAddress.Of(_address, $"/{pattern.TrimStart('/').Replace("*", $"slipway-{nonce}", StringComparison.Ordinal).Replace('?', 'x')}"), pattern, _home));

    private bool IsHere(Route route) => route.Site == plan.Site.Name;

    private SiteProbe.Wanted ByName(SiteFile file, Lead from) => new(SiteAddress.Of(_address, plan.PathOf(file.Key)), file, from);

    private static IEnumerable<SiteFile> Some(List<SiteFile> files, int most) =>
        files.Count <= most ? files : Enumerable.Range(0, most).Select(i => files[(int)((long)i * (files.Count - 1) / (most - 1))]);
}
