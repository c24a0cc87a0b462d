using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Operations on load balancers and tags.</summary>
internal static partial class LoadBalancerOperations
{
    public static Answer Create(ElbState state, JsonObject input, Circumstances now)
    {
        var name = ValidName(input.Required("Name"), "load balancer");
        if (input.OptionalString("Type") is { } type and not "application")
            throw new AwsError("InvalidConfigurationRequest", $"The rehearsal cloud has load balancers of type application only, not '{type}'");

        var scope = Arns.Scope(now.Caller);
        if (state.LoadBalancers.Find(one => one.Name == name && one.Arn.StartsWith(scope, StringComparison.Ordinal)) is not null)
            throw new AwsError("DuplicateLoadBalancerName", "A load balancer with the same name exists, but with different settings");

        IReadOnlyList<string> subnets = [.. input.Strings("Subnets"), .. input.Objects("SubnetMappings").Select(mapping => mapping.Required("SubnetId"))];
        if (subnets.Count < 2)
            throw new AwsError("ValidationError", "At least two subnets in two different Availability Zones must be specified");

        var scheme = input.OptionalString("Scheme") ?? "internet-facing";
        if (scheme is not ("internet-facing" or "internal"))
            throw new AwsError("InvalidScheme", $"Scheme '{scheme}' is not valid; valid: internet-facing, internal");

        var created = new LoadBalancer(
            Arns.LoadBalancer(now.Caller, name), name, scheme, now.Now, "vpc-rehearsal", subnets, input.Strings("SecurityGroups"), LoadBalancer.Defaults);
        var next = (state with { LoadBalancers = state.LoadBalancers.Add(created) }).WithTags(created.Arn, ReadTags(input));

        return new(next, new() { ["LoadBalancers"] = Describe.List([Describe.LoadBalancer(created)]) });
    }

    public static Answer List(ElbState state, JsonObject input, Circumstances now)
    {
        var arns = input.Strings("LoadBalancerArns");
        var names = input.Strings("Names");
        var ours = state.LoadBalancers.FindAll(one => one.Arn.StartsWith(Arns.Scope(now.Caller), StringComparison.Ordinal));

        foreach (var arn in arns)
            _ = state.LoadBalancer(arn);
        foreach (var missing in names.Where(name => !ours.Exists(one => one.Name == name)))
            throw new AwsError("LoadBalancerNotFound", $"Load balancers '[{missing}]' not found");

        var found = ours.FindAll(one => (arns.Count == 0 || arns.Contains(one.Arn)) && (names.Count == 0 || names.Contains(one.Name)));
        return new(state, Page.Of(input, "LoadBalancers", found, Describe.LoadBalancer));
    }

    public static Answer ModifyAttributes(ElbState state, JsonObject input, Circumstances now)
    {
        var balancer = state.LoadBalancer(input.Required("LoadBalancerArn"));
        var changed = balancer with { Attributes = AttributeInput.Apply(balancer.Attributes, input, AttributeInput.OfLoadBalancer) };

        return new(
            state with { LoadBalancers = state.LoadBalancers.Replace(balancer, changed) },
            new() { ["Attributes"] = Describe.Pairs(changed.Attributes) });
    }

    public static Answer ListAttributes(ElbState state, JsonObject input, Circumstances now) =>
        new(state, new() { ["Attributes"] = Describe.Pairs(state.LoadBalancer(input.Required("LoadBalancerArn")).Attributes) });

    /// <summary>As on AWS, deleting what is not there succeeds.</summary>
    public static Answer Delete(ElbState state, JsonObject input, Circumstances now)
    {
        if (state.LoadBalancers.Find(one => one.Arn == input.Required("LoadBalancerArn")) is not { } balancer)
            return Answer.Of(state);

        if (balancer.Attributes["deletion_protection.enabled"] == "true")
            throw new AwsError("OperationNotPermitted", $"Load balancer '{balancer.Arn}' cannot be deleted because deletion protection is enabled");

        var left = state.Listeners.FindAll(listener => listener.LoadBalancerArn == balancer.Arn)
            .Aggregate(state, (current, listener) => current.WithoutListener(listener));
        return Answer.Of(left with { LoadBalancers = left.LoadBalancers.Remove(balancer), Tags = left.Tags.Remove(balancer.Arn) });
    }

    public static Answer AddTags(ElbState state, JsonObject input, Circumstances now)
    {
        var tags = ReadTags(input);
        return Answer.Of(Tagged(state, input).Aggregate(state, (current, arn) => current.WithTags(arn, tags)));
    }

    public static Answer RemoveTags(ElbState state, JsonObject input, Circumstances now)
    {
        var keys = input.Strings("TagKeys");
        return Answer.Of(Tagged(state, input)
            .Where(state.Tags.ContainsKey)
            .Aggregate(state, (current, arn) => current with { Tags = current.Tags.SetItem(arn, current.Tags[arn].RemoveRange(keys)) }));
    }

    public static Answer ListTags(ElbState state, JsonObject input, Circumstances now) => new(state, new()
    {
        ["TagDescriptions"] = Describe.List(Tagged(state, input).Select(arn => new JsonObject
        {
            ["ResourceArn"] = arn,
            ["Tags"] = state.Tags.TryGetValue(arn, out var tags) ? Describe.Pairs(tags) : [],
        })),
    });

    public static IReadOnlyList<KeyValuePair<string, string>> ReadTags(JsonObject input)
    {
        var tags = input.Objects("Tags").Select(tag => KeyValuePair.Create(tag.Required("Key"), tag.OptionalString("Value") ?? "")).ToList();
        return tags.DistinctBy(tag => tag.Key).Count() == tags.Count
            ? tags
            : throw new AwsError("DuplicateTagKeys", "A tag key was specified more than once");
    }

    public static string ValidName(string name, string what) =>
        !Name().IsMatch(name) ? throw new AwsError("ValidationError",
            $"The {what} name '{name}' can have 1 to 32 letters, digits and hyphens, and must not begin or end with a hyphen")
        : name.StartsWith("internal-", StringComparison.Ordinal) ? throw new AwsError("ValidationError", $"The {what} name '{name}' cannot begin with 'internal-'")
        : name;

    private static IReadOnlyList<string> Tagged(ElbState state, JsonObject input)
    {
        var arns = input.Strings("ResourceArns");
        foreach (var arn in arns)
        {
            _ = arn switch
            {
                _ when arn.Contains(":targetgroup/", StringComparison.Ordinal) => (object)state.TargetGroup(arn),
                _ when arn.Contains(":listener/", StringComparison.Ordinal) => state.Listener(arn),
                _ when arn.Contains(":listener-rule/", StringComparison.Ordinal) => state.Rule(arn),
                _ => state.LoadBalancer(arn),
            };
        }

        return arns;
    }

    [GeneratedRegex(@"\A(?!-)[A-Za-z0-9-]{1,32}(?<!-)\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
