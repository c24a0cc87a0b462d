namespace Slipway.Sites;

/// <summary>The paths by which the edges of a distribution know the objects of a site.</summary>
internal sealed class CachedPaths
{
    private const string Index = "index.html";

    private readonly StaticSite _site;
    private readonly DistributionFacts _facts;
    private readonly List<(BehaviorFacts Behavior, OriginFacts Origin)> _ways;

    public CachedPaths(StaticSite site, string bucket, DistributionFacts facts)
    {
        (_site, _facts) = (site, facts);
        _ways = [.. facts.Behaviors.SelectMany(behavior => facts.OriginsOf(behavior, bucket).Select(origin => (behavior, origin))).Where(way => way.behavior.Cache.Keeps)];
        Homes = [.. _ways.Select(way => way.Origin.HomeOf(site)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        OfOthers = [.. facts.Behaviors.Where(behavior => behavior.Cache.Keeps && !facts.OriginsOf(behavior, bucket).Any()).Select(behavior => PathPattern.Beginning(behavior.Path))];
        KeepErrors = MissingFile.Any(status => facts.KeepsErrors(status) > ErrorPage.StandardTime);
    }

    /// <summary>What S3 answers to whoever may not list the bucket, and to others, when there is no such object.</summary>
    public static IReadOnlyList<int> MissingFile { get; } = [403, 404];

    /// <summary>The site's folders as viewers see them, with a slash at their ends: one for each origin path of the bucket.</summary>
    public IReadOnlyList<string> Homes { get; }

    /// <summary>How the paths begin that lead elsewhere and are cached too.</summary>
    public IReadOnlyList<string> OfOthers { get; }

    /// <summary>Whether a file that was asked for before it was there stays missing for longer than usual.</summary>
    public bool KeepErrors { get; }

    /// <summary>The paths of an object by its own name.</summary>
    public IEnumerable<string> Plain(string key) => _ways.Select(way => way.Origin.PathOf(key)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Everything that an edge may know the object by.</summary>
    /// <param name="cacheControl">The header that it was served with; null: not known.</param>
    public IEnumerable<StalePath> Of(string key, string? cacheControl)
    {
        foreach (var (behavior, origin) in _ways)
        {
            if (origin.PathOf(key) is not { } path || behavior.Cache.For(cacheControl) == TimeSpan.Zero)
                continue;

            foreach (var name in Names(behavior, origin, path).Where(name => IsServedBy(behavior, name)))
            {
                yield return StalePath.Of(name);
                if (behavior.Cache.ByQuery)
                    yield return StalePath.WithQueries(name);
            }

            if (StandsForOthers(behavior, origin, path))
                yield return new StalePath(origin.HomeOf(_site) ?? "/", AndBelow: true);
        }
    }

    /// <summary>
    /// A bucket knows no folders, and a function changes paths before they are looked up, so that most objects have one name: their own. S3's website endpoint
    /// and Lambda functions at origin requests lead folders to pages behind the cache. About Lambda functions at viewer requests AWS says to
    /// invalidate both names (developer guide, "What you need to know when invalidating files").
    /// </summary>
    private IEnumerable<string> Names(BehaviorFacts behavior, OriginFacts origin, string path)
    {
        yield return path;
        if (IsRoot(path))
            yield return "/";

        if (!origin.IsWebsite && !behavior.RewritesByLambda)
            yield break;

        if (path.EndsWith($"/{Index}", StringComparison.Ordinal))
        {
            var folder = path[..^Index.Length];
            yield return folder;
            if (folder.Length > 1)
                yield return folder[..^1];
        }
        else if (behavior.RewritesByLambda && path.EndsWith(".html", StringComparison.Ordinal))
        {
            yield return path[..^".html".Length];
        }
    }

    private bool IsRoot(string path) => _facts.DefaultRootObject.Length > 0 && path == $"/{_facts.DefaultRootObject}";

    /// <summary>A behavior is chosen by what viewers ask for: where paths are changed afterwards, any object may come by it.</summary>
    private bool IsServedBy(BehaviorFacts behavior, string path) => behavior.RewritesRequests || ReferenceEquals(_facts.BehaviorOf(path), behavior);

    /// <summary>Whether the page is what paths without a file show, each of which edges then know by its own name: error pages, and a Lambda function behind the cache.</summary>
    private bool StandsForOthers(BehaviorFacts behavior, OriginFacts origin, string path) =>
        (behavior.RewritesBehindCache && _site.Routing == SiteRouting.SinglePage && path == $"{origin.HomeOf(_site)}{Index}")
        || (IsServedBy(behavior, path) && _facts.ErrorPages.Any(page => MissingFile.Contains(page.Status) && page.AnsweredAs == 200 && page.Page == path && page.KeptFor > ErrorPage.StandardTime));
}
