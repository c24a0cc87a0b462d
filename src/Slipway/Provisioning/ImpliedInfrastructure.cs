namespace Slipway.Provisioning;

/// <summary>
/// What the definition of an application implies where nothing is there yet: a cluster, one load balancer, a target group and
/// listener rule per routed service, two target groups where its traffic is moved, and a bucket and distribution per site.
/// </summary>
internal sealed record ImpliedInfrastructure(string Cluster, string LoadBalancer, IReadOnlyList<ImpliedTargetGroup> TargetGroups, ImpliedListener Listener)
{
    /// <summary>The network and roles that the rehearsal cloud takes as given: it has neither subnets nor IAM.</summary>
    public static IReadOnlyList<string> Subnets { get; } = ["subnet-rehearsal-a", "subnet-rehearsal-b"];

    public static IReadOnlyList<string> SecurityGroups { get; } = ["sg-rehearsal"];

    /// <summary>Where test traffic comes in for the services that can be tried before their traffic moves; null: there are none.</summary>
    public ImpliedListener? TestListener { get; private init; }

    public IReadOnlyList<ImpliedShift> Shifts { get; private init; } = [];

    public IReadOnlyList<ImpliedSite> Sites { get; private init; } = [];

    public static ImpliedInfrastructure Of(Application application, DeployEnvironment environment)
    {
        var routed = application.Services.Where(service => service.Route is not null).ToList();
        var shifted = ShiftedServices.Of(application, environment);
        var rules = Rules(application, environment, routed, shifted).ToList();
        var tested = shifted.Where(service => ShiftedServices.RolloutOf(service, environment) is BlueGreenRollout).Select(service => NameOf(application, service)).ToHashSet(StringComparer.Ordinal);

        return new ImpliedInfrastructure(application.Name, application.Name, [.. routed.SelectMany(service => Groups(application, service, shifted.Contains(service)))], ListenerOf(rules))
        {
            TestListener = tested.Count > 0 ? ListenerOf([.. rules.Where(rule => tested.Contains(rule.Forward.TargetGroup))]) : null,
            Shifts = [.. shifted.Select(service => new ImpliedShift(
                service.Name, Forward(application, service, isShifted: true), ShiftedServices.RolloutOf(service, environment) is ServicePairRollout, tested.Contains(NameOf(application, service))))],
            Sites = [.. application.Sites.Select(site => ImpliedSite.Of(application, site))],
        };
    }

    /// <summary>ARN of the role that stands for <paramref name="use"/> in the rehearsal; it does not check permissions.</summary>
    public static string Role(DeployEnvironment environment, string use) => $"arn:aws:iam::{environment.Account}:role/{use}";

    public static string NameOf(Application application, EcsService service) => $"{application.Name}-{service.Name}";

    private static IEnumerable<ImpliedTargetGroup> Groups(Application application, EcsService service, bool isShifted)
    {
        var first = ImpliedTargetGroup.Of(application, service);
        return isShifted ? [first, first with { Name = AlternateOf(application, service), IsAlternate = true }] : [first];
    }

    private static ImpliedListener ListenerOf(IReadOnlyList<ImpliedRule> rules) =>
        new(rules.FirstOrDefault(rule => rule.IsDefault)?.Forward, [.. rules.Where(rule => !rule.IsDefault)]);

    private static IEnumerable<ImpliedRule> Rules(Application application, DeployEnvironment environment, List<EcsService> routed, IReadOnlyList<EcsService> shifted)
    {
        var taken = routed.Select(service => service.Route!.Priority).OfType<int>().ToHashSet();
        var free = Enumerable.Range(1, 50000).Where(priority => !taken.Contains(priority)).GetEnumerator();
        foreach (var service in routed)
        {
            var route = service.Route!;
            var isDefault = route.Hosts.Count == 0 && route.Paths.Count == 0;
            var priority = isDefault ? 0 : route.Priority;
            if (priority is null)
            {
                free.MoveNext();
                priority = free.Current;
            }

            yield return new ImpliedRule(priority.Value, Forward(application, service, shifted.Contains(service)), route.HostsIn(environment), route.Paths);
        }
    }

