using System.Text.Json.Nodes;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>What a checkup is decided from. What an application does not have is not asked for.</summary>
internal sealed record CheckupObservation
{
    public required InfrastructureObservation Infrastructure { get; init; }

    /// <summary>Those that exist.</summary>
    public Answer<IReadOnlyList<RepositorySeen>> Repositories { get; init; } = Answer.Of<IReadOnlyList<RepositorySeen>>([]);

    /// <summary>What the registry scans by itself.</summary>
    public Answer<IReadOnlyList<ScanRule>> ScanRules { get; init; } = Answer.Of<IReadOnlyList<ScanRule>>([]);

    /// <summary>Those that exist.</summary>
    public Answer<IReadOnlyList<ServiceSnapshot>> Services { get; init; } = Answer.Of<IReadOnlyList<ServiceSnapshot>>([]);

    /// <summary>By ARN, of what runs.</summary>
    public IReadOnlyDictionary<string, Answer<JsonObject?>> TaskDefinitions { get; init; } = new Dictionary<string, Answer<JsonObject?>>();

    /// <summary>Days by name; null: for ever.</summary>
    public Answer<IReadOnlyDictionary<string, int?>> LogGroups { get; init; } = Answer.Of<IReadOnlyDictionary<string, int?>>(new Dictionary<string, int?>());

    /// <summary>By the ECS service's name; those without are absent.</summary>
    public Answer<IReadOnlyDictionary<string, ScalingSeen>> Scaling { get; init; } = Answer.Of<IReadOnlyDictionary<string, ScalingSeen>>(new Dictionary<string, ScalingSeen>());

    public Answer<IReadOnlyList<AlarmSeen>> Alarms { get; init; } = Answer.Of<IReadOnlyList<AlarmSeen>>([]);

    public Answer<IReadOnlyList<LoadBalancerSeen>> LoadBalancers { get; init; } = Answer.Of<IReadOnlyList<LoadBalancerSeen>>([]);

    /// <summary>The security groups of the load balancers.</summary>
    public Answer<IReadOnlyList<SecurityGroup>> Doors { get; init; } = Answer.Of<IReadOnlyList<SecurityGroup>>([]);

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, BucketSettingsSeen> Buckets { get; init; } = new Dictionary<string, BucketSettingsSeen>();

    /// <summary>By the site's name.</summary>
    public IReadOnlyDictionary<string, Answer<SiteState>> Sites { get; init; } = new Dictionary<string, Answer<SiteState>>();

    /// <summary>By id, the origin request policies of the distributions.</summary>
    public IReadOnlyDictionary<string, Answer<Forwarding>> Forwarding { get; init; } = new Dictionary<string, Answer<Forwarding>>();

    /// <summary>What the release bucket lacks; null: it is as it should be, or there is none.</summary>
    public Answer<BootstrapPlan?> ReleaseBucket { get; init; } = Answer.Of<BootstrapPlan?>(null);

    /// <summary>Why nobody could go back at this moment; null: somebody could, or there is nothing to go back to yet.</summary>
    public Answer<string?> ClosedWayBack { get; init; } = Answer.Of<string?>(null);
}

/// <param name="Policy">The lifecycle policy; null: none.</param>
internal sealed record RepositorySeen(ImageRepository Repository, string? Policy);
