namespace Slipway;

/// <summary>What must hold of an application's routes, each and together.</summary>
internal static class RouteRules
{
    public static void Check(Problems at, Application application)
    {
        var routed = application.Services.Where(service => service.Route is not null).ToList();

        foreach (var service in routed)
        {
            Check(at.At(service.Name).At("Route"), application, service.Route!);
            at.At(service.Name).Unless(
                service.Route!.Site is null || application.Sites.Any(site => site.Name == service.Route.Site),
                "Route / Site", $"\"{service.Route.Site}\" is no site; found {(application.Sites.Count == 0 ? "none" : string.Join(", ", application.Sites.Select(site => site.Name)))}");
            at.At(service.Name).Unless(
                service.Route!.Site is null || service.Route.Paths.Count > 0 || application.Sites.Any(site => site.Name == service.Route.Site && site.Routing == SiteRouting.Assets),
                "Route / Site", "is set without paths; a distribution tells service and site apart by path, such as Route.Path(\"/api/*\").On(\"web\")");
            var targetGroup = TargetGroup(application, service);
            at.At(service.Name).Unless(
                targetGroup.Length <= AwsLimits.TargetGroupName,
                "name", $"\"{targetGroup}\"; the name of a target group holds at most {AwsLimits.TargetGroupName} characters");
        }

        foreach (var same in application.Environments.SelectMany(environment => Same(routed, environment)).Distinct(StringComparer.Ordinal))
            at.Add("Services", $"{same} have the same route; only the first of them would ever get a request");

        foreach (var same in routed.Where(service => service.Route!.Priority is not null).GroupBy(service => service.Route!.Priority).Where(group => group.Count() > 1))
            at.Add("Services", $"{Names(same)} have the same route priority {same.Key}; each priority may stand once");
    }

    private static void Check(Problems at, Application application, Route route)
    {
        at.Unless(route.Priority is null or (>= 1 and <= 50000), "Priority", $"{route.Priority}; valid are 1 to 50000");
        at.Unless(
            route.Draining >= TimeSpan.Zero && route.Draining <= TimeSpan.FromSeconds(3600),
            "Draining", $"{route.Draining.TotalSeconds} s; valid are 0 to 3600 seconds");
        at.Unless(
            route.Stickiness is not { } kept || (kept >= TimeSpan.FromSeconds(1) && kept <= TimeSpan.FromDays(7) && kept.Milliseconds == 0),
            "Stickiness", $"{route.Stickiness?.TotalSeconds} s; valid are 1 to 604800 whole seconds (7 days), or null for none");
        at.Unless(
            route.Hosts.Count + route.Paths.Count <= AwsLimits.RuleValues,
            "patterns", $"{route.Hosts.Count + route.Paths.Count} hosts and paths; a listener rule holds at most {AwsLimits.RuleValues}");

        foreach (var path in route.Paths.Where(path => !path.StartsWith('/') && !path.StartsWith('*')))
            at.Add("path", $"\"{path}\"; valid is a pattern that begins with a slash, such as /api/*");

        var hosts = application.Environments.SelectMany(environment => route.Hosts.SelectMany(host => at.TryValue(host, environment, "host", out var value) ? [value] : (string[])[]));
        foreach (var host in hosts.Distinct(StringComparer.Ordinal).Where(host => string.IsNullOrEmpty(host) || host.AsSpan().ContainsAny('/', ':')))
            at.Add("host", $"\"{host}\"; valid is a host name without port, such as api.example.com or *.example.com");
    }

    /// <summary>The longest name of a target group that the rehearsal makes for a service.</summary>
    private static string TargetGroup(Application application, EcsService service) =>
        $"{application.Name}-{service.Name}{(application.Environments.Any(environment => environment.IsLocal && ShiftedServices.RolloutOf(service, environment) is not null) ? "-alt" : "")}";

    private static IEnumerable<string> Same(IEnumerable<EcsService> routed, DeployEnvironment environment)
    {
        // A host whose function throws is a mistake of its own.
        var known = routed.Where(service => service.Route!.Hosts.All(host => new Problems().TryValue(host, environment, "host", out _)));
        return known.GroupBy(service => Key(service.Route!, environment), StringComparer.Ordinal).Where(group => group.Count() > 1).Select(Names);
    }

    private static string Key(Route route, DeployEnvironment environment) =>
        $"{string.Join(',', route.HostsIn(environment).Order(StringComparer.Ordinal))}|{string.Join(',', route.Paths.Order(StringComparer.Ordinal))}";

    private static string Names(IEnumerable<EcsService> services) => string.Join(" and ", services.Select(service => service.Name));
}
