using System.Globalization;

namespace Slipway.Services;

/// <summary>
/// What a service is besides its task definition and count. Null in <see cref="ServiceChange"/> means "leave alone"; here every value is
/// what is wanted or what runs.
/// </summary>
internal sealed record ServiceSettings(
    DeploymentSettings Deployment, int? GraceSeconds, IReadOnlyList<LoadBalancerTarget> LoadBalancers, NetworkSettings Network, TagSettings Tags)
{
    public static ServiceSettings None { get; } =
        new(new DeploymentSettings("ROLLING", 100, 200, false, false), null, [], new NetworkSettings([], [], false), new TagSettings("NONE", false));

    /// <summary>Each setting that differs, as a person reads it, with whether AWS starts a deployment for it.</summary>
    public static IReadOnlyList<SettingDifference> Differences(ServiceSettings from, ServiceSettings to) =>
    [
        .. Difference("deployment", from.Deployment.ToString(), to.Deployment.ToString()),
        .. Difference("health check grace", Seconds(from.GraceSeconds), Seconds(to.GraceSeconds)),
        .. Difference("load balancer", Text(from.LoadBalancers), Text(to.LoadBalancers)),
        .. Difference("network", from.Network.ToString(), to.Network.ToString()),
        .. Difference("tags", from.Tags.ToString(), to.Tags.ToString()),
    ];

    /// <summary>The change that leads from one to the other: it names what differs and nothing else.</summary>
    public static ServiceChange Change(ServiceSettings from, ServiceSettings to) => new()
    {
        Deployment = from.Deployment.ToString() == to.Deployment.ToString() ? null : to.Deployment,
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

internal sealed record LoadBalancerTarget(string TargetGroup, string Container, int Port)
{
    /// <summary>What ECS needs to move traffic between two target groups; null: it has one, and moves none.</summary>
    public TrafficInfrastructure? Traffic { get; init; }

    // ECS puts each version into the group that the one before is not in, so the two have no order.
    public override string ToString() => Traffic is null
        ? $"{TargetGroup} -> {Container}:{Port}"
        : $"{string.Join(" and ", new[] { TargetGroup, Traffic.AlternateTargetGroup }.Order(StringComparer.Ordinal))} in turn -> {Container}:{Port}, by {Traffic.Rule}"
            + $"{(Traffic.TestRule is { } test ? $", tested by {test}" : "")}, as {Traffic.Role ?? "no role"}";
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

    public DeploymentSettings? Deployment { get; init; }

    public int? GraceSeconds { get; init; }

    public IReadOnlyList<LoadBalancerTarget>? LoadBalancers { get; init; }

    public NetworkSettings? Network { get; init; }

    public TagSettings? Tags { get; init; }

    /// <summary>Whether AWS starts a deployment for it; count, strategy, percentages, grace and tag options do not.</summary>
    public bool StartsDeployment => TaskDefinition is not null || Force || LoadBalancers is not null || Network is not null;

    public bool IsEmpty => this == new ServiceChange();
}
