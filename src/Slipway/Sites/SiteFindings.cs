namespace Slipway.Sites;

/// <summary>Something about a site's distribution that is wrong, or will surprise.</summary>
/// <param name="IsError">Whether the site cannot work so; else people should know.</param>
internal sealed record SiteFinding(bool IsError, string Seen, string Try)
{
    /// <summary>Whether it is about paths that lead to a service.</summary>
    public bool IsOfService { get; init; }
}

/// <summary>What of a distribution does not fit the definition of its site.</summary>
internal static class SiteFindings
{
    /// <param name="routes">The routes of all services; those of other sites are left out.</param>
    public static IReadOnlyList<SiteFinding> Of(StaticSite site, IEnumerable<Route> routes, DistributionFacts facts, SiteInfrastructure place)
    {
        if (facts.OriginOf(site, place.Bucket) is not { } origin)
        {
            return
            [
                new SiteFinding(
                    true,
                    $"distribution {facts.Id} of site {site.Name} has no origin in bucket {place.Bucket}{(site.Prefix.Length == 0 ? "" : $" that reaches {site.Prefix}/")}; its origins are {List(facts.Origins.Select(one => one.DomainName + one.Path))}",
                    "correct bucket or distribution in Infrastructure.Sites, or add the origin"),
            ];
        }

        IReadOnlyList<Route> own = [.. routes.Where(route => route.Site == site.Name)];
        return [.. Whole(site, facts), .. OwnBehavior(site, own, facts, place, origin), .. Shared(site, own, facts, place), .. ErrorPages(site, own, facts), .. CdnFindings.Of(site, own, facts, place)];
    }

    /// <summary>Whether an error page makes a page of what is not there, as single-page applications had it before there were functions.</summary>
    public static bool ShowsPage(ErrorPage page) => page is { Status: 403 or 404, Page.Length: > 0, AnsweredAs: 200 };

    private static IEnumerable<SiteFinding> Whole(StaticSite site, DistributionFacts facts)
    {
        if (!facts.Enabled)
            yield return new SiteFinding(true, $"distribution {facts.Id} of site {site.Name} is disabled", "enable it");
    }

    private static IEnumerable<SiteFinding> OwnBehavior(StaticSite site, IReadOnlyList<Route> routes, DistributionFacts facts, SiteInfrastructure place, OriginFacts origin)
    {
        var home = origin.HomeOf(site)!;
        var behavior = facts.BehaviorOf($"{home}some/{(site.Routing == SiteRouting.Assets ? "file.js" : "page")}");
        if (behavior is null || !facts.OriginsOf(behavior, place.Bucket).Contains(origin))
        {
            yield return new SiteFinding(
                true, $"{home} of distribution {facts.Id} is served from origin {behavior?.Origin ?? "none"}, not from site {site.Name}'s bucket",
                $"add a behavior for {home}* with origin {origin.Id}");
            yield break;
        }

        if (behavior.RewritesRequests || site.Routing == SiteRouting.Assets)
            yield break;

        if (site.Routing == SiteRouting.SinglePage && (routes.Count > 0 || !facts.ErrorPages.Any(ShowsPage)))
        {
            yield return new SiteFinding(
                true, $"site {site.Name} is a single page, but behavior {behavior.Path} of distribution {facts.Id} has no viewer-request function, so {home}some/page is not found",
                $"associate a function that rewrites paths without a dot to {home}index.html with that behavior");
        }
        else if (home != "/" || facts.DefaultRootObject != "index.html")
        {
            yield return new SiteFinding(
                home == "/", $"nothing leads {home} of distribution {facts.Id} to site {site.Name}'s index.html",
                home == "/" ? "set DefaultRootObject to index.html, or associate a viewer-request function" : "associate a viewer-request function that appends index.html to folders");
        }
    }

    private static IEnumerable<SiteFinding> Shared(StaticSite site, IReadOnlyList<Route> routes, DistributionFacts facts, SiteInfrastructure place)
    {
        foreach (var path in routes.SelectMany(route => route.Paths.Count == 0 ? ["*"] : route.Paths))
        {
            var behavior = facts.Behaviors.FirstOrDefault(behavior => PathPattern.Same(behavior.Path, path));
            if (behavior is null || facts.OriginsOf(behavior, place.Bucket).Any())
            {
                yield return new SiteFinding(
                    true, $"distribution {facts.Id} of site {site.Name} has no behavior that leads {path} to the service; its behaviors are {List(facts.Behaviors.Select(one => one.Path))}",
                    $"add a behavior for {path} with the load balancer as its origin")
                {
                    IsOfService = true,
                };
            }
            else if (path == "*" && facts.DefaultRootObject.Length > 0)
            {
                yield return new SiteFinding(
                    false, $"distribution {facts.Id} of site {site.Name} asks the service for /{facts.DefaultRootObject} where people ask for /", "remove its DefaultRootObject")
                {
                    IsOfService = true,
                };
            }
        }
    }

    /// <summary>They are the whole distribution's: beside a service they hide its errors, and everywhere they answer a missing script with a page.</summary>
    private static IEnumerable<SiteFinding> ErrorPages(StaticSite site, IReadOnlyList<Route> routes, DistributionFacts facts)
    {
        foreach (var page in facts.ErrorPages.Where(page => page.Status is 403 or 404 && page.Page.Length > 0 && (routes.Count > 0 || ShowsPage(page))))
        {
            yield return new SiteFinding(
                routes.Count > 0,
                $"distribution {facts.Id} of site {site.Name} answers every {page.Status} with {page.Page} as {page.AnsweredAs}, {(routes.Count > 0 ? $"the services' own {page.Status} too" : "missing scripts too")}",
                "remove the custom error response; a function on the site's own behavior does the same for pages alone");
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));
}
