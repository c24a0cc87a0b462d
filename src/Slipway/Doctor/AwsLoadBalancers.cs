using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Infrastructures;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace Slipway.Doctor;

/// <summary>Load balancers of Elastic Load Balancing.</summary>
internal sealed class AwsLoadBalancers(IAmazonElasticLoadBalancingV2 elb) : ILoadBalancers
{
    // DescribeLoadBalancers takes 20 ARNs.
    private const int AtOnce = 20;

    /// <inheritdoc/>
    public async Task<Answer<IReadOnlyList<LoadBalancerSeen>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct)
    {
        var balancers = await AwsAnswers.Ask("elasticloadbalancing:DescribeLoadBalancers", () => Describe(arns, ct));
        if (!balancers.Is(out var found))
            return Answer.None<IReadOnlyList<LoadBalancerSeen>>(balancers.Why!);

        List<LoadBalancerSeen> seen = [];
        foreach (var balancer in found)
        {
            var listeners = await AwsAnswers.Ask("elasticloadbalancing:DescribeListeners", () => Listeners(balancer.LoadBalancerArn!, ct));
            if (!listeners.Is(out var all))
                return Answer.None<IReadOnlyList<LoadBalancerSeen>>(listeners.Why!);

            var plain = await AwsAnswers.Ask("elasticloadbalancing:DescribeRules", () => Plain(all, ct));
            if (!plain.Is(out var ports))
                return Answer.None<IReadOnlyList<LoadBalancerSeen>>(plain.Why!);

            seen.Add(new LoadBalancerSeen(
                balancer.LoadBalancerArn!, balancer.LoadBalancerName!, balancer.Scheme == LoadBalancerSchemeEnum.InternetFacing, balancer.SecurityGroups ?? [], ports));
        }

        return Answer.Of<IReadOnlyList<LoadBalancerSeen>>(seen);
    }

    private async Task<IReadOnlyList<LoadBalancer>> Describe(IReadOnlyCollection<string> arns, CancellationToken ct)
    {
        List<LoadBalancer> found = [];
        foreach (var some in arns.Chunk(AtOnce))
            found.AddRange((await elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { LoadBalancerArns = [.. some] }, ct)).LoadBalancers ?? []);

        return found;
    }

    private async Task<IReadOnlyList<Listener>> Listeners(string balancer, CancellationToken ct)
    {
        List<Listener> found = [];
        string? marker = null;
        do
        {
            var page = await elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = balancer, Marker = marker }, ct);
            found.AddRange(page.Listeners ?? []);
            marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }

    /// <summary>The ports of those listeners without TLS of which some rule, the default one included, passes requests on.</summary>
    private async Task<IReadOnlyList<int>> Plain(IReadOnlyList<Listener> listeners, CancellationToken ct)
    {
        List<int> ports = [];
        foreach (var listener in listeners.Where(listener => listener.Protocol == ProtocolEnum.HTTP))
        {
            if (Forwards(listener.DefaultActions) || (await Rules(listener.ListenerArn!, ct)).Any(rule => Forwards(rule.Actions)))
                ports.Add(listener.Port ?? 80);
        }

        return ports;
    }

    private async Task<IReadOnlyList<Rule>> Rules(string listener, CancellationToken ct)
    {
        List<Rule> found = [];
        string? marker = null;
        do
        {
            var page = await elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, Marker = marker }, ct);
            found.AddRange(page.Rules ?? []);
            marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }

    private static bool Forwards(List<Action>? actions) => (actions ?? []).Any(action => action.Type == ActionTypeEnum.Forward);
}
