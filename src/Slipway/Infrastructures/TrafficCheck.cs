using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>Judges whether traffic can be moved between the two target groups of each service whose rollout does that.</summary>
internal static class TrafficCheck
{
    private const string Member = nameof(Infrastructure.Traffic);

    public static void Of(Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        var shifted = ShiftedServices.Of(application, environment);
        if (shifted.Count == 0)
            return;

        // That the groups cannot be read is told where the first ones are checked.
        if (seen.TargetGroups.Is(out var groups))
        {
            foreach (var service in shifted)
                CheckGroups(findings, environment, service, infrastructure, groups);
        }

        if (!findings.Answered(seen.Rules, "the rules that share traffic out", out var rules))
            return;

        foreach (var service in shifted)
        {
            var isNative = ShiftedServices.RolloutOf(service, environment) is not ServicePairRollout;
            CheckRule(findings, environment, service, infrastructure, rules, isNative);
            CheckStickiness(findings, service, infrastructure, rules, seen.Sticky);
            if (isNative)
                CheckTestRule(findings, environment, service, infrastructure, rules);
        }
    }

    private static void CheckGroups(Findings findings, DeployEnvironment environment, EcsService service, Infrastructure infrastructure, IReadOnlyList<TargetGroup> groups)
    {
        var (first, second) = Pair(service, infrastructure);
        if (groups.FirstOrDefault(group => group.Arn == second) is not { } alternate)
        {
            findings.Add(Member, $"the alternate target group {second} of {service.Name} does not exist in account {environment.Account}, region {environment.Region}", "create it, or correct its ARN");
        }
        else if (groups.FirstOrDefault(group => group.Arn == first) is { } group && Differences(group, alternate).ToList() is { Count: > 0 } differences)
        {
            findings.Add(
                Member, $"the target groups of {service.Name} differ: {string.Join("; ", differences)}",
                $"make {alternate.Name} like {group.Name}: the versions take turns in them, and each must be served alike");
        }
    }

    private static void CheckRule(
        Findings findings, DeployEnvironment environment, EcsService service, Infrastructure infrastructure, IReadOnlyDictionary<string, TrafficRule> rules, bool isNative)
    {
        var arn = infrastructure.Traffic[service.Name].Rule;
        if (!rules.TryGetValue(arn, out var rule))
        {
            findings.Add(Member, $"the rule {arn} of {service.Name} does not exist in account {environment.Account}, region {environment.Region}", "create it, or correct its ARN");
            return;
        }

        if (!HasBoth(findings, service, infrastructure, rule, "rule"))
            return;

        var (first, second) = Pair(service, infrastructure);
        if (rule.Groups.Where(group => group.Weight > 0 && group.Group != first && group.Group != second).ToList() is { Count: > 0 } others)
        {
            findings.Add(
                Member, $"the rule {arn} of {service.Name} sends traffic to other target groups too: {string.Join(", ", others)}",
                "take them out of the rule: nobody would move their share");
        }

        if (rule.Groups.Sum(group => group.Weight) == 0)
            findings.Add(Member, $"the rule {arn} of {service.Name} has no weight above 0, so that every request is answered with 503: {rule.Shown}", "give the target group that serves a weight");

        if (isNative && rule.Actions.Where(action => action != "forward").ToList() is { Count: > 0 } actions)
        {
            findings.Add(
                Member, $"the rule {arn} of {service.Name} has {string.Join(", ", actions)} beside forward; ECS moves the traffic of rules that only forward",
                "use Rollout.ServicePair, which keeps such actions, or let another rule do them");
        }
    }

    /// <summary>A group that keeps its clients must be behind a rule that does so, too: kubernetes-sigs/aws-load-balancer-controller#2734.</summary>
    private static void CheckStickiness(
        Findings findings, EcsService service, Infrastructure infrastructure, IReadOnlyDictionary<string, TrafficRule> rules, IReadOnlyDictionary<string, Answer<bool>> sticky)
    {
        if (!rules.TryGetValue(infrastructure.Traffic[service.Name].Rule, out var rule))
            return;

        if (rule.IsSticky)
        {
            findings.Note(
                $"the rule of {service.Name} keeps clients in the target group that served them first: they do not follow the weights until their cookie ends, so that a percentage is one of new clients");
            return;
        }

        var (first, second) = Pair(service, infrastructure);
        foreach (var group in new[] { first, second })
        {
            if (findings.Answered(sticky[group], $"the stickiness of {GroupWeight.Name(group)}", out var isSticky) && isSticky)
            {
                findings.Add(
                    Member, $"the target group {GroupWeight.Name(group)} of {service.Name} keeps clients at a target, and the rule {rule.Arn} does not keep them in a group",
                    "turn the stickiness of the target group off, or that of the rule's forward action on: Elastic Load Balancing refuses weights otherwise");
            }
        }
    }

    private static void CheckTestRule(
        Findings findings, DeployEnvironment environment, EcsService service, Infrastructure infrastructure, IReadOnlyDictionary<string, TrafficRule> rules)
    {
        if (infrastructure.Traffic[service.Name].TestRule is not { } arn)
            return;

        if (rules.TryGetValue(arn, out var rule))
            HasBoth(findings, service, infrastructure, rule, "test rule");
        else
            findings.Add(Member, $"the test rule {arn} of {service.Name} does not exist in account {environment.Account}, region {environment.Region}", "create it, or correct its ARN");
    }

    private static bool HasBoth(Findings findings, EcsService service, Infrastructure infrastructure, TrafficRule rule, string kind)
    {
        var (first, second) = Pair(service, infrastructure);
        if (rule.Has(first) && rule.Has(second))
            return true;

        findings.Add(
            Member, $"the {kind} {rule.Arn} of {service.Name} does not forward to both of its target groups; it has {rule.Shown}",
            $"make it one forward action to {GroupWeight.Name(first)} with the weight 100 and {GroupWeight.Name(second)} with 0: what is in no rule is not asked for its health");
        return false;
    }

    private static (string First, string Second) Pair(EcsService service, Infrastructure infrastructure) =>
        (infrastructure.TargetGroups[service.Name], infrastructure.Traffic[service.Name].AlternateTargetGroup);

    private static IEnumerable<string> Differences(TargetGroup first, TargetGroup second)
    {
        (string Name, object? First, object? Second)[] all =
        [
            ("target type", first.Type, second.Type), ("protocol", first.Protocol, second.Protocol), ("port", first.Port, second.Port), ("VPC", first.Vpc, second.Vpc),
            ("health check's protocol", first.Health.Protocol, second.Health.Protocol), ("health check's port", first.Health.Port, second.Health.Port),
            ("health check's path", first.Health.Path, second.Health.Path), ("health check's codes", first.Health.Codes, second.Health.Codes),
            ("health check's interval", first.Health.Interval, second.Health.Interval), ("health check's timeout", first.Health.Timeout, second.Health.Timeout),
            ("healthy threshold", first.Health.HealthyThreshold, second.Health.HealthyThreshold), ("unhealthy threshold", first.Health.UnhealthyThreshold, second.Health.UnhealthyThreshold),
        ];
        return all.Where(one => !Equals(one.First, one.Second)).Select(one => $"{one.Name} {one.First ?? "none"} and {one.Second ?? "none"}");
    }
}
