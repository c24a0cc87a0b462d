using System.Text.Json.Nodes;
using Slipway.Infrastructures;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Infrastructures.Rendered;

/// <summary>What an account has once a stack was made of a template: names are read out of the template, and ids are what the template calls things.</summary>
internal sealed class Stack(JsonObject template) : INetwork, ITargetGroups, IRules, IDistributions, IRoles, IClusters, IBuckets
{
    public InfrastructurePorts Ports => new(this, this, this, this, this, this, this);

    public IEnumerable<JsonNode> Of(string type) => Named(type).Select(one => one.Properties);

    public Task<Answer<IReadOnlyList<Subnet>>> SubnetsNamed(string prefix, CancellationToken ct) => Found(
        Named("AWS::EC2::Subnet").Where(one => one.Properties["Tags"]!.AsArray().Any(tag => $"{tag!["Key"]}" == "Name" && $"{tag["Value"]}".StartsWith(prefix, StringComparison.Ordinal)))
            .Select(one => new Subnet(one.Name, "Vpc")));

    public Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroupsNamed(string prefix, CancellationToken ct) => Found(
        Named("AWS::EC2::SecurityGroup").Where(one => $"{one.Properties["GroupName"]}".StartsWith(prefix, StringComparison.Ordinal)).Select(one => new SecurityGroup(one.Name, "Vpc", LetsOut: true)));

    Task<Answer<IReadOnlyList<TargetGroup>>> ITargetGroups.Named(IReadOnlyCollection<string> names, CancellationToken ct) => Found(
        Named("AWS::ElasticLoadBalancingV2::TargetGroup").Where(one => names.Contains($"{one.Properties["Name"]}")).Select(one => new TargetGroup(
            one.Name, $"{one.Properties["Name"]}", $"{one.Properties["TargetType"]}", "HTTP", "Vpc", IsAttached: Rules().Any(rule => rule.Has(one.Name)),
            new("HTTP", "traffic-port", $"{one.Properties["HealthCheckPath"]}", "200", TimeSpan.Zero, TimeSpan.Zero, 2, 2))
        { LoadBalancers = ["LoadBalancer"] }));

    Task<Answer<IReadOnlyList<TrafficRule>>> IRules.Of(IReadOnlyCollection<string> loadBalancers, CancellationToken ct) => Found(Rules());

    public Task<Answer<IReadOnlyList<DistributionName>>> All(CancellationToken ct) => Found(
        Named("AWS::CloudFront::Distribution").Select(one => new DistributionName(
            one.Name, $"{one.Properties["DistributionConfig"]!["Comment"]}",
            [.. one.Properties["DistributionConfig"]!["Origins"]!.AsArray().Select(origin => new OriginFacts($"{origin!["Id"]}", Domain(origin["DomainName"]!), $"{origin["OriginPath"]}"))])));

    /// <summary>Rules of HTTP alone, as they are without a certificate.</summary>
    private IEnumerable<TrafficRule> Rules() =>
    [
        .. Named("AWS::ElasticLoadBalancingV2::ListenerRule").Select(one => new TrafficRule(one.Name, ["forward"], Groups(one.Properties["Actions"]![0]!))),
        .. Named("AWS::ElasticLoadBalancingV2::Listener").Where(one => $"{one.Properties["Protocol"]}" == "HTTP")
            .Select(one => new TrafficRule(one.Name, ["forward"], Groups(one.Properties["DefaultActions"]![0]!["Fn::If"]![2]!)) { IsDefault = true }),
    ];

    private static List<GroupWeight> Groups(JsonNode action) =>
        action["TargetGroupArn"] is { } only ? [new($"{only["Ref"]}", 1)]
        : [.. (action["ForwardConfig"]?["TargetGroups"]?.AsArray() ?? []).Select(group => new GroupWeight($"{group!["TargetGroupArn"]!["Ref"]}", group["Weight"]!.GetValue<int>()))];

    private string Domain(JsonNode domain) => domain["Fn::GetAtt"] is { } got && $"{got[1]}" == "RegionalDomainName"
        ? $"{template["Resources"]![$"{got[0]}"]!["Properties"]!["BucketName"]}.s3.ap-northeast-2.amazonaws.com"
        : "elsewhere.example";

    private IEnumerable<(string Name, JsonNode Properties)> Named(string type) =>
        template["Resources"]!.AsObject().Where(one => $"{one.Value!["Type"]}" == type).Select(one => (one.Key, one.Value!["Properties"]!));

    private static Task<Answer<IReadOnlyList<T>>> Found<T>(IEnumerable<T> found) => Task.FromResult(Answer.Of<IReadOnlyList<T>>([.. found]));

    // What is asked by id comes after what is asked by name, and is no part of it.
    Task<Answer<IReadOnlyList<Subnet>>> INetwork.Subnets(IReadOnlyCollection<string> ids, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyList<SecurityGroup>>> INetwork.SecurityGroups(IReadOnlyCollection<string> ids, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyList<RouteTable>>> INetwork.RouteTables(string vpc, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyList<Endpoint>>> INetwork.Endpoints(string vpc, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyList<TargetGroup>>> ITargetGroups.Find(IReadOnlyCollection<string> arns, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<bool>> ITargetGroups.IsSticky(string arn, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyDictionary<string, TrafficRule>>> IRules.Find(IReadOnlyCollection<string> arns, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<DistributionFacts?>> IDistributions.Distribution(string id, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<Role?>> IRoles.Role(string name, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyList<string>>> IRoles.NotPassed(IReadOnlyList<string> arns, string service, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<string?>> IClusters.Status(string cluster, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<IReadOnlyDictionary<string, string>>> IClusters.Controllers(string cluster, IReadOnlyCollection<string> services, CancellationToken ct) => throw new NotSupportedException();

    Task<Answer<Bucket?>> IBuckets.Bucket(string name, CancellationToken ct) => throw new NotSupportedException();
}
