using System.Net;
using System.Net.Sockets;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace Slipway.Provisioning;

/// <summary>Makes the load balancer that a definition implies, with its target groups, listener and rules.</summary>
internal sealed class AwsRehearsalBalancing(IAmazonElasticLoadBalancingV2 elb)
{
    public async Task<BalancingMade> Ensure(ImpliedInfrastructure implied, CancellationToken ct)
    {
        var loadBalancer = await EnsureLoadBalancer(implied.LoadBalancer, ct);
        var arns = await EnsureTargetGroups(implied.TargetGroups, ct);
        var listener = await EnsureListener(loadBalancer.LoadBalancerArn!, implied, arns, ct);
        return new BalancingMade(implied.TargetGroups.ToDictionary(group => group.Service, group => arns[group.Name]), loadBalancer.DNSName!, listener.Port!.Value);
    }

    /// <summary>Null: some of it is not there.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> Find(ImpliedInfrastructure implied, CancellationToken ct)
    {
        var existing = await TargetGroups(ct);
        return implied.TargetGroups.All(group => existing.ContainsKey(group.Name))
            ? implied.TargetGroups.ToDictionary(group => group.Service, group => existing[group.Name].TargetGroupArn!)
            : null;
    }

    private async Task<LoadBalancer> EnsureLoadBalancer(string name, CancellationToken ct)
    {
        try
        {
            var found = await elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest { Names = [name] }, ct);
            return found.LoadBalancers![0];
        }
        catch (LoadBalancerNotFoundException)
        {
            var made = await elb.CreateLoadBalancerAsync(
                new CreateLoadBalancerRequest { Name = name, Subnets = [.. ImpliedInfrastructure.Subnets], Type = LoadBalancerTypeEnum.Application }, ct);
            return made.LoadBalancers![0];
        }
    }

    private async Task<Dictionary<string, string>> EnsureTargetGroups(IReadOnlyList<ImpliedTargetGroup> implied, CancellationToken ct)
    {
        var existing = await TargetGroups(ct);
        var arns = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var group in implied)
        {
            arns[group.Name] = existing.TryGetValue(group.Name, out var found) && found.Port == group.Port
                ? await Update(found, group, ct)
                : await Create(group, ct);
        }

        return arns;
    }

    private async Task<Dictionary<string, TargetGroup>> TargetGroups(CancellationToken ct)
    {
        var all = new Dictionary<string, TargetGroup>(StringComparer.Ordinal);
        string? marker = null;
        do
        {
            var page = await elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Marker = marker }, ct);
            foreach (var group in page.TargetGroups ?? [])
                all[group.TargetGroupName!] = group;

            marker = page.NextMarker;
        }
        while (marker is not null);

        return all;
    }

    private async Task<string> Create(ImpliedTargetGroup group, CancellationToken ct)
    {
        var made = await elb.CreateTargetGroupAsync(
            new CreateTargetGroupRequest
            {
                Name = group.Name,
                Port = group.Port,
                Protocol = ProtocolEnum.HTTP,
                TargetType = TargetTypeEnum.Ip,
                VpcId = "vpc-rehearsal",
                HealthCheckPath = group.Health.Path,
                HealthCheckIntervalSeconds = Seconds(group.Health.Interval),
                HealthCheckTimeoutSeconds = Seconds(group.Health.Timeout),
                HealthyThresholdCount = group.Health.HealthyThreshold,
                UnhealthyThresholdCount = group.Health.UnhealthyThreshold,
            },
            ct);
        var arn = made.TargetGroups![0].TargetGroupArn!;
        await SetDraining(arn, group, ct);
        return arn;
    }

    private async Task<string> Update(TargetGroup found, ImpliedTargetGroup group, CancellationToken ct)
    {
        var same = found.HealthCheckPath == group.Health.Path
            && found.HealthCheckIntervalSeconds == Seconds(group.Health.Interval)
            && found.HealthCheckTimeoutSeconds == Seconds(group.Health.Timeout)
            && found.HealthyThresholdCount == group.Health.HealthyThreshold
            && found.UnhealthyThresholdCount == group.Health.UnhealthyThreshold;
        if (!same)
        {
            await elb.ModifyTargetGroupAsync(
                new ModifyTargetGroupRequest
                {
                    TargetGroupArn = found.TargetGroupArn,
                    HealthCheckPath = group.Health.Path,
                    HealthCheckIntervalSeconds = Seconds(group.Health.Interval),
                    HealthCheckTimeoutSeconds = Seconds(group.Health.Timeout),
                    HealthyThresholdCount = group.Health.HealthyThreshold,
                    UnhealthyThresholdCount = group.Health.UnhealthyThreshold,
                },
                ct);
        }

        var attributes = await elb.DescribeTargetGroupAttributesAsync(
            new DescribeTargetGroupAttributesRequest { TargetGroupArn = found.TargetGroupArn }, ct);
        if (attributes.Attributes?.Find(attribute => attribute.Key == Draining)?.Value != DrainingOf(group))
            await SetDraining(found.TargetGroupArn!, group, ct);

        return found.TargetGroupArn!;
    }

    private Task SetDraining(string arn, ImpliedTargetGroup group, CancellationToken ct) =>
        elb.ModifyTargetGroupAttributesAsync(
            new ModifyTargetGroupAttributesRequest
            {
                TargetGroupArn = arn,
                Attributes = [new TargetGroupAttribute { Key = Draining, Value = DrainingOf(group) }],
            },
            ct);

    private async Task<Listener> EnsureListener(string loadBalancer, ImpliedInfrastructure implied, Dictionary<string, string> arns, CancellationToken ct)
    {
        var wanted = implied.DefaultTargetGroup is { } fallback ? Forward(arns[fallback]) : NotFound();
        var found = await elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = loadBalancer }, ct);

        if (found.Listeners is not [var listener, ..])
        {
            var made = await elb.CreateListenerAsync(
                new CreateListenerRequest { LoadBalancerArn = loadBalancer, Port = FreePort(), Protocol = ProtocolEnum.HTTP, DefaultActions = [wanted] }, ct);
            listener = made.Listeners![0];
        }
        else if (!Same(listener.DefaultActions, wanted))
        {
            await elb.ModifyListenerAsync(new ModifyListenerRequest { ListenerArn = listener.ListenerArn, DefaultActions = [wanted] }, ct);
        }

        await EnsureRules(listener.ListenerArn!, implied.Rules, arns, ct);
        return listener;
    }

    private async Task EnsureRules(string listener, IReadOnlyList<ImpliedRule> implied, Dictionary<string, string> arns, CancellationToken ct)
    {
        var found = await elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener }, ct);
        var existing = (found.Rules ?? []).Where(rule => rule.IsDefault != true).ToDictionary(rule => rule.Priority!, StringComparer.Ordinal);

        foreach (var (priority, rule) in existing.Where(rule => implied.All(wanted => $"{wanted.Priority}" != rule.Key)))
            await elb.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = rule.RuleArn }, ct);

        foreach (var rule in implied)
        {
            var (action, conditions) = (Forward(arns[rule.TargetGroup]), Conditions(rule));
            if (!existing.TryGetValue($"{rule.Priority}", out var present))
            {
                await elb.CreateRuleAsync(
                    new CreateRuleRequest { ListenerArn = listener, Priority = rule.Priority, Conditions = conditions, Actions = [action] }, ct);
            }
            else if (!Same(present.Actions, action) || Text(present.Conditions) != Text(conditions))
            {
                await elb.ModifyRuleAsync(new ModifyRuleRequest { RuleArn = present.RuleArn, Conditions = conditions, Actions = [action] }, ct);
            }
        }
    }

    private const string Draining = "deregistration_delay.timeout_seconds";

    private static string DrainingOf(ImpliedTargetGroup group) => $"{Seconds(group.Draining)}";

    private static int Seconds(TimeSpan time) => (int)time.TotalSeconds;

    private static Action Forward(string targetGroup) => new() { Type = ActionTypeEnum.Forward, TargetGroupArn = targetGroup };

    private static Action NotFound() =>
        new()
        {
            Type = ActionTypeEnum.FixedResponse,
            FixedResponseConfig = new FixedResponseActionConfig
            {
                StatusCode = "404",
                ContentType = "text/plain",
                MessageBody = "No service has a route for this request.",
            },
        };

    private static bool Same(List<Action>? present, Action wanted) =>
        present is [var only] && only.Type == wanted.Type && TargetGroupOf(only) == TargetGroupOf(wanted);

    private static string? TargetGroupOf(Action action) =>
        action.TargetGroupArn ?? (action.ForwardConfig?.TargetGroups is [var only] ? only.TargetGroupArn : null);

    private static List<RuleCondition> Conditions(ImpliedRule rule)
    {
        var conditions = new List<RuleCondition>();
        if (rule.Hosts.Count > 0)
            conditions.Add(new RuleCondition { Field = "host-header", HostHeaderConfig = new HostHeaderConditionConfig { Values = [.. rule.Hosts] } });
        if (rule.Paths.Count > 0)
            conditions.Add(new RuleCondition { Field = "path-pattern", PathPatternConfig = new PathPatternConditionConfig { Values = [.. rule.Paths] } });
        return conditions;
    }

    /// <summary>A condition's values stand in its typed configuration, or, in what the API answers, in Values too.</summary>
    private static string Text(List<RuleCondition>? conditions) =>
        string.Join(' ', (conditions ?? []).Select(condition =>
            $"{condition.Field}={string.Join(',', condition.HostHeaderConfig?.Values ?? condition.PathPatternConfig?.Values ?? condition.Values ?? [])}")
            .Order(StringComparer.Ordinal));

    /// <summary>
    /// A port that nothing listens on now. The rehearsal cloud binds the listener's port on this machine, where port 80 is seldom free.
    /// </summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

/// <param name="TargetGroups">ARN by the service's name.</param>
/// <param name="Host">DNS name of the load balancer.</param>
/// <param name="Port">Of its HTTP listener.</param>
internal sealed record BalancingMade(IReadOnlyDictionary<string, string> TargetGroups, string Host, int Port);
