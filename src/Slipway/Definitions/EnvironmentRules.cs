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
        else if (environment.Infrastructure is { } infrastructure)
        {
            Check(at.At("Infrastructure"), application, infrastructure);
        }
        else if (application.Services.Count > 0)
        {
            at.Add("Infrastructure", "is missing; give the cluster, subnets, security groups, roles and target groups that exist there");
        }
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

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/.+/[0-9a-f]+$")]
    private static partial Regex TargetGroupArn();
}
