using System.Text.Json.Nodes;
using Slipway.Doctor;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Rollouts.Doctor;

/// <summary>Every check broken once.</summary>
internal static class Ailments
{
    public static IReadOnlyList<Ailment> All { get; } = [.. Answered(), .. ServiceAilments.All, .. SiteAilments.All];

    /// <summary>What the rehearsal has not, or would not survive: its answers are changed.</summary>
    private static IEnumerable<Ailment> Answered() =>
    [
        new(CheckKind.Cluster)
        {
            Evidence = "shop is INACTIVE",
            Answer = (_, ports) => Infrastructure(ports, one => one with
            {
                Clusters = Changed.Of<IClusters, Answer<string?>>(one.Clusters, nameof(IClusters.Status), (_, _) => Slipway.Infrastructures.Answer.Of<string?>("INACTIVE")),
            }),
        },
        new(CheckKind.ServiceController)
        {
            Evidence = "is deployed by CODE_DEPLOY",
            Answer = (_, ports) => Infrastructure(ports, one => one with
            {
                Clusters = Changed.Of<IClusters, Answer<IReadOnlyDictionary<string, string>>>(
                    one.Clusters, nameof(IClusters.Controllers), (_, _) => Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["shop-jobs"] = "CODE_DEPLOY" })),
            }),
        },
        new(CheckKind.Network)
        {
            Evidence = "subnet-rehearsal-b",
            Answer = (_, ports) => Infrastructure(ports, one => one with
            {
                Network = Changed.Of<INetwork, Answer<IReadOnlyList<Subnet>>>(one.Network, nameof(INetwork.Subnets), (_, _) => Of<IReadOnlyList<Subnet>>([new("subnet-rehearsal-a", "vpc-rehearsal")])),
            }),
        },
        new(CheckKind.Roles)
        {
            Evidence = "execution",
            Answer = (_, ports) => Infrastructure(ports, one => one with
            {
                Roles = Changed.Of<IRoles, Answer<Role?>>(one.Roles, nameof(IRoles.Role), (asked, seen) => $"{asked[0]}" == "execution" ? Of<Role?>(null) : seen),
            }),
        },
        new(CheckKind.TargetGroupProtocol)
        {
            Evidence = "shop-web of web speaks HTTPS to the tasks",
            Answer = (stage, ports) => Groups(ports, group => group.Arn == stage.Infrastructure.TargetGroups["web"] ? group with { Protocol = "HTTPS" } : group),
        },
        new(CheckKind.ContainerHealth)
        {
            Evidence = "asks port 9090, and the container listens on 8080; /live, and the load balancer asks /health",
            Answer = (_, ports) => ports with { Ecs = Changed.Of<IEcs, JsonObject?>(ports.Ecs, nameof(IEcs.TaskDefinition), (asked, seen) => $"{asked[0]}".Contains("shop-prod-web:", StringComparison.Ordinal) ? Asking(seen!) : seen) },
        },
        new(CheckKind.ListenerHttp)
        {
            Evidence = "it faces the internet and passes requests without TLS on to services at port",
            Answer = (_, ports) => ports with
            {
                LoadBalancers = Changed.Of<ILoadBalancers, Answer<IReadOnlyList<LoadBalancerSeen>>>(
                    ports.LoadBalancers, nameof(ILoadBalancers.Find), (_, seen) => seen.Is(out var all) ? Of<IReadOnlyList<LoadBalancerSeen>>([.. all.Select(one => one with { IsInternetFacing = true })]) : seen),
            },
        },
        new(CheckKind.ReleaseBucket)
        {
            Evidence = "does not exist",
            Answer = (stage, ports) => Infrastructure(ports, one => one with
            {
                Buckets = Changed.Of<IBuckets, Answer<Bucket?>>(one.Buckets, nameof(IBuckets.Bucket), (asked, seen) => $"{asked[0]}" == stage.ReleaseBucket ? Of<Bucket?>(null) : seen),
            }),
        },
        new(CheckKind.BucketUnversioned)
        {
            Evidence = "it keeps no versions, and no release of site pages by Slipway is in it",
            Answer = (_, ports) => ports with
            {
                ReleaseBucket = Changed.Of<IReleaseBucket, StoredDocument?>(ports.ReleaseBucket, nameof(IReleaseBucket.Get), (asked, seen) => $"{asked[0]}" == "sites/pages/current.json" ? null : seen),
            },
        },
    ];

    private static Answer<T> Of<T>(T value) => Slipway.Infrastructures.Answer.Of(value);

    private static CheckupPorts Infrastructure(CheckupPorts ports, Func<InfrastructurePorts, InfrastructurePorts> change) => ports with { Infrastructure = change(ports.Infrastructure) };

    private static CheckupPorts Groups(CheckupPorts ports, Func<TargetGroup, TargetGroup> change) => Infrastructure(ports, one => one with
    {
        TargetGroups = Changed.Of<ITargetGroups, Answer<IReadOnlyList<TargetGroup>>>(
            one.TargetGroups, nameof(ITargetGroups.Find), (_, seen) => seen.Is(out var all) ? Of<IReadOnlyList<TargetGroup>>([.. all.Select(change)]) : seen),
    });

    private static JsonObject Asking(JsonObject definition)
    {
        var asking = definition.DeepClone().AsObject();
        asking["containerDefinitions"]![0]!["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD-SHELL", "curl -f http://localhost:9090/live || exit 1") };
        return asking;
    }
}
