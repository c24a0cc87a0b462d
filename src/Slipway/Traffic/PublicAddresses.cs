using Slipway.Sites;

namespace Slipway.Traffic;

/// <summary>Where people find an application: its sites at their distributions, its services there too or at their load balancers.</summary>
internal sealed class PublicAddresses(AwsAddresses loadBalancers, SiteShipper sites)
{
    /// <summary>The address of each site and routed service, by its name. A service whose target group no listener uses has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var found = await Task.WhenAll(application.Sites.Select(async site => (site.Name, Address: await sites.Address(site, infrastructure.Sites[site.Name], ct))));
        var addresses = found.ToDictionary(site => site.Name, site => site.Address.AbsoluteUri, StringComparer.Ordinal);

        var behind = await loadBalancers.Of([.. application.Services.Where(service => service.Route?.Site is null)], environment, infrastructure.TargetGroups, ct);
        foreach (var (service, address) in behind)
            addresses[service] = address;

        foreach (var service in application.Services.Where(service => service.Route?.Site is not null))
            addresses[service.Name] = Join(addresses[service.Route!.Site!], service.Route);

        return addresses;
    }

    /// <summary>A route's paths are absolute: they do not continue the site's own.</summary>
    internal static string Join(string site, Route route) => new Uri(new Uri(site), AwsAddresses.PathOf(route)).AbsoluteUri;
}
