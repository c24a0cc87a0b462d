using Slipway.Infrastructures;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Infrastructures;

/// <summary>An account in memory. Calls are kept as they come.</summary>
internal sealed class FakePorts : INetwork, IRoles, IClusters, ITargetGroups, IRules, IBuckets, IDistributions, ISecrets
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    public required InfrastructureObservation Seen { get; init; }

    /// <summary>What a search by name finds; null: the search is denied.</summary>
    public IReadOnlyList<Subnet>? Named { get; init; } = [new("subnet-b", "vpc-1"), new("subnet-a", "vpc-1")];

    public IReadOnlyList<SecurityGroup> NamedGroups { get; init; } = [new("sg-a", "vpc-1", LetsOut: true)];

    public IReadOnlyList<TargetGroup> NamedTargetGroups { get; init; } = [Shop.Group with { Name = "shop-dev-web" }];

    /// <summary>Every rule of every load balancer.</summary>
    public IReadOnlyList<TrafficRule> AllRules { get; init; } = [];

    public IReadOnlyList<DistributionName> AllDistributions { get; init; } =
    [
        new("E1ANOTHER0NE", "shop-dev-pages", [new("bucket", "another.s3.amazonaws.com", "")]),
        new("E2QWRUHAPOMQZL", "", [new("bucket", "shop-dev-pages-111122223333.s3.eu-west-1.amazonaws.com", "")]),
    ];

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public InfrastructurePorts Ports => new(this, this, this, this, this, this, this);

    public static FakePorts Sound() => new() { Seen = Shop.Sound };

    Task<Answer<IReadOnlyList<Subnet>>> INetwork.Subnets(IReadOnlyCollection<string> ids, CancellationToken ct) => Say($"subnets {string.Join(' ', ids)}", Seen.Network.Subnets);

    Task<Answer<IReadOnlyList<Subnet>>> INetwork.SubnetsNamed(string prefix, CancellationToken ct) =>
        Say($"subnets {prefix}*", Named is null ? Answer.None<IReadOnlyList<Subnet>>("needs ec2:DescribeSubnets") : Answer.Of(Named));

    Task<Answer<IReadOnlyList<SecurityGroup>>> INetwork.SecurityGroups(IReadOnlyCollection<string> ids, CancellationToken ct) => Say($"groups {string.Join(' ', ids)}", Seen.Network.SecurityGroups);

    Task<Answer<IReadOnlyList<SecurityGroup>>> INetwork.SecurityGroupsNamed(string prefix, CancellationToken ct) => Say($"groups {prefix}*", Answer.Of(NamedGroups));

    Task<Answer<IReadOnlyList<RouteTable>>> INetwork.RouteTables(string vpc, CancellationToken ct) => Say($"routes {vpc}", Seen.Network.RouteTables);

    Task<Answer<IReadOnlyList<Endpoint>>> INetwork.Endpoints(string vpc, CancellationToken ct) => Say($"endpoints {vpc}", Seen.Network.Endpoints);

    Task<Answer<Role?>> IRoles.Role(string name, CancellationToken ct) => Say($"role {name}", Seen.Roles.Single(role => role.Key.EndsWith($"/{name}", StringComparison.Ordinal)).Value);

    Task<Answer<IReadOnlyList<string>>> IRoles.NotPassed(IReadOnlyList<string> arns, string service, CancellationToken ct) =>
        Say($"pass {string.Join(' ', arns.Select(RoleNames.Name))} to {service}", service == RoleCheck.Ecs ? Seen.NotPassedToEcs : Seen.NotPassed);

    Task<Answer<string?>> IClusters.Status(string cluster, CancellationToken ct) => Say($"cluster {cluster}", Seen.Cluster);

    Task<Answer<IReadOnlyDictionary<string, string>>> IClusters.Controllers(string cluster, IReadOnlyCollection<string> services, CancellationToken ct) =>
        Say($"controllers {cluster} {string.Join(' ', services)}", Seen.Controllers);

    Task<Answer<IReadOnlyList<TargetGroup>>> ITargetGroups.Find(IReadOnlyCollection<string> arns, CancellationToken ct) => Say($"target groups {arns.Count}", Seen.TargetGroups);

    Task<Answer<IReadOnlyList<TargetGroup>>> ITargetGroups.Named(IReadOnlyCollection<string> names, CancellationToken ct) => Say($"target groups {string.Join(' ', names)}", Answer.Of(NamedTargetGroups));

    Task<Answer<bool>> ITargetGroups.IsSticky(string arn, CancellationToken ct) => Say($"sticky {arn}", Seen.Sticky[arn]);

    Task<Answer<IReadOnlyDictionary<string, TrafficRule>>> IRules.Find(IReadOnlyCollection<string> arns, CancellationToken ct) => Say($"rules {arns.Count}", Seen.Rules);

    Task<Answer<IReadOnlyList<TrafficRule>>> IRules.Of(IReadOnlyCollection<string> loadBalancers, CancellationToken ct) =>
        Say($"rules of {string.Join(' ', loadBalancers)}", Answer.Of(AllRules));

    Task<Answer<Bucket?>> IBuckets.Bucket(string name, CancellationToken ct) => Say($"bucket {name}", Seen.Buckets[name]);

    Task<Answer<DistributionFacts?>> IDistributions.Distribution(string id, CancellationToken ct) => Say($"distribution {id}", Seen.Distributions[id]);

    Task<Answer<IReadOnlyList<DistributionName>>> IDistributions.All(CancellationToken ct) => Say("distributions", Answer.Of(AllDistributions));

    Task<IReadOnlyDictionary<string, string>> ISecrets.Arns(IReadOnlyCollection<string> names, CancellationToken ct) => Say<IReadOnlyDictionary<string, string>>(
        $"secrets {string.Join(' ', names)}",
        names.Where(name => Seen.Secrets[name].Is(out var arn) && arn is not null).ToDictionary(name => name, name => Seen.Secrets[name].Is(out var arn) ? arn! : ""));

    private Task<T> Say<T>(string call, T answer)
    {
        lock (_lock)
            _calls.Add(call);

        return Task.FromResult(answer);
    }
}
