using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>The account and region of one environment, as far as a checkup asks. Reads only.</summary>
internal sealed record CheckupPorts(
    InfrastructurePorts Infrastructure, ISecrets Secrets, IImageRegistry Registry, IRegistryScanning Scanning, IEcs Ecs, ILogs Logs, IAutoScaling AutoScaling, IAlarmList Alarms,
    ILoadBalancers LoadBalancers, IBucketSettings Buckets, IOriginRequestPolicies OriginRequests, IReleaseBucket ReleaseBucket, IReleaseBucketSetup ReleaseBucketSetup);

/// <summary>What a registry scans whatever its repositories say.</summary>
internal interface IRegistryScanning
{
    Task<Answer<IReadOnlyList<ScanRule>>> Rules(CancellationToken ct);
}

/// <param name="Filters">Repositories by name; <c>*</c> stands for any text.</param>
/// <param name="IsManual">Whether it waits until somebody asks.</param>
internal sealed record ScanRule(IReadOnlyList<string> Filters, bool IsManual);

/// <summary>Application Auto Scaling of ECS services.</summary>
internal interface IAutoScaling
{
    /// <summary>By the service's name; services that are no scalable targets are absent.</summary>
    Task<Answer<IReadOnlyDictionary<string, ScalingSeen>>> Of(string cluster, IReadOnlyCollection<string> services, CancellationToken ct);
}

/// <param name="Suspended">Kinds of scaling that are switched off, such as <c>scaling in</c>.</param>
internal sealed record ScalingSeen(int Min, int Max, IReadOnlyList<string> Suspended, IReadOnlyList<ScalingPolicySeen> Policies);

/// <param name="Metric">The predefined metric that is tracked, such as <c>ECSServiceAverageCPUUtilization</c>; null: another one, or steps.</param>
/// <param name="Target">What it is held at; null: a policy of another type.</param>
internal sealed record ScalingPolicySeen(string Name, string Type, string? Metric, double? Target);

/// <summary>All of CloudWatch's alarms on metrics.</summary>
internal interface IAlarmList
{
    Task<Answer<IReadOnlyList<AlarmSeen>>> All(CancellationToken ct);
}

/// <param name="Metrics">Those that it is judged by.</param>
internal sealed record AlarmSeen(string Name, IReadOnlyList<MetricSeen> Metrics);

internal sealed record MetricSeen(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions)
{
    public bool Has(string dimension, string value) => Dimensions.GetValueOrDefault(dimension) == value;
}

/// <summary>Application load balancers and their listeners.</summary>
internal interface ILoadBalancers
{
    Task<Answer<IReadOnlyList<LoadBalancerSeen>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct);
}

/// <param name="IsInternetFacing">Whether it has public addresses.</param>
/// <param name="Plain">Ports on which requests without TLS are passed on to targets.</param>
internal sealed record LoadBalancerSeen(string Arn, string Name, bool IsInternetFacing, IReadOnlyList<string> SecurityGroups, IReadOnlyList<int> Plain);

/// <summary>How buckets are set up. Each setting needs a permission of its own.</summary>
internal interface IBucketSettings
{
    Task<BucketSettingsSeen> Read(string bucket, CancellationToken ct);
}

internal sealed record BucketSettingsSeen
{
    /// <summary>Whether all four kinds of public access are blocked.</summary>
    public required Answer<bool> BlocksPublicAccess { get; init; }

    /// <summary>JSON; a null value: none.</summary>
    public required Answer<string?> Policy { get; init; }

    public required Answer<bool> IsVersioned { get; init; }

    /// <summary>The rules that are enabled and delete objects as they are, not their older versions.</summary>
    public required Answer<IReadOnlyList<ExpiryRule>> Expiry { get; init; }
}

/// <param name="Prefix">What the keys begin with; empty: all.</param>
/// <param name="When">Such as <c>30 days after each file was written</c>.</param>
/// <param name="OnlyTagged">Whether it is for objects with a tag.</param>
internal sealed record ExpiryRule(string Name, string Prefix, string When, bool OnlyTagged);

/// <summary>CloudFront's policies of what origins get.</summary>
internal interface IOriginRequestPolicies
{
    Task<Answer<Forwarding>> Find(string id, CancellationToken ct);
}
