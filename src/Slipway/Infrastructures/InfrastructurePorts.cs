using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>The account and region of one environment, as far as a check of its infrastructure asks. Reads only.</summary>
internal sealed record InfrastructurePorts(
    INetwork Network, IRoles Roles, IClusters Clusters, ITargetGroups TargetGroups, IRules Rules, IBuckets Buckets, IDistributions Distributions);

/// <summary>Amazon VPC. What does not exist is left out of the answers.</summary>
internal interface INetwork
{
    Task<Answer<IReadOnlyList<Subnet>>> Subnets(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>Subnets whose Name tag begins so.</summary>
    Task<Answer<IReadOnlyList<Subnet>>> SubnetsNamed(string prefix, CancellationToken ct);

    Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroups(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>Security groups whose group name begins so.</summary>
    Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroupsNamed(string prefix, CancellationToken ct);

    Task<Answer<IReadOnlyList<RouteTable>>> RouteTables(string vpc, CancellationToken ct);

    Task<Answer<IReadOnlyList<Endpoint>>> Endpoints(string vpc, CancellationToken ct);
}

internal sealed record Subnet(string Id, string Vpc);

/// <param name="LetsOut">Whether it has any rule for traffic that goes out.</param>
internal sealed record SecurityGroup(string Id, string Vpc, bool LetsOut)
{
    /// <summary>The TCP ports that any address may reach.</summary>
    public IReadOnlyList<PortRange> OpenToWorld { get; init; } = [];
}

internal sealed record PortRange(int First, int Last)
{
    public bool Has(int port) => First <= port && port <= Last;
}

/// <param name="IsMain">Whether subnets without a table of their own use it.</param>
/// <param name="Subnets">Ids of the subnets that use it by name.</param>
internal sealed record RouteTable(string Id, bool IsMain, IReadOnlyList<string> Subnets, IReadOnlyList<NetworkRoute> Routes);

/// <param name="Destination">A range of addresses, or the id of a prefix list.</param>
/// <param name="Target">Id of the gateway, such as <c>igw-0a</c> or <c>nat-0b</c>.</param>
/// <param name="IsActive">False: its target is gone, a black hole.</param>
internal sealed record NetworkRoute(string Destination, string Target, bool IsActive);

/// <param name="Service">Such as <c>com.amazonaws.eu-west-1.ecr.api</c>.</param>
/// <param name="RouteTables">Ids of the tables that lead to a gateway endpoint; null: an interface endpoint, which the whole VPC reaches.</param>
/// <param name="Answers">Whether it is available and, if an interface, has the service's own DNS name.</param>
internal sealed record Endpoint(string Id, string Service, IReadOnlyList<string>? RouteTables, bool Answers);

/// <summary>AWS IAM.</summary>
internal interface IRoles
{
    /// <summary>A null value: there is no such role.</summary>
    Task<Answer<Role?>> Role(string name, CancellationToken ct);

    /// <summary>The roles among <paramref name="arns"/> that the caller may not give to <paramref name="service"/> (iam:PassRole).</summary>
    /// <param name="service">Such as <c>ecs-tasks.amazonaws.com</c>.</param>
    Task<Answer<IReadOnlyList<string>>> NotPassed(IReadOnlyList<string> arns, string service, CancellationToken ct);
}

/// <param name="TrustPolicy">Who may assume it: the policy's JSON.</param>
internal sealed record Role(string Arn, string TrustPolicy);

/// <summary>Amazon ECS, as far as it is infrastructure.</summary>
internal interface IClusters
{
    /// <summary>Such as ACTIVE; a null value: there is no such cluster.</summary>
    Task<Answer<string?>> Status(string cluster, CancellationToken ct);

    /// <summary>The deployment controller of each service that exists: ECS, CODE_DEPLOY or EXTERNAL.</summary>
    Task<Answer<IReadOnlyDictionary<string, string>>> Controllers(string cluster, IReadOnlyCollection<string> services, CancellationToken ct);
}

/// <summary>Elastic Load Balancing. What does not exist is left out of the answers.</summary>
internal interface ITargetGroups
{
    Task<Answer<IReadOnlyList<TargetGroup>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct);

    Task<Answer<IReadOnlyList<TargetGroup>>> Named(IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>Whether a group keeps each client at one target (lb_cookie or app_cookie).</summary>
    Task<Answer<bool>> IsSticky(string arn, CancellationToken ct);
}

/// <summary>The rules of Elastic Load Balancing's listeners, default actions included. What does not exist is left out of the answers.</summary>
internal interface IRules
{
    /// <summary>By the ARNs of rules, or of listeners for their default actions.</summary>
    Task<Answer<IReadOnlyDictionary<string, TrafficRule>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct);

    /// <summary>Every rule of the listeners of some load balancers.</summary>
    Task<Answer<IReadOnlyList<TrafficRule>>> Of(IReadOnlyCollection<string> loadBalancers, CancellationToken ct);
}

/// <param name="Type">instance, ip, lambda or alb.</param>
/// <param name="Vpc">Null for groups of functions.</param>
/// <param name="IsAttached">Whether some listener uses it.</param>
internal sealed record TargetGroup(string Arn, string Name, string Type, string Protocol, string? Vpc, bool IsAttached, TargetGroupHealth Health)
{
    /// <summary>Where it sends requests to targets that were registered without a port; null for groups of functions.</summary>
    public int? Port { get; init; }

    /// <summary>ARNs of the load balancers that use it.</summary>
    public IReadOnlyList<string> LoadBalancers { get; init; } = [];
}

/// <param name="Port">A number, or <c>traffic-port</c>.</param>
/// <param name="Codes">The status codes that are taken for healthy, such as <c>200</c> or <c>200-299,401</c>; null: any that comes.</param>
internal sealed record TargetGroupHealth(string Protocol, string Port, string? Path, string? Codes, TimeSpan Interval, TimeSpan Timeout, int HealthyThreshold, int UnhealthyThreshold);

/// <summary>Amazon S3.</summary>
internal interface IBuckets
{
    /// <summary>A null value: there is no such bucket.</summary>
    Task<Answer<Bucket?>> Bucket(string name, CancellationToken ct);
}

/// <param name="IsOwn">Whether it belongs to the environment's account.</param>
internal sealed record Bucket(string Name, string Region, bool IsOwn);

/// <summary>The CloudFront distributions of an account.</summary>
internal interface IDistributions
{
    Task<Answer<IReadOnlyList<DistributionName>>> All(CancellationToken ct);

    /// <summary>A null value: there is no such distribution.</summary>
    Task<Answer<DistributionFacts?>> Distribution(string id, CancellationToken ct);
}

/// <summary>What a distribution is known by.</summary>
internal sealed record DistributionName(string Id, string Comment, IReadOnlyList<OriginFacts> Origins)
{
    public bool Serves(string bucket) => Origins.Any(origin => origin.IsBucket(bucket));
}
