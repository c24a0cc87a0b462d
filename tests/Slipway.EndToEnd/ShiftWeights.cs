using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using ChatLoad;
using Slipway.Aws;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Task = System.Threading.Tasks.Task;

namespace Slipway.EndToEnd;

/// <summary>The rule that leads to an application's server, as the load balancer of a rehearsal cloud has it.</summary>
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
    public async Task<string> MakeEmptyGroup(string name, CancellationToken ct)
    {
        var made = await Elb.CreateTargetGroupAsync(
            new CreateTargetGroupRequest { Name = name, Port = 8080, Protocol = ProtocolEnum.HTTP, TargetType = TargetTypeEnum.Ip, VpcId = "vpc-rehearsal", HealthCheckPath = "/health" }, ct);
        return made.TargetGroups![0].TargetGroupArn!;
    }

    /// <summary>Sends a group's share of the requests to a program on this machine, which ECS knows nothing of. Slipway itself never registers a target: the call is written out.</summary>
    public async Task Register(string group, int port, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(aws))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["Action"] = "RegisterTargets",
                ["Version"] = "2015-12-01",
                ["TargetGroupArn"] = group,
                ["Targets.member.1.Id"] = "127.0.0.1",
                ["Targets.member.1.Port"] = $"{port}",
            }),
        };
        call.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await http.SendAsync(call, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The load balancer's own address.</summary>
    public async Task<Uri> Address(CancellationToken ct)
    {
        var balancer = (await Elb.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), ct)).LoadBalancers!.Single();
        var listeners = await Elb.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = balancer.LoadBalancerArn }, ct);
        return new Uri($"http://{balancer.DNSName}:{listeners.Listeners![0].Port}/");
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
