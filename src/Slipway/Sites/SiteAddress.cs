namespace Slipway.Sites;

/// <summary>Where people find a site.</summary>
internal static class SiteAddress
{
    /// <summary>
    /// What the infrastructure says; else the distribution's first alternate domain name that is no wildcard, else its own domain name, with the
    /// site's folder. Where the site is files alone, people come for the pages of the service beside them, and find those at the root. HTTPS, except on
    /// this machine.
    /// </summary>
    public static Uri Of(StaticSite site, SiteInfrastructure place, DistributionFacts distribution)
    {
        if (place.Address is { } address)
            return address;

        var host = distribution.Aliases.FirstOrDefault(alias => !alias.StartsWith('*')) ?? distribution.DomainName;
        var http = new Uri($"http://{host}/");
        var root = IsHere(http) ? http : new Uri($"https://{host}/");
        return site.Routing == SiteRouting.Assets ? root : Of(root, distribution.OriginOf(site, place.Bucket)?.HomeOf(site) ?? $"/{SiteFolder.KeyPrefix(site)}");
    }

    /// <summary>A path, unescaped, on the host of <paramref name="site"/>.</summary>
    public static Uri Of(Uri site, string path) =>
        new($"{site.GetLeftPart(UriPartial.Authority)}{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    private static bool IsHere(Uri address) => address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
