namespace Slipway.Infrastructures;

/// <summary>Judges whether tasks in the named subnets and security groups reach what ECS needs: ECR and S3 for images, CloudWatch Logs, secrets.</summary>
internal static class NetworkCheck
{
    public static void Of(Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, NetworkObservation seen)
    {
        if (findings.Answered(seen.Subnets, "the subnets", out var subnets))
        {
            CheckSubnets(findings, environment, infrastructure, subnets);
            CheckWayOut(findings, application, environment, infrastructure, subnets, seen);
        }

        if (findings.Answered(seen.SecurityGroups, "the security groups", out var groups))
            CheckGroups(findings, environment, infrastructure, groups, seen.Vpc);
    }

    private static void CheckSubnets(Findings findings, DeployEnvironment environment, Infrastructure infrastructure, IReadOnlyList<Subnet> subnets)
    {
        var missing = infrastructure.Subnets.Except(subnets.Select(subnet => subnet.Id), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            findings.Add("Subnets", $"{List(missing)} {Do(missing)} not exist in account {environment.Account}, region {environment.Region}", "correct the ids, or create the subnets");

        var vpcs = subnets.GroupBy(subnet => subnet.Vpc, StringComparer.Ordinal).ToList();
        if (vpcs.Count > 1)
        {
            findings.Add(
                "Subnets", $"they are of several VPCs: {string.Join("; ", vpcs.Select(vpc => $"{vpc.Key} has {List(vpc.Select(subnet => subnet.Id))}"))}",
                "name the subnets of one VPC, that of the load balancer");
        }
    }

    private static void CheckGroups(Findings findings, DeployEnvironment environment, Infrastructure infrastructure, IReadOnlyList<SecurityGroup> groups, string? vpc)
    {
        var missing = infrastructure.SecurityGroups.Except(groups.Select(group => group.Id), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            findings.Add("SecurityGroups", $"{List(missing)} {Do(missing)} not exist in account {environment.Account}, region {environment.Region}", "correct the ids, or create the groups");

        foreach (var group in groups.Where(group => vpc is not null && group.Vpc != vpc))
            findings.Add("SecurityGroups", $"{group.Id} is of {group.Vpc}, the subnets are of {vpc}", $"name a security group of {vpc}");

        if (groups.Count > 0 && missing.Count == 0 && groups.All(group => !group.LetsOut))
            findings.Add("SecurityGroups", $"{List(groups.Select(group => group.Id))} let nothing out, so that tasks reach neither ECR nor CloudWatch Logs", "allow outgoing HTTPS (port 443)");
    }

    private static void CheckWayOut(
        Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, IReadOnlyList<Subnet> subnets, NetworkObservation seen)
    {
        if (seen.Vpc is null || !findings.Answered(seen.RouteTables, "whether tasks reach ECR", out var tables))
            return;

        var ways = subnets.Select(subnet => (subnet.Id, Table: TableOf(subnet, tables))).Select(one => (one.Id, one.Table, Way: WayOut.Of(one.Table)))
            .Where(one => !one.Way.LeadsOut(infrastructure.AssignPublicIp)).ToList();
        if (ways.Count == 0 || !findings.Answered(seen.Endpoints, "whether tasks reach ECR through VPC endpoints", out var endpoints))
            return;

        foreach (var alike in ways.GroupBy(one => (Reason: one.Way.Reason(infrastructure.AssignPublicIp), one.Way.IsPublic, Missing: List(MissingEndpoints(application, environment, one.Table, endpoints)))))
        {
            if (alike.Key.Missing.Length == 0)
                continue;

            var ids = alike.Select(one => one.Id).ToList();
            findings.Add(
                "Subnets",
                $"tasks in {List(ids)} would not start: {alike.Key.Reason}, and {seen.Vpc} has no VPC endpoint for {alike.Key.Missing}",
                alike.Key.IsPublic ? "AssignPublicIp = true, private subnets with a NAT gateway, or these endpoints" : "route 0.0.0.0/0 to a NAT gateway or transit gateway, or create these endpoints");
        }
    }

    private static RouteTable? TableOf(Subnet subnet, IReadOnlyList<RouteTable> tables) =>
        tables.FirstOrDefault(table => table.Subnets.Contains(subnet.Id)) ?? tables.FirstOrDefault(table => table.IsMain);

    /// <summary>ECR keeps the layers of images in S3 (docs: Amazon ECR interface VPC endpoints), and Fargate fetches secrets before a task starts.</summary>
    private static IEnumerable<string> MissingEndpoints(Application application, DeployEnvironment environment, RouteTable? table, IReadOnlyList<Endpoint> endpoints)
    {
        string[] needed = application.Services.Any(service => service.Secrets.Count > 0) ? ["ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager"] : ["ecr.api", "ecr.dkr", "logs", "s3"];
        // The name's beginning differs by partition: com.amazonaws, cn.com.amazonaws.
        return needed.Where(service => !endpoints.Any(endpoint =>
            endpoint.Answers && endpoint.Service.EndsWith($".{environment.Region}.{service}", StringComparison.Ordinal)
            && (endpoint.RouteTables is null || (table is not null && endpoint.RouteTables.Contains(table.Id)))));
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static string Do(List<string> names) => names.Count == 1 ? "does" : "do";
}

/// <summary>Where a subnet's traffic to the rest of the world goes.</summary>
/// <param name="Target">The default route's target; null: it has none.</param>
internal sealed record WayOut(string? Target, bool IsActive)
{
    private static readonly string[] Everywhere = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"];

    /// <summary>An internet gateway: only for tasks with a public address.</summary>
    public bool IsPublic => Target?.StartsWith("igw-", StringComparison.Ordinal) == true;

    /// <summary>Anything else that a default route leads to (NAT and transit gateways, firewalls, instances) is taken to lead on: whose it is cannot be seen from here.</summary>
    public static WayOut Of(RouteTable? table)
    {
        var routes = (table?.Routes ?? []).Where(route => Everywhere.Contains(route.Destination)).ToList();
        var best = routes.Find(route => route.IsActive && !IsInternet(route)) ?? routes.Find(route => route.IsActive) ?? routes.FirstOrDefault();
        return new WayOut(best?.Target, best?.IsActive ?? false);

        static bool IsInternet(NetworkRoute route) => route.Target.StartsWith("igw-", StringComparison.Ordinal);
    }

    public bool LeadsOut(bool hasPublicAddress) => Target is not null && IsActive && (!IsPublic || hasPublicAddress);

    public string Reason(bool hasPublicAddress) =>
        Target is null ? "they have no route to the internet"
        : !IsActive ? $"their route to the internet ends at {Target}, which is gone (a black hole)"
        : !hasPublicAddress ? $"their route to the internet is {Target}, which needs AssignPublicIp"
        : $"their route to the internet is {Target}";
}
