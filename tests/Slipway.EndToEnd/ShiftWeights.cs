using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using ChatLoad;
using Slipway.Aws;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Task = System.Threading.Tasks.Task;

namespace Slipway.EndToEnd;

/// <summary>The rule that leads to the chat's server, as the load balancer of a rehearsal cloud has it.</summary>
/// <param name="aws">The cloud's address.</param>
internal sealed class ShiftWeights(string aws) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly AwsSession _session = new(DeployEnvironment.Local, new Uri(aws));

    private IAmazonElasticLoadBalancingV2 Elb => _session.LoadBalancing;

    /// <summary>The target groups that get traffic, and their weights.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Read(CancellationToken ct) => WeightsOf(await Rule(ct));

    public async Task Write(IReadOnlyDictionary<string, int> weights, CancellationToken ct) => await Elb.ModifyRuleAsync(
        new ModifyRuleRequest
        {
            RuleArn = (await Rule(ct)).RuleArn,
            Actions =
            [
                new Action
                {
                    Type = ActionTypeEnum.Forward,
                    ForwardConfig = new ForwardActionConfig { TargetGroups = [.. weights.Select(group => new TargetGroupTuple { TargetGroupArn = group.Key, Weight = group.Value })] },
                },
            ],
        },
        ct);

    /// <summary>A target group like that of the server, without a target.</summary>
    public async Task<string> MakeEmptyGroup(CancellationToken ct)
    {
        var made = await Elb.CreateTargetGroupAsync(
            new CreateTargetGroupRequest { Name = "chat-server-early", Port = 8080, Protocol = ProtocolEnum.HTTP, TargetType = TargetTypeEnum.Ip, VpcId = "vpc-rehearsal", HealthCheckPath = "/health" }, ct);
        return made.TargetGroups![0].TargetGroupArn!;
    }

    /// <summary>Marks every change of the weights in a file; the end of the shift, when all traffic has come to another target group than in the beginning.</summary>
    public async Task MarkChanges(string file, CancellationToken until)
    {
        var began = await Read(CancellationToken.None);
        var before = began;
        while (!until.IsCancellationRequested)
        {
            var now = await Read(CancellationToken.None);
            if (!now.ToHashSet().SetEquals(before))
                await File.AppendAllTextAsync(file, $"{(now.Count == 1 && !began.ContainsKey(now.Keys.Single()) ? Mark.ShiftEnd : $"weights {string.Join('/', now.Values)}")}\n", CancellationToken.None);
            before = now;
            await Task.Delay(Interval, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _session.Dispose();

    private async Task<Rule> Rule(CancellationToken ct)
    {
        var balancers = await Elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), ct);
        var listeners = await Elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = balancers.LoadBalancers!.Single().LoadBalancerArn }, ct);
        var rules = await Elb.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = listeners.Listeners![0].ListenerArn }, ct);
        return rules.Rules!.Single(rule => (rule.Conditions ?? []).Any(condition => condition.PathPatternConfig?.Values?.Contains("/api/*") == true));
    }

    private static Dictionary<string, int> WeightsOf(Rule rule) =>
        rule.Actions!.Single().ForwardConfig!.TargetGroups!.Where(group => group.Weight > 0).ToDictionary(group => group.TargetGroupArn!, group => group.Weight!.Value);
}
