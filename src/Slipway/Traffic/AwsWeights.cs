using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace Slipway.Traffic;

/// <summary>Rules of Elastic Load Balancing. A default rule is changed through its listener: ModifyRule is refused for it.</summary>
internal sealed class AwsWeights(IAmazonElasticLoadBalancingV2 balancing) : IWeights
{
    // As many as a load balancer's rules are by default (quota); no number is documented for one call.
    private const int AtOnce = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, TrafficRule>> Read(IReadOnlyCollection<string> rules, CancellationToken ct)
    {
        Dictionary<string, TrafficRule> found = new(StringComparer.Ordinal);
        foreach (var some in rules.Where(arn => !IsListener(arn)).Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var rule in await Each(some, Rules, ct))
                found[rule.RuleArn!] = AwsTrafficRules.Read(rule);
        }

        foreach (var some in rules.Where(IsListener).Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var listener in await Each(some, Listeners, ct))
                found[listener.ListenerArn!] = AwsTrafficRules.Read(listener);
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<WeightsWritten> Write(string rule, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct)
    {
        var (before, actions) = await Whole(rule, ct);
        if (!before.Shares(from))
            return new WeightsWritten(Wrote: false, before);

        if (!actions.Exists(AwsTrafficRules.IsForward))
        {
            throw new DeployException(
                $"""
                 The rule {rule} does not forward to target groups. Nothing was changed.
                   found  {string.Join(", ", before.Actions)}
                   try    name the rule that does, in Infrastructure.Traffic
                 """);
        }

        await Modify(before, AwsTrafficRules.With(actions, to), ct);
        return new WeightsWritten(Wrote: true, (await Whole(rule, ct)).Rule);
    }

    private async Task Modify(TrafficRule rule, List<Action> actions, CancellationToken ct)
    {
        if (rule.IsDefault)
        {
            await AwsFailures.Translate("elasticloadbalancing:ModifyListener", () => balancing.ModifyListenerAsync(
                new ModifyListenerRequest { ListenerArn = ListenerOf(rule.Arn), DefaultActions = actions }, ct));
        }
        else
        {
            await AwsFailures.Translate("elasticloadbalancing:ModifyRule", () => balancing.ModifyRuleAsync(
                new ModifyRuleRequest { RuleArn = rule.Arn, Actions = actions }, ct));
        }
    }

    private async Task<(TrafficRule Rule, List<Action> Actions)> Whole(string arn, CancellationToken ct)
    {
        if (IsListener(arn))
        {
            if (await Each([arn], Listeners, ct) is [var listener])
                return (AwsTrafficRules.Read(listener), listener.DefaultActions ?? []);
        }
        else if (await Each([arn], Rules, ct) is [var rule])
        {
            return (AwsTrafficRules.Read(rule), rule.Actions ?? []);
        }

        throw new DeployException(
            $"""
             The rule {arn} does not exist any more. No weight was changed by this call.
               try  correct Infrastructure.Traffic, and deploy again
             """);
    }

    private async Task<IReadOnlyList<Rule>> Rules(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        (await AwsFailures.Translate("elasticloadbalancing:DescribeRules", () => balancing.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [.. arns] }, ct))).Rules ?? [];

    private async Task<IReadOnlyList<Listener>> Listeners(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        (await AwsFailures.Translate("elasticloadbalancing:DescribeListeners", () => balancing.DescribeListenersAsync(new DescribeListenersRequest { ListenerArns = [.. arns] }, ct))).Listeners ?? [];

    /// <summary>One that does not exist fails the call for all: then they are asked for one at a time.</summary>
    private static async Task<IReadOnlyList<T>> Each<T>(
        IReadOnlyCollection<string> arns, Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyList<T>>> ask, CancellationToken ct)
    {
        try
        {
            return await ask(arns, ct);
        }
        catch (DeployException exception) when (exception.InnerException is RuleNotFoundException or ListenerNotFoundException)
        {
            if (arns.Count == 1)
                return [];

            List<T> found = [];
            foreach (var one in arns)
                found.AddRange(await Each([one], ask, ct));

            return found;
        }
    }

    private static bool IsListener(string arn) => arn.Contains(":listener/", StringComparison.Ordinal);

    // arn:...:listener-rule/app/name/balancer/listener/rule is a rule of arn:...:listener/app/name/balancer/listener.
    private static string ListenerOf(string arn) =>
        IsListener(arn) ? arn : arn[..arn.LastIndexOf('/')].Replace(":listener-rule/", ":listener/", StringComparison.Ordinal);
}
