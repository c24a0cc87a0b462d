using System.Text.RegularExpressions;
using Slipway.Infrastructures;

namespace Slipway;

/// <summary>What must hold of <see cref="Infrastructure.Traffic"/>, wherever it comes from: what can be said without asking AWS.</summary>
internal static partial class TrafficRules
{
    private const string Member = nameof(Infrastructure.Traffic);

    public static void Check(Problems at, Application application, DeployEnvironment environment, Infrastructure infrastructure)
    {
        var shifted = ShiftedServices.Of(application, environment);
        foreach (var service in shifted.Select(service => service.Name).Except(infrastructure.Traffic.Keys, StringComparer.Ordinal))
            at.Add(Member, $"lacks \"{service}\", whose rollout moves traffic between two target groups; found {List(infrastructure.Traffic.Keys)}");

        foreach (var (service, traffic) in infrastructure.Traffic)
        {
            CheckGroup(at, environment, infrastructure, service, traffic);
            var rollout = shifted.FirstOrDefault(one => one.Name == service) is { } known ? ShiftedServices.RolloutOf(known, environment) : null;
            CheckRule(at, environment, service, traffic, rollout);
            CheckRole(at, environment, service, traffic, rollout);
        }
    }

    /// <summary>What is a slip of the pen where it was written for this application; a Terraform output may hold more than is needed.</summary>
    public static void CheckWritten(Problems at, Application application, Infrastructure infrastructure)
    {
        var routed = application.Services.Where(service => service.Route is not null).ToList();
        foreach (var service in infrastructure.Traffic.Keys.Except(routed.Select(service => service.Name), StringComparer.Ordinal))
            at.Add(Member, $"names \"{service}\", which is no service with a route; valid are {List(routed.Select(one => one.Name))}");
    }

    /// <summary>What must hold of the names that are looked for by convention.</summary>
    public static void CheckNames(Problems at, Application application, DeployEnvironment environment)
    {
        foreach (var name in ShiftedServices.Of(application, environment).Select(service => ConventionalNames.AlternateTargetGroup(application, environment, service.Name)))
        {
            at.Unless(
                name.Length <= AwsLimits.TargetGroupName,
                Member, $"by convention \"{name}\" has {name.Length} characters; a target group's name holds at most {AwsLimits.TargetGroupName}. Shorten a name, or write the infrastructure down");
        }
    }

    private static void CheckGroup(Problems at, DeployEnvironment environment, Infrastructure infrastructure, string service, TrafficInfrastructure traffic)
    {
        var group = traffic.AlternateTargetGroup;
        if (InfrastructureRules.TargetGroupArn().Match(group) is { Success: true } arn)
            InfrastructureRules.CheckPlace(at, Member, environment, group, arn);
        else
            at.Add(Member, $"alternate target group \"{group}\" for {service}; valid is the ARN of a target group");

        foreach (var other in infrastructure.TargetGroups.Where(one => one.Value == group).Select(one => one.Key))
            at.Add(Member, $"the alternate target group of {service} is that of {other} in TargetGroups too; valid is a group of its own");

        foreach (var other in infrastructure.Traffic.Where(one => string.CompareOrdinal(one.Key, service) > 0 && one.Value.AlternateTargetGroup == group).Select(one => one.Key))
            at.Add(Member, $"{service} and {other} have the same alternate target group; valid is a group for each");
    }

    private static void CheckRule(Problems at, DeployEnvironment environment, string service, TrafficInfrastructure traffic, ShiftedRollout? rollout)
    {
        if (RuleArn().Match(traffic.Rule) is not { Success: true } arn)
            at.Add(Member, $"rule \"{traffic.Rule}\" for {service}; valid is the ARN of a listener rule");
        else if (arn.Groups["kind"].Value == "listener" && rollout is not (null or ServicePairRollout))
            at.Add(Member, $"rule \"{traffic.Rule}\" for {service} is a listener; ECS takes the ARN of a rule, which a listener's default action has too: aws elbv2 describe-rules --listener-arn {traffic.Rule}");
        else
            InfrastructureRules.CheckPlace(at, Member, environment, traffic.Rule, arn);

        if (traffic.TestRule is not { } test)
            return;

        if (RuleArn().Match(test) is { Success: true } place && place.Groups["kind"].Value == "listener-rule")
            InfrastructureRules.CheckPlace(at, Member, environment, test, place);
        else
            at.Add(Member, $"test rule \"{test}\" for {service}; valid is the ARN of a listener rule");

        at.Unless(test != traffic.Rule, Member, $"rule and test rule of {service} are the same; valid is a test rule on another listener or with other conditions");
    }

    private static void CheckRole(Problems at, DeployEnvironment environment, string service, TrafficInfrastructure traffic, ShiftedRollout? rollout)
    {
        if (traffic.Role is { } role)
            InfrastructureRules.CheckRole(at, Member, environment, role);
        else if (rollout is not (null or ServicePairRollout))
            at.Add(Member, $"lacks a Role for {service}, with which ECS moves its traffic; valid is a role that ecs.amazonaws.com may assume, with the policy AmazonECSInfrastructureRolePolicyForLoadBalancers");
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";

    [GeneratedRegex("^arn:aws[a-z-]*:elasticloadbalancing:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):(?<kind>listener-rule|listener)/app/.+$", RegexOptions.ExplicitCapture)]
    private static partial Regex RuleArn();
}
