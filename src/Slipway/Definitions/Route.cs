namespace Slipway;

/// <summary>Which requests of the load balancer a service gets.</summary>
public sealed record Route
{
    private Route(IReadOnlyList<PerEnvironment<string>> hosts, IReadOnlyList<string> paths) => (Hosts, Paths) = (hosts, paths);

    /// <summary>Host header patterns; empty: any host.</summary>
    public IReadOnlyList<PerEnvironment<string>> Hosts { get; }

    /// <summary>Path patterns, such as <c>/api/*</c>; empty: any path.</summary>
    public IReadOnlyList<string> Paths { get; private init; }

    /// <summary>
    /// Place among the listener's rules, 1 to 50000, lower first; null: in the order of definition. On AWS the rules exist already
    /// and this is not used.
    /// </summary>
    public int? Priority { get; init; }

    /// <summary>Time for which a deregistered task may finish its requests and WebSockets, 0 to 3600 seconds. Default 30 seconds.</summary>
    public TimeSpan Draining { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Time for which a client stays with the task that served it first, 1 second to 7 days, by a cookie of the load balancer; null: any task serves any request. Where the rollout moves
    /// traffic between two target groups, the rule keeps clients as long: the weights are then shares of new clients. On AWS it must agree with what target groups and rule have.
    /// </summary>
    public TimeSpan? Stickiness { get; init; }

    /// <summary>
    /// The site whose distribution serves this route's paths too, so that site and service share one address; null: the load balancer's
    /// own address. On AWS the distribution has such behaviours already; they are checked, not made. A route without paths is the distribution's default
    /// behaviour, which only a site of <see cref="SiteRouting.Assets"/> leaves to a service.
    /// </summary>
    public string? Site { get; init; }

    /// <summary>Everything that no other service gets: the listener's default action.</summary>
    public static Route Default { get; } = new([], []);

    /// <summary>Requests whose path matches one of <paramref name="patterns"/> (<c>*</c> and <c>?</c> are wildcards).</summary>
    public static Route Path(params IReadOnlyList<string> patterns) => new([], patterns);

    /// <summary>
    /// Requests whose Host header matches one of <paramref name="patterns"/>, which may differ by environment. The first one without a wildcard is the service's
    /// address; where each has one, <c>www</c> takes its place. In the rehearsal, names below <c>localhost</c> lead to this machine: browsers and curl ask no DNS for them (RFC 6761).
    /// </summary>
    public static Route Host(params IReadOnlyList<PerEnvironment<string>> patterns) => new(patterns, []);

    /// <summary>Requests that match this route and whose path matches one of <paramref name="patterns"/>.</summary>
    public Route AndPath(params IReadOnlyList<string> patterns) => this with { Paths = patterns };

    /// <summary>The host patterns in <paramref name="environment"/>.</summary>
    public IReadOnlyList<string> HostsIn(DeployEnvironment environment) => [.. Hosts.Select(host => host.In(environment))];

    /// <summary>This route, served through the distribution of the site called <paramref name="site"/>.</summary>
    public Route On(string site) => this with { Site = site };
}
