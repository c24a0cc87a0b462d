using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>All that was configured, as one value: operations are functions from one state to the next.</summary>
internal sealed record ElbState
{
    public ImmutableList<LoadBalancer> LoadBalancers { get; init; } = [];
    public ImmutableList<TargetGroup> TargetGroups { get; init; } = [];
    public ImmutableList<Listener> Listeners { get; init; } = [];
    public ImmutableList<Rule> Rules { get; init; } = [];
    public ImmutableList<Registration> Registrations { get; init; } = [];

    /// <summary>Tags by the ARN of what carries them.</summary>
    public ImmutableDictionary<string, ImmutableSortedDictionary<string, string>> Tags { get; init; } =
        ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty;

    public JsonObject Write() => JsonSerializer.SerializeToNode(this)!.AsObject();

    public LoadBalancer LoadBalancer(string arn) =>
        LoadBalancers.Find(one => one.Arn == arn) ?? throw new AwsError("LoadBalancerNotFound", $"Load balancer '{arn}' not found");

    public TargetGroup TargetGroup(string arn) =>
        TargetGroups.Find(one => one.Arn == arn) ?? throw new AwsError("TargetGroupNotFound", $"Target group '{arn}' not found");

    public Listener Listener(string arn) =>
        Listeners.Find(one => one.Arn == arn) ?? throw new AwsError("ListenerNotFound", $"Listener '{arn}' not found");

    public Rule Rule(string arn) =>
        Rules.Find(one => one.Arn == arn) ?? throw new AwsError("RuleNotFound", $"Rule '{arn}' not found");

    public Rule DefaultRule(string listenerArn) => Rules.Find(one => one.IsDefault && one.ListenerArn == listenerArn)!;

    /// <summary>The rules of a listener in the order in which they are tried; the default rule is last.</summary>
    public IReadOnlyList<Rule> RulesOf(string listenerArn) =>
        [.. Rules.Where(rule => rule.ListenerArn == listenerArn).OrderBy(rule => rule.Priority ?? int.MaxValue)];

    /// <summary>ARNs of the load balancers (at most one) with a rule that forwards to a group, whatever the weight.</summary>
    public IReadOnlyList<string> UsersOf(string targetGroupArn) =>
    [
        .. Rules
            .Where(rule => rule.Action.Forward?.Groups.Any(group => group.TargetGroupArn == targetGroupArn) == true)
            .Select(rule => Listener(rule.ListenerArn).LoadBalancerArn)
            .Distinct(StringComparer.Ordinal),
    ];

    public ElbState WithTags(string arn, IEnumerable<KeyValuePair<string, string>> tags) =>
        this with { Tags = Tags.SetItem(arn, Tags.GetValueOrDefault(arn, ImmutableSortedDictionary<string, string>.Empty).SetItems(tags)) };

    public ElbState WithoutListener(Listener listener) => this with
    {
        Listeners = Listeners.Remove(listener),
        Rules = Rules.RemoveAll(rule => rule.ListenerArn == listener.Arn),
        Tags = Tags.RemoveRange([listener.Arn, .. Rules.Where(rule => rule.ListenerArn == listener.Arn).Select(rule => rule.Arn)]),
    };
}
