using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Slipway.Rehearsal.LoadBalancing;

internal sealed record LoadBalancer(
    string Arn, string Name, string Scheme, DateTimeOffset Created, string VpcId,
    IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, ImmutableSortedDictionary<string, string> Attributes)
{
    public static readonly ImmutableSortedDictionary<string, string> Defaults = ImmutableSortedDictionary<string, string>.Empty
        .Add("idle_timeout.timeout_seconds", "60")
        .Add("deletion_protection.enabled", "false");

    /// <summary>The value of CloudWatch's LoadBalancer dimension: <c>app/name/id</c>.</summary>
    [JsonIgnore]
    public string Dimension => Arns.After(Arn, ":loadbalancer/");

    /// <summary>How long a target may be silent. Real time: it is about a client's connection, which no speed shortens.</summary>
    [JsonIgnore]
    public TimeSpan IdleTimeout => TimeSpan.FromSeconds(int.Parse(Attributes["idle_timeout.timeout_seconds"]));
}

internal sealed record TargetGroup(
    string Arn, string Name, int Port, string VpcId, string TargetType, HealthCheck HealthCheck,
    ImmutableSortedDictionary<string, string> Attributes)
{
    public static readonly ImmutableSortedDictionary<string, string> Defaults = ImmutableSortedDictionary<string, string>.Empty
        .Add("deregistration_delay.timeout_seconds", "300")
        .Add("stickiness.enabled", "false")
        .Add("stickiness.type", "lb_cookie")
        .Add("stickiness.lb_cookie.duration_seconds", "86400")
        .Add("load_balancing.algorithm.type", "round_robin")
        .Add("slow_start.duration_seconds", "0");

    /// <summary>The value of CloudWatch's TargetGroup dimension: <c>targetgroup/name/id</c>.</summary>
    [JsonIgnore]
    public string Dimension => "targetgroup/" + Arns.After(Arn, ":targetgroup/");

    [JsonIgnore]
    public TimeSpan DeregistrationDelay => TimeSpan.FromSeconds(int.Parse(Attributes["deregistration_delay.timeout_seconds"]));

    [JsonIgnore]
    public bool Sticky => Attributes["stickiness.enabled"] == "true";

    [JsonIgnore]
    public TimeSpan StickyFor => TimeSpan.FromSeconds(int.Parse(Attributes["stickiness.lb_cookie.duration_seconds"]));
}

/// <param name="Port"><c>traffic-port</c>, or a number.</param>
/// <param name="Matcher">Status codes that mean healthy, such as <c>200</c>, <c>200,202</c> or <c>200-299</c>.</param>
internal sealed record HealthCheck(
    bool Enabled, string Port, string Path, int IntervalSeconds, int TimeoutSeconds,
    int HealthyThreshold, int UnhealthyThreshold, string Matcher);

internal sealed record Listener(string Arn, string LoadBalancerArn, int Port);

/// <param name="Priority">Null for the default rule of a listener, which matches every request.</param>
internal sealed record Rule(string Arn, string ListenerArn, int? Priority, IReadOnlyList<Condition> Conditions, RuleAction Action)
{
    [JsonIgnore]
    public bool IsDefault => Priority is null;
}

/// <summary>What a rule does: exactly one of the three is given.</summary>
internal sealed record RuleAction(Forward? Forward = null, FixedResponse? FixedResponse = null, Redirect? Redirect = null);

/// <param name="StickySeconds">Set when clients stick to the group that served them first.</param>
internal sealed record Forward(IReadOnlyList<WeightedGroup> Groups, int? StickySeconds);

internal sealed record WeightedGroup(string TargetGroupArn, int Weight);

internal sealed record FixedResponse(int StatusCode, string ContentType, string Body);

/// <summary>Where a client is sent; each part may hold <c>#{protocol}</c>, <c>#{host}</c>, <c>#{port}</c>, <c>#{path}</c> or <c>#{query}</c>.</summary>
internal sealed record Redirect(int StatusCode, string Protocol, string Host, string Port, string Path, string Query);

/// <param name="Name">The header of an http-header condition.</param>
/// <param name="Values">Patterns, of which one must match; with a query-string condition their keys are in <paramref name="Keys"/>.</param>
/// <param name="Keys">As many as values; null matches any key.</param>
internal sealed record Condition(string Field, IReadOnlyList<string> Values, string? Name = null, IReadOnlyList<string?>? Keys = null);

/// <summary>A registered target and where it is reached on this machine.</summary>
internal sealed record Registration(string TargetGroupArn, Target Target, string Address, int Port);
