using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>What a check of an environment's infrastructure is decided from. What an application does not have is not asked for.</summary>
internal sealed record InfrastructureObservation
{
    /// <summary>Such as ACTIVE; null: there is no such cluster.</summary>
    public Answer<string?> Cluster { get; init; } = Answer.Of<string?>("ACTIVE");

    /// <summary>By the names of ECS services; those that do not exist are absent.</summary>
    public Answer<IReadOnlyDictionary<string, string>> Controllers { get; init; } = Answer.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public NetworkObservation Network { get; init; } = new();

    /// <summary>By the ARN that the infrastructure has.</summary>
    public IReadOnlyDictionary<string, Answer<Role?>> Roles { get; init; } = new Dictionary<string, Answer<Role?>>();

    public Answer<IReadOnlyList<string>> NotPassed { get; init; } = Answer.Of<IReadOnlyList<string>>([]);

    /// <summary>Of the roles with which ECS moves traffic, those that the caller may not give to it.</summary>
    public Answer<IReadOnlyList<string>> NotPassedToEcs { get; init; } = Answer.Of<IReadOnlyList<string>>([]);

    /// <summary>The first and the second group of every service that has them.</summary>
    public Answer<IReadOnlyList<TargetGroup>> TargetGroups { get; init; } = Answer.Of<IReadOnlyList<TargetGroup>>([]);

    /// <summary>The rules that share traffic out, and those of test traffic, by the ARN that the infrastructure has.</summary>
    public Answer<IReadOnlyDictionary<string, TrafficRule>> Rules { get; init; } = Answer.Of<IReadOnlyDictionary<string, TrafficRule>>(new Dictionary<string, TrafficRule>());

    /// <summary>Whether a target group keeps each client at one target, by its ARN.</summary>
    public IReadOnlyDictionary<string, Answer<bool>> Sticky { get; init; } = new Dictionary<string, Answer<bool>>();

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, Answer<Bucket?>> Buckets { get; init; } = new Dictionary<string, Answer<Bucket?>>();

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, Answer<DistributionFacts?>> Distributions { get; init; } = new Dictionary<string, Answer<DistributionFacts?>>();

    /// <summary>Full ARN by name; null: there is no such secret.</summary>
    public IReadOnlyDictionary<string, Answer<string?>> Secrets { get; init; } = new Dictionary<string, Answer<string?>>();
}

/// <summary>The subnets and security groups that an infrastructure names, and what leads out of their VPC.</summary>
internal sealed record NetworkObservation
{
    public Answer<IReadOnlyList<Subnet>> Subnets { get; init; } = Answer.Of<IReadOnlyList<Subnet>>([]);

    public Answer<IReadOnlyList<SecurityGroup>> SecurityGroups { get; init; } = Answer.Of<IReadOnlyList<SecurityGroup>>([]);

    public Answer<IReadOnlyList<RouteTable>> RouteTables { get; init; } = Answer.Of<IReadOnlyList<RouteTable>>([]);

    public Answer<IReadOnlyList<Endpoint>> Endpoints { get; init; } = Answer.Of<IReadOnlyList<Endpoint>>([]);

    /// <summary>The VPC of all subnets; null: they were not found, or are of several.</summary>
    public string? Vpc => Subnets.Is(out var found) && found.Select(subnet => subnet.Vpc).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;
}
