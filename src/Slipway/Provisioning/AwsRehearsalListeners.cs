using System.Net;
using System.Net.Sockets;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Traffic;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace Slipway.Provisioning;

/// <summary>
/// Makes the listeners that a definition implies, with their rules. Of a rule that is there, target groups and conditions are compared and nothing else: its weights are
/// where the traffic is now, and setting them back would send requests to an empty group (terraform-aws-modules/terraform-aws-alb#409).
/// </summary>
internal sealed class AwsRehearsalListeners(IAmazonElasticLoadBalancingV2 elb)
{
    /// <summary>The listener of production traffic and, where it is implied, that of test traffic.</summary>
    /// <param name="arns">Of the target groups, by name.</param>
    public async Task<IReadOnlyList<Listener>> Ensure(string loadBalancer, ImpliedInfrastructure implied, IReadOnlyDictionary<string, string> arns, CancellationToken ct)
    {
        var found = await Of(loadBalancer, ct);
        var production = await Ensure(loadBalancer, found.ElementAtOrDefault(0), implied.Listener, arns, ct);
        // One that is not implied any more stays, and sends requests nowhere.
        var test = implied.TestListener ?? (found.Count > 1 ? ImpliedListener.None : null);
        return test is null ? [production] : [production, await Ensure(loadBalancer, found.ElementAtOrDefault(1), test, arns, ct)];
    }

