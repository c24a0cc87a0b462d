using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Operations on target groups and their targets.</summary>
internal static partial class TargetGroupOperations
{
    private static readonly HealthCheck DefaultCheck = new(
        Enabled: true, Port: "traffic-port", Path: "/", IntervalSeconds: 30, TimeoutSeconds: 5, HealthyThreshold: 5, UnhealthyThreshold: 2, Matcher: "200");

    public static Answer Create(ElbState state, JsonObject input, Circumstances now)
    {
        var name = LoadBalancerOperations.ValidName(input.Required("Name"), "target group");
        if (state.TargetGroups.Exists(one => one.Name == name && one.Arn.StartsWith(Arns.Scope(now.Caller), StringComparison.Ordinal)))
            throw new AwsError("DuplicateTargetGroupName", $"A target group with the same name '{name}' exists, but with different settings");

        if (input.Required("Protocol") is var protocol and not "HTTP")
            throw new AwsError("InvalidConfigurationRequest", $"The rehearsal cloud has target groups of protocol HTTP only, not '{protocol}'");

        var type = input.OptionalString("TargetType") ?? "instance";
        if (type is not ("ip" or "instance"))
            throw new AwsError("InvalidConfigurationRequest", $"The rehearsal cloud has target types ip and instance only, not '{type}'");

        var created = new TargetGroup(
            Arns.TargetGroup(now.Caller, name), name, input.Whole("Port", 1, 65535) ?? throw QueryInput.Missing("port"),
            input.OptionalString("VpcId") ?? throw new AwsError("ValidationError", "A VPC ID must be specified"),
            type, ReadCheck(input, DefaultCheck), TargetGroup.Defaults);
        var next = (state with { TargetGroups = state.TargetGroups.Add(created) }).WithTags(created.Arn, LoadBalancerOperations.ReadTags(input));

        return Shown(next, created);
    }

    public static Answer List(ElbState state, JsonObject input, Circumstances now)
    {
        var arns = input.Strings("TargetGroupArns");
        var names = input.Strings("Names");
        var user = input.OptionalString("LoadBalancerArn");
        var ours = state.TargetGroups.FindAll(one => one.Arn.StartsWith(Arns.Scope(now.Caller), StringComparison.Ordinal));

        if (user is not null)
            _ = state.LoadBalancer(user);
        if (arns.Where(arn => !ours.Exists(one => one.Arn == arn)).ToList() is [_, ..] unknown)
            throw new AwsError("TargetGroupNotFound", $"Target groups '[{string.Join(", ", unknown)}]' not found");
        if (names.Where(name => !ours.Exists(one => one.Name == name)).ToList() is [_, ..] missing)
            throw new AwsError("TargetGroupNotFound", $"Target groups '[{string.Join(", ", missing)}]' not found");

        var found = ours.FindAll(one => (arns.Count == 0 || arns.Contains(one.Arn)) && (names.Count == 0 || names.Contains(one.Name))
            && (user is null || state.UsersOf(one.Arn).Contains(user)));
        return new(state, Page.Of(input, "TargetGroups", found, one => Describe.TargetGroup(one, state)));
    }

    public static Answer Modify(ElbState state, JsonObject input, Circumstances now)
    {
        var group = state.TargetGroup(input.Required("TargetGroupArn"));
        var changed = group with { HealthCheck = ReadCheck(input, group.HealthCheck) };

        return Shown(state with { TargetGroups = state.TargetGroups.Replace(group, changed) }, changed);
    }

    public static Answer ModifyAttributes(ElbState state, JsonObject input, Circumstances now)
    {
        var group = state.TargetGroup(input.Required("TargetGroupArn"));
        var changed = group with { Attributes = AttributeInput.Apply(group.Attributes, input, AttributeInput.OfTargetGroup) };

        return new(
            state with { TargetGroups = state.TargetGroups.Replace(group, changed) },
            new() { ["Attributes"] = Describe.Pairs(changed.Attributes) });
    }

    public static Answer ListAttributes(ElbState state, JsonObject input, Circumstances now) =>
        new(state, new() { ["Attributes"] = Describe.Pairs(state.TargetGroup(input.Required("TargetGroupArn")).Attributes) });

