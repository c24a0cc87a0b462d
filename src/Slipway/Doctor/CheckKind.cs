namespace Slipway.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>A release, the way back or the people who use it will suffer, or do already.</summary>
    Problem,

    /// <summary>It works, and a team would do better.</summary>
    Advice,
}

/// <summary>Something that a checkup looks for.</summary>
/// <param name="Id">Stays the same from version to version; docs/doctor.md explains each.</param>
internal sealed record CheckKind(string Id, Severity Severity)
{
    public static readonly CheckKind Cluster = Problem("cluster");
    public static readonly CheckKind ServiceController = Problem("service-controller");
    public static readonly CheckKind Network = Problem("network");
    public static readonly CheckKind Roles = Problem("roles");
    public static readonly CheckKind SecretMissing = Problem("secret-missing");
    public static readonly CheckKind TargetGroup = Problem("target-group");
    public static readonly CheckKind TargetGroupProtocol = Advice("target-group-protocol");
    public static readonly CheckKind TrafficRule = Problem("traffic-rule");
    public static readonly CheckKind TrafficSticky = Advice("traffic-sticky");

    public static readonly CheckKind RepositoryMutable = Problem("repository-mutable");
    public static readonly CheckKind RepositoryUnscanned = Advice("repository-unscanned");
    public static readonly CheckKind RepositoryLifecycle = Problem("repository-lifecycle");

    public static readonly CheckKind CircuitBreaker = Problem("circuit-breaker");
    public static readonly CheckKind HealthCheck = Problem("health-check");
    public static readonly CheckKind HealthCheckTiming = Advice("health-check-timing");
    public static readonly CheckKind HealthGrace = Problem("health-grace");
    public static readonly CheckKind ContainerHealth = Advice("container-health");
    public static readonly CheckKind LogGroup = Problem("log-group");
    public static readonly CheckKind LogRetention = Advice("log-retention");
    public static readonly CheckKind SingleTask = Advice("single-task");
    public static readonly CheckKind AlarmsMissing = Advice("alarms-missing");

    public static readonly CheckKind ScalingMissing = Problem("scaling-missing");
    public static readonly CheckKind ScalingRange = Problem("scaling-range");
    public static readonly CheckKind ScalingPolicy = Problem("scaling-policy");
    public static readonly CheckKind ScalingSuspended = Advice("scaling-suspended");
    public static readonly CheckKind ScalingCount = Problem("scaling-count");
    public static readonly CheckKind ScalingUndefined = Advice("scaling-undefined");

    public static readonly CheckKind ListenerHttp = Problem("listener-http");

    public static readonly CheckKind BucketPublic = Problem("bucket-public");
    public static readonly CheckKind BucketPolicy = Problem("bucket-policy");
    public static readonly CheckKind BucketExpires = Problem("bucket-expires");
    public static readonly CheckKind BucketUnversioned = Advice("bucket-unversioned");
    public static readonly CheckKind Site = Problem("site");
    public static readonly CheckKind SiteCaching = Advice("site-caching");
    public static readonly CheckKind DistributionHttp = Problem("distribution-http");
    public static readonly CheckKind ApiPath = Problem("api-path");
    public static readonly CheckKind ApiCached = Problem("api-cached");
    public static readonly CheckKind ApiMethods = Problem("api-methods");
    public static readonly CheckKind ApiForwarding = Problem("api-forwarding");

    public static readonly CheckKind ReleaseBucket = Problem("release-bucket");
    public static readonly CheckKind ReleaseBucketSettings = Problem("release-bucket-settings");
    public static readonly CheckKind RollbackClosed = Problem("rollback-closed");

    /// <summary>Every one, in the order of docs/doctor.md.</summary>
    public static IReadOnlyList<CheckKind> All { get; } =
    [
        Cluster, ServiceController, Network, Roles, SecretMissing, TargetGroup, TargetGroupProtocol, TrafficRule, TrafficSticky,
        RepositoryMutable, RepositoryUnscanned, RepositoryLifecycle,
        CircuitBreaker, HealthCheck, HealthCheckTiming, HealthGrace, ContainerHealth, LogGroup, LogRetention, SingleTask, AlarmsMissing,
        ScalingMissing, ScalingRange, ScalingPolicy, ScalingSuspended, ScalingCount, ScalingUndefined,
        ListenerHttp,
        BucketPublic, BucketPolicy, BucketExpires, BucketUnversioned, Site, SiteCaching, DistributionHttp, ApiPath, ApiCached, ApiMethods, ApiForwarding,
        ReleaseBucket, ReleaseBucketSettings, RollbackClosed,
    ];

    private static CheckKind Problem(string id) => new(id, Severity.Problem);

    private static CheckKind Advice(string id) => new(id, Severity.Advice);
}
