using System.Text.RegularExpressions;

namespace Slipway;

/// <summary>What must hold of an environment.</summary>
internal static partial class EnvironmentRules
{
    public static void Check(Problems at, Application application, DeployEnvironment environment)
    {
        at.Name("name", environment.Name, 20);
        at.Unless(
            environment.Account.Length == 12 && environment.Account.All(char.IsAsciiDigit),
            "Account", $"\"{environment.Account}\"; valid is an AWS account id of twelve digits");
        at.Unless(
            RegionName().IsMatch(environment.Region),
            "Region", $"\"{environment.Region}\"; valid is an AWS region such as ap-northeast-2");
        at.Unless(
            environment.AssumeRole is null || RoleArn().IsMatch(environment.AssumeRole),
            "AssumeRole", $"\"{environment.AssumeRole}\"; valid is the ARN of a role, such as arn:aws:iam::111122223333:role/deploy");

        if (environment.IsLocal)
        {
            at.Unless(
                environment.Infrastructure is null,
                "Infrastructure", "is set; the rehearsal makes its own from the definition");
        }
        else if (environment.Infrastructure is Infrastructure infrastructure)
        {
            Check(at.At("Infrastructure"), application, infrastructure);
        }
        else if (environment.Infrastructure is null && application.Services.Count + application.Sites.Count > 0)
        {
            at.Add("Infrastructure", "is missing; give the cluster, subnets, security groups, roles, target groups, buckets and distributions that exist there");
        }

        at.Unless(
            environment.ReleaseBucket is null || BucketName().IsMatch(environment.ReleaseBucket),
            "ReleaseBucket", $"\"{environment.ReleaseBucket}\"; valid is the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens");
        CheckBacking(at, environment);
    }

    private static void Check(Problems at, Application application, Infrastructure infrastructure)
    {
        at.Unless(infrastructure.Cluster.Length > 0, "Cluster", "is empty; valid is the name of an ECS cluster");
        at.Unless(infrastructure.Subnets.Count is >= 1 and <= 16, "Subnets", $"has {infrastructure.Subnets.Count} entries; valid are 1 to 16");
        at.Unless(infrastructure.SecurityGroups.Count <= 5, "SecurityGroups", $"has {infrastructure.SecurityGroups.Count} entries; valid are at most 5");

        foreach (var subnet in infrastructure.Subnets.Where(subnet => !subnet.StartsWith("subnet-", StringComparison.Ordinal)))
            at.Add("Subnets", $"\"{subnet}\"; valid is the id of a subnet, such as subnet-0123456789abcdef0");

        foreach (var group in infrastructure.SecurityGroups.Where(group => !group.StartsWith("sg-", StringComparison.Ordinal)))
            at.Add("SecurityGroups", $"\"{group}\"; valid is the id of a security group, such as sg-0123456789abcdef0");

        foreach (var (member, role) in new[] { ("ExecutionRole", infrastructure.ExecutionRole), ("TaskRole", infrastructure.TaskRole) })
            at.Unless(role is null || RoleArn().IsMatch(role), member, $"\"{role}\"; valid is the ARN of a role");

        CheckSites(at, application, infrastructure);
        var routed = application.Services.Where(service => service.Route is not null).Select(service => service.Name).ToList();
        foreach (var service in routed.Except(infrastructure.TargetGroups.Keys, StringComparer.Ordinal))
            at.Add("TargetGroups", $"lacks \"{service}\", which has a route; found {List(infrastructure.TargetGroups.Keys)}");

        foreach (var (service, arn) in infrastructure.TargetGroups)
        {
            at.Unless(
                routed.Contains(service),
                "TargetGroups", $"names \"{service}\", which is no service with a route; valid are {List(routed)}");
            at.Unless(
                TargetGroupArn().IsMatch(arn),
                "TargetGroups", $"\"{arn}\" for {service}; valid is the ARN of a target group");
        }
    }

    private static void CheckSites(Problems at, Application application, Infrastructure infrastructure)
    {
        var sites = application.Sites.Select(site => site.Name).ToList();
        foreach (var site in sites.Except(infrastructure.Sites.Keys, StringComparer.Ordinal))
            at.Add("Sites", $"lacks \"{site}\"; found {List(infrastructure.Sites.Keys)}");

        foreach (var (site, place) in infrastructure.Sites)
        {
            at.Unless(sites.Contains(site), "Sites", $"names \"{site}\", which is no site; valid are {List(sites)}");
            at.Unless(BucketName().IsMatch(place.Bucket), "Sites", $"bucket \"{place.Bucket}\" for {site}; valid is the name of a bucket");
            at.Unless(DistributionId().IsMatch(place.Distribution), "Sites", $"distribution \"{place.Distribution}\" for {site}; valid is an id such as E2QWRUHAPOMQZL");
        }
    }

    private static void CheckBacking(Problems at, DeployEnvironment environment)
    {
        at.Unless(
            environment.IsLocal || environment.Backing.Count == 0,
            "Backing", "is set; only the rehearsal runs data stores, an AWS environment refers to yours through secrets and variables");
        at.Duplicates("Backing", environment.Backing.Select(backing => backing.Name));
        foreach (var backing in environment.Backing)
            at.At("Backing").Name(backing.Engine, backing.Name, AwsLimits.ServiceName);
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex("^[A-Z0-9]{8,20}$")]
    private static partial Regex DistributionId();

    [GeneratedRegex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/.+/[0-9a-f]+$")]
    private static partial Regex TargetGroupArn();
}
