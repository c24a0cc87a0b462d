using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace Slipway.Provisioning;

/// <summary>Makes the load balancer that a definition implies, with its target groups, listeners and rules.</summary>
internal sealed class AwsRehearsalBalancing(IAmazonElasticLoadBalancingV2 elb)
{
    private readonly AwsRehearsalTargetGroups _groups = new(elb);
    private readonly AwsRehearsalListeners _listeners = new(elb);

    public async Task<BalancingMade> Ensure(ImpliedInfrastructure implied, DeployEnvironment environment, CancellationToken ct)
    {
        var loadBalancer = await EnsureLoadBalancer(implied.LoadBalancer, ct);
        var arns = await _groups.Ensure(implied.TargetGroups, ct);
        var listeners = await _listeners.Ensure(loadBalancer.LoadBalancerArn!, implied, arns, ct);
        return Made(implied, environment, loadBalancer, listeners, arns, await _listeners.Rules(implied, listeners, arns, ct))!;
    }

    /// <summary>Null: some of it is not there.</summary>
    public async Task<BalancingMade?> Find(ImpliedInfrastructure implied, DeployEnvironment environment, CancellationToken ct)
    {
        var existing = await _groups.All(ct);
        if (!implied.TargetGroups.All(group => existing.ContainsKey(group.Name)) || await FindLoadBalancer(implied.LoadBalancer, ct) is not { } loadBalancer)
            return null;

        var listeners = await _listeners.Of(loadBalancer.LoadBalancerArn!, ct);
        var arns = implied.TargetGroups.ToDictionary(group => group.Name, group => existing[group.Name].TargetGroupArn!, StringComparer.Ordinal);
        return listeners.Count == 0 ? null : Made(implied, environment, loadBalancer, listeners, arns, await _listeners.Rules(implied, listeners, arns, ct));
    }

    /// <param name="rules">ARN of the rule of each target group whose traffic is moved.</param>
    private static BalancingMade? Made(
        ImpliedInfrastructure implied, DeployEnvironment environment, LoadBalancer loadBalancer, IReadOnlyList<Listener> listeners, IReadOnlyDictionary<string, string> arns, ListenerRules rules)
    {
        var traffic = new Dictionary<string, TrafficInfrastructure>(StringComparer.Ordinal);
        foreach (var shift in implied.Shifts)
        {
            var (first, second) = (arns[shift.Forward.TargetGroup], arns[shift.Forward.Alternate!]);
            var test = rules.Test.GetValueOrDefault(first);
            if (!rules.Production.TryGetValue(first, out var rule) || (shift.IsTested && test is null))
                return null;

            traffic[shift.Service] = new TrafficInfrastructure(second, rule)
            {
                TestRule = shift.IsTested ? test : null,
                Role = shift.IsPair ? null : ImpliedInfrastructure.Role(environment, "infrastructure"),
            };
        }

        return new BalancingMade(
            implied.TargetGroups.Where(group => !group.IsAlternate).ToDictionary(group => group.Service, group => arns[group.Name], StringComparer.Ordinal),
            traffic, loadBalancer.DNSName!, listeners[0].Port!.Value);
    }

    private async Task<LoadBalancer> EnsureLoadBalancer(string name, CancellationToken ct)
    {
        if (await FindLoadBalancer(name, ct) is { } found)
            return found;

        var made = await elb.CreateLoadBalancerAsync(
            new CreateLoadBalancerRequest { Name = name, Subnets = [.. ImpliedInfrastructure.Subnets], Type = LoadBalancerTypeEnum.Application }, ct);
        return made.LoadBalancers![0];
    }

    private async Task<LoadBalancer?> FindLoadBalancer(string name, CancellationToken ct)
    {
        try
        {
            var found = await elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { Names = [name] }, ct);
            return found.LoadBalancers![0];
        }
        catch (LoadBalancerNotFoundException)
        {
            return null;
        }
    }
}

/// <param name="TargetGroups">ARN by the service's name.</param>
/// <param name="Traffic">By the name of each service whose traffic is moved.</param>
/// <param name="Host">DNS name of the load balancer.</param>
/// <param name="Port">Of its HTTP listener.</param>
internal sealed record BalancingMade(
    IReadOnlyDictionary<string, string> TargetGroups, IReadOnlyDictionary<string, TrafficInfrastructure> Traffic, string Host, int Port);