    /// <summary>Those that are there, in the order in which they were made: the rehearsal cloud keeps it.</summary>
    public async Task<IReadOnlyList<Listener>> Of(string loadBalancer, CancellationToken ct) =>
        (await elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = loadBalancer }, ct)).Listeners ?? [];

    /// <summary>The rules that share out the traffic of the services whose traffic is moved.</summary>
    public async Task<ListenerRules> Rules(ImpliedInfrastructure implied, IReadOnlyList<Listener> listeners, IReadOnlyDictionary<string, string> arns, CancellationToken ct)
    {
        var none = new Dictionary<string, string>();
        return implied.Shifts.Count == 0 ? new ListenerRules(none, none) : new ListenerRules(
            await Rules(listeners[0]), listeners.Count > 1 && implied.TestListener is not null ? await Rules(listeners[1]) : none);

        async Task<IReadOnlyDictionary<string, string>> Rules(Listener listener)
        {
            var rules = (await Describe(listener, ct)).ConvertAll(rule => AwsTrafficRules.Read(rule));
            return implied.Shifts.Select(shift => (Group: arns[shift.Forward.TargetGroup], Alternate: arns[shift.Forward.Alternate!]))
                .Select(shift => (shift.Group, Rule: rules.Find(rule => rule.Has(shift.Group) && rule.Has(shift.Alternate))))
                .Where(shift => shift.Rule is not null)
                .ToDictionary(shift => shift.Group, shift => shift.Rule!.Arn, StringComparer.Ordinal);
        }
    }

    private async Task<Listener> Ensure(string loadBalancer, Listener? listener, ImpliedListener implied, IReadOnlyDictionary<string, string> arns, CancellationToken ct)
    {
        if (listener is null)
        {
            var made = await elb.CreateListenerAsync(
                new CreateListenerRequest { LoadBalancerArn = loadBalancer, Port = FreePort(), Protocol = ProtocolEnum.HTTP, DefaultActions = [ActionOf(implied.Default, arns, [])] }, ct);
            listener = made.Listeners![0];
        }
        else if (!Same(listener.DefaultActions, implied.Default, arns))
        {
            await elb.ModifyListenerAsync(
                new ModifyListenerRequest { ListenerArn = listener.ListenerArn, DefaultActions = [ActionOf(implied.Default, arns, AwsTrafficRules.Read(listener).Groups)] }, ct);
        }

        await EnsureRules(listener, implied.Rules, arns, ct);
        return listener;
    }

    private async Task EnsureRules(Listener listener, IReadOnlyList<ImpliedRule> implied, IReadOnlyDictionary<string, string> arns, CancellationToken ct)
    {
        var existing = (await Describe(listener, ct)).Where(rule => rule.IsDefault != true).ToDictionary(rule => rule.Priority!, StringComparer.Ordinal);
        foreach (var (_, rule) in existing.Where(rule => implied.All(wanted => $"{wanted.Priority}" != rule.Key)))
            await elb.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = rule.RuleArn }, ct);

        foreach (var rule in implied)
        {
            var conditions = Conditions(rule);
            if (!existing.TryGetValue($"{rule.Priority}", out var present))
            {
                await elb.CreateRuleAsync(
                    new CreateRuleRequest { ListenerArn = listener.ListenerArn, Priority = rule.Priority, Conditions = conditions, Actions = [ActionOf(rule.Forward, arns, [])] }, ct);
                continue;
            }

            var (sameGroups, sameConditions) = (Same(present.Actions, rule.Forward, arns), Text(present.Conditions) == Text(conditions));
            if (sameGroups && sameConditions)
                continue;

            // What is not sent stays as it is.
            await elb.ModifyRuleAsync(
                new ModifyRuleRequest
                {
                    RuleArn = present.RuleArn,
                    Conditions = sameConditions ? null : conditions,
                    Actions = sameGroups ? null : [ActionOf(rule.Forward, arns, AwsTrafficRules.Read(present).Groups)],
                },
                ct);
        }
    }

    private async Task<List<Rule>> Describe(Listener listener, CancellationToken ct) =>
        (await elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listener.ListenerArn }, ct)).Rules ?? [];

    private static bool Same(List<Action>? present, ImpliedForward? wanted, IReadOnlyDictionary<string, string> arns)
    {
        if (present is not [var only] || (only.Type == ActionTypeEnum.Forward) != (wanted is not null))
            return false;

        var kept = only.ForwardConfig?.TargetGroupStickinessConfig is { Enabled: true } sticky ? sticky.DurationSeconds : null;
        var groups = AwsTrafficRules.Read(new Rule { RuleArn = "", Actions = present }).Groups.Select(group => group.Group);
        return wanted is null || (kept == SecondsOf(wanted) && groups.ToHashSet(StringComparer.Ordinal).SetEquals(wanted.Names.Select(name => arns[name])));
    }

    private static int? SecondsOf(ImpliedForward forward) => (int?)forward.Stickiness?.TotalSeconds;

    /// <param name="present">What the rule has now: a group that stays the only one with traffic keeps it.</param>
    private static Action ActionOf(ImpliedForward? wanted, IReadOnlyDictionary<string, string> arns, IReadOnlyList<GroupWeight> present)
    {
        if (wanted is null)
            return NotFound();

        if (wanted.Alternate is null)
            return new Action { Type = ActionTypeEnum.Forward, TargetGroupArn = arns[wanted.TargetGroup] };

        var (first, second) = (arns[wanted.TargetGroup], arns[wanted.Alternate]);
        var isSecond = present.Any(group => group.Group == second && group.Weight > 0) && !present.Any(group => group.Group == first && group.Weight > 0);
        return new Action
        {
            Type = ActionTypeEnum.Forward,
            ForwardConfig = new ForwardActionConfig
            {
                TargetGroups =
                [
                    new TargetGroupTuple { TargetGroupArn = first, Weight = isSecond ? 0 : 100 },
                    new TargetGroupTuple { TargetGroupArn = second, Weight = isSecond ? 100 : 0 },
                ],
                TargetGroupStickinessConfig = new TargetGroupStickinessConfig { Enabled = wanted.Stickiness is not null, DurationSeconds = SecondsOf(wanted) },
            },
        };
    }

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

/// <summary>The rules of target groups whose traffic is moved: ARN of the rule by that of the service's first group.</summary>
internal sealed record ListenerRules(IReadOnlyDictionary<string, string> Production, IReadOnlyDictionary<string, string> Test);
