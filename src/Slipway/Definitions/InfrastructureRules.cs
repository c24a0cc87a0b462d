using System.Text.RegularExpressions;
using Slipway.Infrastructures;
using Slipway.Releases;

namespace Slipway;

/// <summary>What must hold of an environment's infrastructure, wherever it comes from: what can be said without asking AWS.</summary>
internal static partial class InfrastructureRules
{
    public static void Check(Problems at, Application application, DeployEnvironment environment)
    {
        switch (environment.Infrastructure)
        {
            case Infrastructure written:
                Check(at.At("Infrastructure"), application, environment, written);
                CheckUnknownNames(at.At("Infrastructure"), application, written);
                TrafficRules.CheckWritten(at.At("Infrastructure"), application, written);
                break;
            case TerraformOutputs outputs:
                Check(at.At("Infrastructure"), outputs);
                break;
            case ConventionalInfrastructure:
                CheckNames(at.At("Infrastructure"), application, environment);
                TrafficRules.CheckNames(at.At("Infrastructure"), application, environment);
                break;
            default:
                at.Unless(
                    application.Services.Count + application.Sites.Count == 0,
                    "Infrastructure", "is missing; give the cluster, subnets, security groups, roles, target groups, buckets and distributions that exist there");
                break;
        }
    }

    /// <summary>What must hold of values, whether they were written down or read.</summary>
    public static void Check(Problems at, Application application, DeployEnvironment environment, Infrastructure infrastructure)
    {
        if (application.Services.Count > 0)
        {
            CheckCluster(at, environment, infrastructure.Cluster);
            CheckNetwork(at, infrastructure);
            CheckRole(at, "ExecutionRole", environment, infrastructure.ExecutionRole);
            if (infrastructure.TaskRole is { } role)
                CheckRole(at, "TaskRole", environment, role);
        }

        foreach (var service in Routed(application).Except(infrastructure.TargetGroups.Keys, StringComparer.Ordinal))
            at.Add("TargetGroups", $"lacks \"{service}\", which has a route; found {List(infrastructure.TargetGroups.Keys)}");

        foreach (var (service, arn) in infrastructure.TargetGroups)
            CheckTargetGroup(at, environment, service, arn);

        TrafficRules.Check(at, application, environment, infrastructure);

        foreach (var site in application.Sites.Select(site => site.Name).Except(infrastructure.Sites.Keys, StringComparer.Ordinal))
            at.Add("Sites", $"lacks \"{site}\"; found {List(infrastructure.Sites.Keys)}");

        foreach (var (site, place) in infrastructure.Sites)
        {
            at.Unless(BucketName().IsMatch(place.Bucket), "Sites", $"bucket \"{place.Bucket}\" for {site}; valid is the name of a bucket");
            at.Unless(
                place.Bucket != ReleaseBucketName.Of(application, environment), "Sites",
                $"bucket \"{place.Bucket}\" for {site} is the release bucket; valid is another one, since viewers can read what is in a site's");
            at.Unless(DistributionId().IsMatch(place.Distribution), "Sites", $"distribution \"{place.Distribution}\" for {site}; valid is an id such as E2QWRUHAPOMQZL");
        }
    }

    /// <summary>A name that nothing has is a slip of the pen where it was written for this application; a Terraform output may hold more than it needs.</summary>
    private static void CheckUnknownNames(Problems at, Application application, Infrastructure infrastructure)
    {
        var routed = Routed(application);
        foreach (var service in infrastructure.TargetGroups.Keys.Except(routed, StringComparer.Ordinal))
            at.Add("TargetGroups", $"names \"{service}\", which is no service with a route; valid are {List(routed)}");

        var sites = application.Sites.Select(site => site.Name).ToList();
        foreach (var site in infrastructure.Sites.Keys.Except(sites, StringComparer.Ordinal))
            at.Add("Sites", $"names \"{site}\", which is no site; valid are {List(sites)}");
    }

    private static void CheckCluster(Problems at, DeployEnvironment environment, string cluster)
    {
        if (ClusterArn().Match(cluster) is { Success: true } arn)
            CheckPlace(at, "Cluster", environment, cluster, arn);
        else
            at.Unless(ClusterName().IsMatch(cluster), "Cluster", cluster.Length == 0 ? "is empty; valid is the name or ARN of an ECS cluster" : $"\"{cluster}\"; valid is the name or ARN of an ECS cluster");
    }

