using System.Globalization;

namespace Slipway.Services;

/// <summary>
/// What a service is besides its task definition and count. Null in <see cref="ServiceChange"/> means "leave alone"; here every value is
/// what is wanted or what runs.
/// </summary>
internal sealed record ServiceSettings(
    RollingSettings Rolling, int? GraceSeconds, IReadOnlyList<LoadBalancerTarget> LoadBalancers, NetworkSettings Network, TagSettings Tags)
{
    public static ServiceSettings None { get; } =
        new(new RollingSettings("ROLLING", 100, 200, false, false), null, [], new NetworkSettings([], [], false), new TagSettings("NONE", false));

    /// <summary>Each setting that differs, as a person reads it, with whether AWS starts a deployment for it.</summary>
    public static IReadOnlyList<SettingDifference> Differences(ServiceSettings from, ServiceSettings to) =>
    [
        .. Difference("deployment", from.Rolling.ToString(), to.Rolling.ToString()),
        .. Difference("health check grace", Seconds(from.GraceSeconds), Seconds(to.GraceSeconds)),
        .. Difference("load balancer", Text(from.LoadBalancers), Text(to.LoadBalancers)),
        .. Difference("network", from.Network.ToString(), to.Network.ToString()),
        .. Difference("tags", from.Tags.ToString(), to.Tags.ToString()),
    ];

    /// <summary>The change that leads from one to the other: it names what differs and nothing else.</summary>
    public static ServiceChange Change(ServiceSettings from, ServiceSettings to) => new()
    {
        Rolling = from.Rolling == to.Rolling ? null : to.Rolling,
        // 0 is how the absence of a grace period is sent; ECS takes it on every service.
        GraceSeconds = from.GraceSeconds == to.GraceSeconds ? null : to.GraceSeconds ?? 0,
        LoadBalancers = Text(from.LoadBalancers) == Text(to.LoadBalancers) ? null : to.LoadBalancers,
        Network = from.Network.ToString() == to.Network.ToString() ? null : to.Network,
        Tags = from.Tags == to.Tags ? null : to.Tags,
    };

    private static IEnumerable<SettingDifference> Difference(string name, string from, string to)
    {
        if (from != to)
            yield return new SettingDifference(name, from, to);
    }

    private static string Seconds(int? seconds) => seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value} s") : "none";

    private static string Text(IReadOnlyList<LoadBalancerTarget> targets) =>
        targets.Count == 0 ? "none" : string.Join(", ", targets.Select(target => target.ToString()).Order(StringComparer.Ordinal));
}

internal sealed record SettingDifference(string Name, string From, string To)
{
    public override string ToString() => $"{Name}: {From} -> {To}";
}

/// <param name="Strategy">ROLLING, BLUE_GREEN, LINEAR or CANARY: stored on the service by whoever set it last.</param>
internal sealed record RollingSettings(string Strategy, int MinimumHealthyPercent, int MaximumPercent, bool CircuitBreaker, bool Rollback)
{
    public override string ToString() =>
        $"{Strategy} {MinimumHealthyPercent}% to {MaximumPercent}%, circuit breaker {(CircuitBreaker ? "on" : "off")}, rollback {(Rollback ? "on" : "off")}";
}

internal sealed record LoadBalancerTarget(string TargetGroup, string Container, int Port)
{
    public override string ToString() => $"{TargetGroup} -> {Container}:{Port}";
}

internal sealed record NetworkSettings(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, bool PublicIp)
{
    /// <summary>In one order, since AWS keeps none.</summary>
    public override string ToString() =>
        $"subnets {string.Join(' ', Subnets.Order(StringComparer.Ordinal))}; security groups {string.Join(' ', SecurityGroups.Order(StringComparer.Ordinal))}; public address {(PublicIp ? "yes" : "no")}";
}

/// <param name="Propagate">TASK_DEFINITION, SERVICE or NONE.</param>
/// <param name="Managed">Whether ECS adds the tags of cluster and service to tasks, for billing.</param>
internal sealed record TagSettings(string Propagate, bool Managed);

/// <summary>Everything that a new service is made from.</summary>
internal sealed record ServiceCreation(
    string Service, string TaskDefinition, int DesiredCount, ServiceSettings Settings, IReadOnlyDictionary<string, string> Tags);

/// <summary>An update: null leaves a thing as it is.</summary>
internal sealed record ServiceChange
{
    public string? TaskDefinition { get; init; }

    public int? DesiredCount { get; init; }

    /// <summary>Deploys again although nothing differs.</summary>
    public bool Force { get; init; }

    public RollingSettings? Rolling { get; init; }

    public int? GraceSeconds { get; init; }

    public IReadOnlyList<LoadBalancerTarget>? LoadBalancers { get; init; }

    public NetworkSettings? Network { get; init; }

    public TagSettings? Tags { get; init; }

    /// <summary>Whether AWS starts a deployment for it; count, percentages, grace and tag options do not.</summary>
    public bool StartsDeployment => TaskDefinition is not null || Force || LoadBalancers is not null || Network is not null;

    public bool IsEmpty => this == new ServiceChange();
}
