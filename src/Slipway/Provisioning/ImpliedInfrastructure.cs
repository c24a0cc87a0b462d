namespace Slipway.Provisioning;

/// <summary>
/// What the definition of an application implies where nothing is there yet: a cluster, one load balancer, a target group and
/// listener rule per routed service, and a bucket and distribution per site.
/// </summary>
internal sealed record ImpliedInfrastructure(
    string Cluster, string LoadBalancer, IReadOnlyList<ImpliedTargetGroup> TargetGroups, IReadOnlyList<ImpliedRule> Rules, string? DefaultTargetGroup)
{
    /// <summary>The network and roles that the rehearsal cloud takes as given: it has neither subnets nor IAM.</summary>
    public static IReadOnlyList<string> Subnets { get; } = ["subnet-rehearsal-a", "subnet-rehearsal-b"];

    public static IReadOnlyList<string> SecurityGroups { get; } = ["sg-rehearsal"];

    public IReadOnlyList<ImpliedSite> Sites { get; private init; } = [];

    public static ImpliedInfrastructure Of(Application application)
    {
        var routed = application.Services.Where(service => service.Route is not null).ToList();
        var taken = routed.Select(service => service.Route!.Priority).OfType<int>().ToHashSet();
        var free = Enumerable.Range(1, 50000).Where(priority => !taken.Contains(priority)).GetEnumerator();

        return new ImpliedInfrastructure(
            application.Name,
            application.Name,
            [.. routed.Select(service => ImpliedTargetGroup.Of(application, service))],
            [.. routed.Where(service => !IsDefault(service.Route!)).Select(service => Rule(application, service, free))],
            routed.FirstOrDefault(service => IsDefault(service.Route!)) is { } fallback ? NameOf(application, fallback) : null)
        {
            Sites = [.. application.Sites.Select(site => ImpliedSite.Of(application, site))],
        };
    }

    /// <summary>ARN of the role that stands for <paramref name="use"/> in the rehearsal; it does not check permissions.</summary>
    public static string Role(DeployEnvironment environment, string use) => $"arn:aws:iam::{environment.Account}:role/{use}";

    public static string NameOf(Application application, EcsService service) => $"{application.Name}-{service.Name}";

    private static bool IsDefault(Route route) => route.Hosts.Count == 0 && route.Paths.Count == 0;

    private static ImpliedRule Rule(Application application, EcsService service, IEnumerator<int> free)
    {
        var priority = service.Route!.Priority;
        if (priority is null)
        {
            free.MoveNext();
            priority = free.Current;
        }

        return new ImpliedRule(priority.Value, NameOf(application, service), service.Route.Hosts, service.Route.Paths);
    }
}

internal sealed record ImpliedTargetGroup(string Service, string Name, int Port, HealthCheck Health, TimeSpan Draining)
{
    public static ImpliedTargetGroup Of(Application application, EcsService service) =>
        new(service.Name, ImpliedInfrastructure.NameOf(application, service), service.Port!.Value, service.Health!, service.Route!.Draining);
}

/// <param name="TargetGroup">Name of the target group that gets the matching requests.</param>
internal sealed record ImpliedRule(int Priority, string TargetGroup, IReadOnlyList<string> Hosts, IReadOnlyList<string> Paths);

/// <param name="Name">The definition's name.</param>
/// <param name="Id">What bucket, distribution, origin access control and function are named after.</param>
/// <param name="ServicePaths">Path patterns that the distribution sends to the load balancer.</param>
internal sealed record ImpliedSite(string Name, string Id, string Prefix, SiteRouting Routing, IReadOnlyList<string> ServicePaths)
{
    public static ImpliedSite Of(Application application, StaticSite site) => new(
        site.Name, $"{application.Name}-{site.Name}", site.Prefix, site.Routing,
        [.. application.Services.Where(service => service.Route?.Site == site.Name).SelectMany(service => service.Route!.Paths)]);

    public string Bucket(DeployEnvironment environment) => $"{Id}-{environment.Account}";
}
