using System.Globalization;

namespace Slipway.Infrastructures;

/// <summary>Judges whether the load balancer can send requests to each service that has a route.</summary>
internal static class TargetGroupCheck
{
    public static void Of(Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        var routed = application.Services.Where(service => service.Route is not null).ToList();
        if (routed.Count == 0 || !findings.Answered(seen.TargetGroups, "the target groups", out var groups))
            return;

        foreach (var service in routed)
        {
            var arn = infrastructure.TargetGroups[service.Name];
            if (groups.FirstOrDefault(group => group.Arn == arn) is { } group)
                Check(findings, service, group, seen.Network.Vpc);
            else
                findings.Add("TargetGroups", $"{arn} of {service.Name} does not exist in account {environment.Account}, region {environment.Region}", "create it, or correct its ARN");
        }

        foreach (var shared in routed.GroupBy(service => infrastructure.TargetGroups[service.Name], StringComparer.Ordinal).Where(services => services.Count() > 1))
            findings.Add("TargetGroups", $"{shared.Key} is named for {string.Join(" and ", shared.Select(service => service.Name))}", "give each service a target group of its own");
    }

    private static void Check(Findings findings, EcsService service, TargetGroup group, string? vpc)
    {
        var name = $"{group.Name} of {service.Name}";
        if (group.Type != "ip")
            findings.Add("TargetGroups", $"{name} has the target type {group.Type}; tasks of Fargate are registered by address", "create a target group with the target type ip; the type of an existing one cannot be changed");

        if (!group.IsAttached)
            findings.Add("TargetGroups", $"{name} is not used by any listener, so that no task in it would ever be healthy", "add a listener rule that forwards to it");

        if (vpc is not null && group.Vpc is not null && group.Vpc != vpc)
            findings.Add("TargetGroups", $"{name} is of {group.Vpc}, the subnets are of {vpc}", $"create a target group in {vpc}, or name the subnets of {group.Vpc}");

        if (group.Protocol is not ("HTTP" or "HTTPS"))
            findings.Add("TargetGroups", $"{name} speaks {group.Protocol}; a route needs an application load balancer", "create a target group with the protocol HTTP");
        else if (group.Protocol == "HTTPS")
            findings.Note($"{name} speaks HTTPS to the tasks, so that the container must");

        CheckHealth(findings.On(Topic.HealthCheck), service, name, group.Health);
    }

    /// <summary>The group's own port does not matter: ECS registers each task with its container's port.</summary>
    private static void CheckHealth(Findings findings, EcsService service, string name, TargetGroupHealth health)
    {
        var wanted = service.Health!;
        if (health.Port != "traffic-port" && health.Port != service.Port!.Value.ToString(CultureInfo.InvariantCulture))
            findings.Add("TargetGroups", $"the health check of {name} asks port {health.Port}; the container listens on {service.Port}", $"set its port to traffic-port, or correct Port of {service.Name}");

        if (health.Path != wanted.Path)
            findings.Add("TargetGroups", $"the health check of {name} asks {health.Path ?? "no path"}; the definition says {wanted.Path}", "make them agree: set the health check's path, or correct Health");

        if (health.Codes is { } codes && !Takes(codes, 200))
            findings.Add("TargetGroups", $"the health check of {name} takes {codes} for healthy, and not 200", "set its matcher to 200");

        if ((health.Interval, health.Timeout, health.HealthyThreshold, health.UnhealthyThreshold) != (wanted.Interval, wanted.Timeout, wanted.HealthyThreshold, wanted.UnhealthyThreshold))
        {
            findings.Note(
                $"the health check of {name} differs from the definition, which only sets how long a deploy waits: {Text(health.Interval, health.Timeout, health.HealthyThreshold, health.UnhealthyThreshold)}"
                + $" there, {Text(wanted.Interval, wanted.Timeout, wanted.HealthyThreshold, wanted.UnhealthyThreshold)} here");
        }
    }

    private static string Text(TimeSpan interval, TimeSpan timeout, int healthy, int unhealthy) =>
        $"every {interval.TotalSeconds} s within {timeout.TotalSeconds} s, {healthy} up, {unhealthy} down";

    /// <summary>Elastic Load Balancing writes codes as <c>200</c>, <c>200,202</c> or <c>200-299</c>.</summary>
    private static bool Takes(string codes, int code) => codes.Split(',', StringSplitOptions.TrimEntries).Any(range =>
    {
        var ends = range.Split('-');
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first) && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last) && first <= code && code <= last;
    });
}