    private static void CheckNetwork(Problems at, Infrastructure infrastructure)
    {
        at.Unless(infrastructure.Subnets.Count is >= 1 and <= 16, "Subnets", $"has {infrastructure.Subnets.Count} entries; valid are 1 to 16");
        at.Unless(infrastructure.SecurityGroups.Count <= 5, "SecurityGroups", $"has {infrastructure.SecurityGroups.Count} entries; valid are at most 5");

        foreach (var subnet in infrastructure.Subnets.Where(subnet => !subnet.StartsWith("subnet-", StringComparison.Ordinal)))
            at.Add("Subnets", $"\"{subnet}\"; valid is the id of a subnet, such as subnet-0123456789abcdef0");

        foreach (var group in infrastructure.SecurityGroups.Where(group => !group.StartsWith("sg-", StringComparison.Ordinal)))
            at.Add("SecurityGroups", $"\"{group}\"; valid is the id of a security group, such as sg-0123456789abcdef0");
    }

    public static void CheckRole(Problems at, string member, DeployEnvironment environment, string role)
    {
        if (RoleArn().Match(role) is { Success: true } arn)
            at.Unless(IsOf(environment, arn), member, $"\"{role}\" belongs to another account; valid is a role of account {environment.Account}, as ECS cannot use others");
        else
            at.Unless(RoleName().IsMatch(role), member, $"\"{role}\"; valid is the ARN or name of a role");
    }

    private static void CheckTargetGroup(Problems at, DeployEnvironment environment, string service, string arn)
    {
        if (TargetGroupArn().Match(arn) is { Success: true } match)
            CheckPlace(at, "TargetGroups", environment, arn, match);
        else
            at.Add("TargetGroups", $"\"{arn}\" for {service}; valid is the ARN of a target group");
    }

    public static void CheckPlace(Problems at, string member, DeployEnvironment environment, string arn, Match match) =>
        at.Unless(
            IsOf(environment, match) && match.Groups["region"].Value == environment.Region,
            member, $"\"{arn}\" is elsewhere; valid is one of account {environment.Account}, region {environment.Region}");

    // An account that is no account is told by itself.
    private static bool IsOf(DeployEnvironment environment, Match arn) =>
        environment.Account.Length != 12 || arn.Groups["account"].Value == environment.Account;

    private static void Check(Problems at, TerraformOutputs outputs)
    {
        at.Unless(outputs.Folder.Length > 0, "Folder", "is empty; valid is the folder of a Terraform configuration, relative to the repository's root");
        at.Unless(
            outputs.Workspace is null || outputs.Workspace.Length > 0,
            "Workspace", "is empty; valid is the name of a Terraform workspace, or null for the selected one");
        foreach (var (member, output) in outputs.Names.Where(name => !OutputName().IsMatch(name.Output)))
            at.Add(member, $"\"{output}\"; valid is the name of a Terraform output: letters, digits, _ and -, no digit first");
    }

    private static void CheckNames(Problems at, Application application, DeployEnvironment environment)
    {
        foreach (var name in Routed(application).Select(service => ConventionalNames.TargetGroup(application, environment, service)))
        {
            at.Unless(
                name.Length <= AwsLimits.TargetGroupName,
                "TargetGroups", $"by convention \"{name}\" has {name.Length} characters; a target group's name holds at most {AwsLimits.TargetGroupName}. Shorten a name, or write the infrastructure down");
        }

        foreach (var name in application.Sites.Select(site => ConventionalNames.Bucket(application, environment, site.Name)))
        {
            at.Unless(
                name.Length <= AwsLimits.BucketName,
                "Sites", $"by convention \"{name}\" has {name.Length} characters; a bucket's name holds at most {AwsLimits.BucketName}. Shorten a name, or write the infrastructure down");
        }
    }

    private static List<string> Routed(Application application) =>
        [.. application.Services.Where(service => service.Route is not null).Select(service => service.Name)];

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";

    [GeneratedRegex("^arn:aws[a-z-]*:ecs:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):cluster/[A-Za-z0-9_-]{1,255}$", RegexOptions.ExplicitCapture)]
    private static partial Regex ClusterArn();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex ClusterName();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::(?<account>[0-9]{12}):role/.+$", RegexOptions.ExplicitCapture)]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{1,64}$")]
    private static partial Regex RoleName();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex("^[A-Z0-9]{8,20}$")]
    private static partial Regex DistributionId();

    [GeneratedRegex("^arn:aws[a-z-]*:elasticloadbalancing:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):targetgroup/.+/[0-9a-f]+$", RegexOptions.ExplicitCapture)]
    public static partial Regex TargetGroupArn();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex OutputName();
}