    private static ImpliedForward Forward(Application application, EcsService service, bool isShifted) =>
        new(NameOf(application, service), isShifted ? AlternateOf(application, service) : null) { Stickiness = isShifted ? service.Route!.Stickiness : null };

    private static string AlternateOf(Application application, EcsService service) => $"{NameOf(application, service)}-alt";
}

internal sealed record ImpliedTargetGroup(string Service, string Name, int Port, HealthCheck Health, TimeSpan Draining)
{
    /// <summary>Time for which clients stay with a target; null: they do not.</summary>
    public TimeSpan? Stickiness { get; init; }

    /// <summary>Whether it is the second of a service whose traffic is moved.</summary>
    public bool IsAlternate { get; init; }

    /// <summary>Attributes of Elastic Load Balancing, by their keys.</summary>
    public IReadOnlyList<(string Key, string Value)> Attributes =>
    [
        ("deregistration_delay.timeout_seconds", $"{(int)Draining.TotalSeconds}"),
        .. Stickiness is { } kept
            ? [("stickiness.enabled", "true"), ("stickiness.type", "lb_cookie"), ("stickiness.lb_cookie.duration_seconds", $"{(int)kept.TotalSeconds}")]
            : ((string, string)[])[("stickiness.enabled", "false")],
    ];

    public static ImpliedTargetGroup Of(Application application, EcsService service) =>
        new(service.Name, ImpliedInfrastructure.NameOf(application, service), service.Port!.Value, service.Health!, service.Route!.Draining) { Stickiness = service.Route.Stickiness };
}

/// <param name="Default">Where requests go that no rule matches; null: they are answered with 404.</param>
internal sealed record ImpliedListener(ImpliedForward? Default, IReadOnlyList<ImpliedRule> Rules)
{
    /// <summary>One that sends requests nowhere.</summary>
    public static ImpliedListener None { get; } = new(null, []);
}

/// <param name="TargetGroup">Name of the target group that gets the matching requests.</param>
/// <param name="Alternate">Name of the second, which shares them by weight; null: there is none.</param>
internal sealed record ImpliedForward(string TargetGroup, string? Alternate)
{
    /// <summary>Time for which clients stay with a group: Elastic Load Balancing wants it of a forward action to several groups that keep their clients. Null: they do not.</summary>
    public TimeSpan? Stickiness { get; init; }

    public IEnumerable<string> Names => Alternate is null ? [TargetGroup] : [TargetGroup, Alternate];
}

/// <param name="Priority">0: the listener's default action, without conditions.</param>
internal sealed record ImpliedRule(int Priority, ImpliedForward Forward, IReadOnlyList<string> Hosts, IReadOnlyList<string> Paths)
{
    public bool IsDefault => Priority == 0;
}

/// <summary>A service whose traffic is moved between two target groups.</summary>
/// <param name="IsPair">Whether Slipway moves it; ECS does otherwise.</param>
/// <param name="IsTested">Whether test traffic can be sent to the new version first.</param>
internal sealed record ImpliedShift(string Service, ImpliedForward Forward, bool IsPair, bool IsTested);

/// <param name="Name">The definition's name.</param>
/// <param name="Id">What bucket, distribution, origin access control and function are named after.</param>
/// <param name="ServicePaths">Path patterns that the distribution sends to the load balancer; <c>*</c>: all that has no other behavior.</param>
internal sealed record ImpliedSite(string Name, string Id, string Prefix, SiteRouting Routing, IReadOnlyList<string> ServicePaths)
{
    public static ImpliedSite Of(Application application, StaticSite site) => new(
        site.Name, $"{application.Name}-{site.Name}", site.Prefix, site.Routing,
        [.. application.Services.Where(service => service.Route?.Site == site.Name).SelectMany(service => service.Route!.Paths is { Count: > 0 } paths ? paths : ["*"])]);

    /// <summary>Whether viewers see it in its folder, beside the pages of a service: it has no address of its own.</summary>
    public bool IsAssets => Routing == SiteRouting.Assets;

    public string Bucket(DeployEnvironment environment) => $"{Id}-{environment.Account}";
}