    /// <summary>As on AWS, deleting what is not there succeeds; what a rule forwards to stays.</summary>
    public static Answer Delete(ElbState state, JsonObject input, Circumstances now)
    {
        var arn = input.Required("TargetGroupArn");
        if (state.UsersOf(arn).Count > 0)
            throw new AwsError("ResourceInUse", $"Target group '{arn}' is currently in use by a listener or a rule");

        return Answer.Of(state with
        {
            TargetGroups = state.TargetGroups.RemoveAll(one => one.Arn == arn),
            Registrations = state.Registrations.RemoveAll(one => one.TargetGroupArn == arn),
            Tags = state.Tags.Remove(arn),
        });
    }

    /// <summary>Registers targets by their address on this machine; those of ECS come with their published port instead.</summary>
    public static Answer Register(ElbState state, JsonObject input, Circumstances now)
    {
        var group = state.TargetGroup(input.Required("TargetGroupArn"));
        return Answer.Of(ReadTargets(input, group).Aggregate(state, (current, target) =>
            current.Registrations.Exists(one => one.TargetGroupArn == group.Arn && one.Target == target) ? current
            : IPAddress.TryParse(target.Ip, out var ip) && IPAddress.IsLoopback(ip)
                ? current with { Registrations = current.Registrations.Add(new(group.Arn, target, target.Ip, target.Port)) }
            : throw new AwsError("InvalidTarget", $"The rehearsal cloud sends requests to this machine only: '{target.Ip}' is not a loopback address")));
    }

    public static Answer Deregister(ElbState state, JsonObject input, Circumstances now)
    {
        var group = state.TargetGroup(input.Required("TargetGroupArn"));
        return Answer.Of(ReadTargets(input, group).Aggregate(state, (current, target) => current.Registrations.Exists(Is(target))
            ? current with { Registrations = current.Registrations.RemoveAll(Is(target)) }
            : throw new AwsError("InvalidTarget", $"The following targets are not registered: '{target.Ip}:{target.Port}'")));

        Predicate<Registration> Is(Target target) => one => one.TargetGroupArn == group.Arn && one.Target == target;
    }

    public static IReadOnlyList<Target> ReadTargets(JsonObject input, TargetGroup group) =>
        [.. input.Objects("Targets").Select(target => new Target(target.Required("Id"), target.Whole("Port", 1, 65535) ?? group.Port))];

    private static HealthCheck ReadCheck(JsonObject input, HealthCheck before)
    {
        if (input.OptionalString("HealthCheckProtocol") is { } protocol and not "HTTP")
            throw new AwsError("InvalidConfigurationRequest", $"The rehearsal cloud checks health by HTTP only, not '{protocol}'");

        var check = new HealthCheck(
            input.Flag("HealthCheckEnabled") ?? before.Enabled,
            input.OptionalString("HealthCheckPort") ?? before.Port,
            input.OptionalString("HealthCheckPath") ?? before.Path,
            input.Whole("HealthCheckIntervalSeconds", 5, 300) ?? before.IntervalSeconds,
            input.Whole("HealthCheckTimeoutSeconds", 2, 120) ?? before.TimeoutSeconds,
            input.Whole("HealthyThresholdCount", 2, 10) ?? before.HealthyThreshold,
            input.Whole("UnhealthyThresholdCount", 2, 10) ?? before.UnhealthyThreshold,
            (input["Matcher"] as JsonObject)?.OptionalString("HttpCode") ?? before.Matcher);

        return !check.Enabled ? throw new AwsError("InvalidConfigurationRequest", "Health check enabled must be true for target groups with target type 'ip' or 'instance'")
            : check.TimeoutSeconds >= check.IntervalSeconds ? throw new AwsError("ValidationError",
                $"Health check interval '{check.IntervalSeconds}' must be greater than the timeout '{check.TimeoutSeconds}'")
            : !check.Path.StartsWith('/') || check.Path.Length > 1024 ? throw new AwsError("ValidationError", $"Health check path '{check.Path}' must begin with a '/'")
            : !Matcher().IsMatch(check.Matcher) ? throw new AwsError("ValidationError", $"Health check matcher HTTP code '{check.Matcher}' must be within '200-499'")
            : check.Port != "traffic-port" && !(int.TryParse(check.Port, out var port) && port is >= 1 and <= 65535)
                ? throw new AwsError("ValidationError", $"Health check port '{check.Port}' must be 'traffic-port' or a port")
            : check;
    }

    private static Answer Shown(ElbState state, TargetGroup group) =>
        new(state, new() { ["TargetGroups"] = Describe.List([Describe.TargetGroup(group, state)]) });

    [GeneratedRegex(@"\A[2-4][0-9]{2}((-|,)[2-4][0-9]{2})*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matcher();
}
