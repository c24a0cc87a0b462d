namespace Slipway.Sites;

/// <summary>What of a distribution's caching will surprise whoever publishes a site through it. The site works; people should know.</summary>
internal static class CdnFindings
{
    /// <summary>CloudFront's own time for errors, and short enough for everything else not to be noticed.</summary>
    private static readonly TimeSpan Moment = ErrorPage.StandardTime;

    /// <param name="routes">The routes of services that share the distribution with the site.</param>
    public static IEnumerable<SiteFinding> Of(StaticSite site, IReadOnlyList<Route> routes, DistributionFacts facts, SiteInfrastructure place)
    {
        var ways = facts.Behaviors.SelectMany(behavior => facts.OriginsOf(behavior, place.Bucket).Select(origin => (Behavior: behavior, Origin: origin))).ToList();
        var homes = ways.Where(way => way.Origin.HomeOf(site) is not null).ToList();
        if (ways.Count > 0 && homes.Count == 0)
        {
            yield return Warning(
                $"distribution {facts.Id} puts {ways[0].Origin.Path} before every path, so that files of site {site.Name} outside of {ways[0].Origin.Path[1..]}/ cannot be reached; its own folder is /{SiteFolder.KeyPrefix(site)}",
                "correct the origin path, or the site's Prefix");
        }

        foreach (var behavior in homes.Where(way => facts.BehaviorOf($"{way.Origin.HomeOf(site)}some/page") == way.Behavior).Select(way => way.Behavior).Distinct())
        {
            foreach (var finding in Caching(site, facts, behavior))
                yield return finding;
        }

        foreach (var finding in Errors(site, facts))
            yield return finding;
        foreach (var finding in Services(site, routes, facts))
            yield return finding;
    }

    private static IEnumerable<SiteFinding> Caching(StaticSite site, DistributionFacts facts, BehaviorFacts behavior)
    {
        var name = $"behavior {behavior.Path} of distribution {facts.Id}";
        var cache = behavior.Cache;
        if (!cache.IsKnown)
        {
            yield return Warning($"the cache policy of {name} could not be read, so that site {site.Name} invalidates every path with its query strings", "allow cloudfront:GetCachePolicy to the caller");
        }
        else if (cache is { Keeps: true, ByQuery: true })
        {
            yield return Warning(
                $"{name} keeps one copy of each file of site {site.Name} per query string: whatever changes is invalidated with a wildcard, and Next.js's ?_rsc= is never answered from the cache",
                "leave query strings out of the cache key, as CachingOptimized does");
        }

        if (!cache.Keeps)
            yield return Warning($"{name} caches nothing of site {site.Name}", "use a cache policy that does, such as CachingOptimized");
        if (cache.IsKnown && cache.Least > Moment)
        {
            yield return Warning(
                $"{name} keeps everything for at least {Words(cache.Least)}, service workers and whatever says no-cache too: browsers learn of a release of site {site.Name} that much later",
                "use a cache policy with a minimum TTL of at most 1 second, such as CachingOptimized");
        }

        if (!behavior.Compresses)
            yield return Warning($"{name} compresses nothing of site {site.Name}", "switch Compress on");
        else if (cache is { Keeps: true, KeepsCompressed: false })
            yield return Warning($"the cache policy of {name} keeps no compressed copies, so that nothing of site {site.Name} is compressed", "enable gzip and Brotli in the cache policy, as CachingOptimized does");

        if (behavior.RewritesBehindCache && site.Routing == SiteRouting.SinglePage)
        {
            yield return Warning(
                $"{name} leads paths to pages by a Lambda function at origin requests: edges know every path of site {site.Name} by its own name, and each change of its first page drops all of the site",
                "rewrite paths by a CloudFront function at viewer requests");
        }
    }

    private static IEnumerable<SiteFinding> Errors(StaticSite site, DistributionFacts facts)
    {
        foreach (var page in facts.ErrorPages.Where(page => CachedPaths.MissingFile.Contains(page.Status) && page.KeptFor > Moment))
        {
            yield return page is { AnsweredAs: 200, Page.Length: > 0 }
                ? Warning(
                    $"distribution {facts.Id} keeps {page.Page} in place of a {page.Status} for {Words(page.KeptFor)} under every path that was asked for: each change of that page drops all of site {site.Name} from the edges",
                    "lead paths to pages by a CloudFront function at viewer requests, or set ErrorCachingMinTTL to at most 10 seconds")
                : Warning(
                    $"distribution {facts.Id} keeps each {page.Status} for {Words(page.KeptFor)}: new files of site {site.Name} are invalidated too, since somebody may have asked for them too early",
                    "set ErrorCachingMinTTL to at most 10 seconds");
        }
    }

    private static IEnumerable<SiteFinding> Services(StaticSite site, IReadOnlyList<Route> routes, DistributionFacts facts)
    {
        foreach (var path in routes.SelectMany(route => route.Paths))
        {
            if (facts.Behaviors.FirstOrDefault(behavior => PathPattern.Same(behavior.Path, path)) is not { Cache: { IsKnown: true, Keeps: true } cache })
                continue;

            // A service that says for how long is served as it says.
            var unasked = cache.For("");
            if (unasked > TimeSpan.Zero)
            {
                yield return Warning(
                    $"distribution {facts.Id} of site {site.Name} keeps what {path} answers for {Words(unasked)} unless the service says otherwise, {(cache.ByQuery ? "whoever asks" : "whatever the query string")}",
                    "give that behavior the cache policy CachingDisabled") with
                {
                    IsOfService = true,
                };
            }
        }
    }

    private static SiteFinding Warning(string seen, string attempt) => new(IsError: false, seen, attempt);

    /// <summary>In the largest unit that it is a whole number of.</summary>
    private static string Words(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerDay == 0 ? SitePlanText.Count((int)time.TotalDays, "day")
        : time.Ticks % TimeSpan.TicksPerHour == 0 ? SitePlanText.Count((int)time.TotalHours, "hour")
        : time.Ticks % TimeSpan.TicksPerMinute == 0 ? SitePlanText.Count((int)time.TotalMinutes, "minute")
        : SitePlanText.Count((int)time.TotalSeconds, "second");
}
