namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What ECS does with rules when it shifts traffic.</summary>
public sealed class ListenerRulesTests : IDisposable
{
    private readonly HttpClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_default_action_is_weighed_by_the_ARN_of_its_default_rule_from_the_next_request_on_and_for_good()
    {
        var store = new MemoryStore();
        string rule;
        await using (var cloud = await Cloud.Start(store))
        {
            await using var blue = await Backend.Start("blue");
            await using var green = await Backend.Start("green");
            var (balancer, one, other) = (await cloud.Balancer(), await cloud.Group("blue"), await cloud.Group("green"));
            var (listener, port) = await cloud.Listener(balancer, Cloud.Forward((one, 100), (other, 0)));
            rule = (await cloud.Call("DescribeRules", new { ListenerArn = listener }))["Rules"]![0]!["RuleArn"]!.ToString();
            foreach (var (group, backend) in new[] { (one, blue), (other, green) })
            {
                cloud.Balancers.Register(group, backend.Target, backend.Endpoint);
                await cloud.Until(group, backend.Target, "healthy");
            }

            Assert.Equal("blue", await Ask(port));
            Assert.True(cloud.Balancers.Weigh(rule, [new(one, 0), new(other, 100)]));
            Assert.Equal("green", await Ask(port));

            var saves = store.Saves;
            Assert.True(cloud.Balancers.Weigh(rule, [new(one, 0), new(other, 100)]));
            Assert.Equal(saves, store.Saves);
        }

        await using var again = await Cloud.Start(store);
        Assert.Equal([0, 100], again.Balancers.FindRule(rule)!.Groups!.Select(group => group.Weight));
    }

    [Fact]
    public async Task Stickiness_stays_and_what_does_not_forward_is_left_alone()
    {
        await using var cloud = await Cloud.Start();
        var (balancer, one, other) = (await cloud.Balancer(), await cloud.Group("one"), await cloud.Group("other"));
        var (listener, _) = await cloud.Listener(balancer, new { Type = "fixed-response", FixedResponseConfig = new { StatusCode = "404" } });
        var groups = new[] { new { TargetGroupArn = one, Weight = "1" }, new { TargetGroupArn = other, Weight = "0" } };
        var created = await cloud.Call("CreateRule", new
        {
            ListenerArn = listener,
            Priority = "1",
            Conditions = new[] { new { Field = "path-pattern", PathPatternConfig = new { Values = new[] { "/*" } } } },
            Actions = new[] { new { Type = "forward", ForwardConfig = new { TargetGroups = groups, TargetGroupStickinessConfig = new { Enabled = "true", DurationSeconds = "60" } } } },
        });
        var rule = created["Rules"]![0]!["RuleArn"]!.ToString();
        var fixedRule = cloud.Balancers.State.DefaultRule(listener).Arn;

        Assert.True(cloud.Balancers.Weigh(rule, [new(one, 40), new(other, 60)]));
        var forward = cloud.Balancers.State.Rule(rule).Action.Forward!;
        Assert.Equal((60, "40 60"), (forward.StickySeconds, string.Join(' ', forward.Groups.Select(group => group.Weight))));

        Assert.Null(cloud.Balancers.FindRule(fixedRule)!.Groups);
        Assert.False(cloud.Balancers.Weigh(fixedRule, [new(one, 40), new(other, 60)]));
        Assert.NotNull(cloud.Balancers.State.Rule(fixedRule).Action.FixedResponse);

        Assert.Null(cloud.Balancers.FindRule(listener));
        Assert.False(cloud.Balancers.Weigh(listener, [new(one, 40), new(other, 60)]));
    }

    private Task<string> Ask(int port) => _client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken);
}
