using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;

namespace Slipway.Traffic;

/// <summary>Finds the public address of services from the load balancers that their target groups belong to.</summary>
internal sealed class AwsAddresses(IAmazonElasticLoadBalancingV2 elb)
{
    // No number is documented for one call.
    private const int GroupsAtOnce = 100;

    /// <summary>The address of each routed service, by its name. A service whose group no listener uses has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(
        IReadOnlyList<EcsService> services, DeployEnvironment environment, IReadOnlyDictionary<string, string> targetGroups, CancellationToken ct)
    {
        var routed = services.Where(service => service.Route is not null && targetGroups.ContainsKey(service.Name)).ToList();
        if (routed.Count == 0)
            return new Dictionary<string, string>();

        List<TargetGroup> groups = [];
        foreach (var some in routed.Select(service => targetGroups[service.Name]).Distinct(StringComparer.Ordinal).Chunk(GroupsAtOnce))
        {
            groups.AddRange((await AwsFailures.Translate("elasticloadbalancing:DescribeTargetGroups", () => elb.DescribeTargetGroupsAsync(
                new DescribeTargetGroupsRequest { TargetGroupArns = [.. some] }, ct))).TargetGroups ?? []);
        }

        var loadBalancerOf = groups.ToDictionary(group => group.TargetGroupArn!, group => group.LoadBalancerArns?.FirstOrDefault(), StringComparer.Ordinal);

        var used = loadBalancerOf.Values.OfType<string>().Distinct().ToList();
        if (used.Count == 0)
            return new Dictionary<string, string>();

        var loadBalancers = await AwsFailures.Translate(
            "elasticloadbalancing:DescribeLoadBalancers", () => elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { LoadBalancerArns = used }, ct));
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var loadBalancer in loadBalancers.LoadBalancers ?? [])
        {
            var listeners = await AwsFailures.Translate(
                "elasticloadbalancing:DescribeListeners", () => elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = loadBalancer.LoadBalancerArn }, ct));
            foreach (var service in routed.Where(service => loadBalancerOf[targetGroups[service.Name]] == loadBalancer.LoadBalancerArn))
            {
                if (Address(service.Route!, environment, loadBalancer.DNSName!, listeners.Listeners ?? []) is { } address)
                    addresses[service.Name] = address;
            }
        }

        return addresses;
    }

    /// <summary>
    /// HTTPS where a listener speaks it. A route by host is reached by its first host that is no pattern, else by the first with a name in place of the wildcard: at
    /// the load balancer's own no rule would match. A route by path is reached at the part of its first pattern before any wildcard.
    /// </summary>
    internal static string? Address(Route route, DeployEnvironment environment, string dnsName, IReadOnlyList<Listener> listeners)
    {
        var listener = listeners.FirstOrDefault(listener => listener.Protocol == ProtocolEnum.HTTPS)
            ?? listeners.FirstOrDefault(listener => listener.Protocol == ProtocolEnum.HTTP);
        if (listener is null)
            return null;

        var secure = listener.Protocol == ProtocolEnum.HTTPS;
        var hosts = route.HostsIn(environment);
        var host = hosts.FirstOrDefault(host => host.IndexOfAny(['*', '?']) < 0) ?? (hosts is [var pattern, ..] ? Named(pattern) : dnsName);
        var port = listener.Port is null || listener.Port == (secure ? 443 : 80) ? "" : $":{listener.Port}";
        return $"{(secure ? "https" : "http")}://{host}{port}{PathOf(route)}";
    }

    private static string Named(string pattern) => pattern.Replace("*", "www", StringComparison.Ordinal).Replace('?', 'w');

    internal static string PathOf(Route route) =>
        route.Paths is [var first, ..] && first.Split('*', '?')[0] is ['/', ..] path ? path : "/";
}
