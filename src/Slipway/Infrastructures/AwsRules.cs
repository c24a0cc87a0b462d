using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>Listener rules of Elastic Load Balancing.</summary>
internal sealed class AwsRules(IAmazonElasticLoadBalancingV2 elb, IWeights weights) : IRules
{
    /// <inheritdoc/>
    public Task<Answer<IReadOnlyDictionary<string, TrafficRule>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        AwsAnswers.Ask(() => weights.Read(arns, ct));

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<TrafficRule>>> Of(IReadOnlyCollection<string> loadBalancers, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyList<TrafficRule>>("elasticloadbalancing:DescribeRules", async () =>
        {
            List<TrafficRule> found = [];
            foreach (var loadBalancer in loadBalancers)
            {
                foreach (var listener in await Listeners(loadBalancer, ct))
                    found.AddRange(await Rules(listener, ct));
            }

            return found;
        });

    private async Task<IReadOnlyList<string>> Listeners(string loadBalancer, CancellationToken ct)
    {
        List<string> found = [];
        string? marker = null;
        do
        {
            var page = await elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = loadBalancer, Marker = marker }, ct);
            found.AddRange((page.Listeners ?? []).Select(listener => listener.ListenerArn!));
            marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }

    private async Task<IReadOnlyList<TrafficRule>> Rules(string listener, CancellationToken ct)
    {
        List<TrafficRule> found = [];
        string? marker = null;
        do
        {
            var page = await elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener, Marker = marker }, ct);
            found.AddRange((page.Rules ?? []).Select(rule => AwsTrafficRules.Read(rule)));
            marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(marker));

        return found;
    }
}
