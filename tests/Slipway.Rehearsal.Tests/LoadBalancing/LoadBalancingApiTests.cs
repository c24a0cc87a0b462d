using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

public sealed class LoadBalancingApiTests
{
    [Fact]
    public async Task Arns_have_the_form_of_AWS()
    {
        await using var cloud = await Cloud.Start();
        var balancer = await cloud.Balancer();
        var group = await cloud.Group("web");
        var (listener, _) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        var rule = cloud.Balancers.State.Rules[0].Arn;

        const string Scope = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:";
        Assert.Matches($"^{Scope}loadbalancer/app/web/[0-9a-f]{{16}}$", balancer);
        Assert.Matches($"^{Scope}targetgroup/web/[0-9a-f]{{16}}$", group);
        Assert.Matches($"^{balancer.Replace(":loadbalancer/", ":listener/")}/[0-9a-f]{{16}}$", listener);
        Assert.Matches($"^{listener.Replace(":listener/", ":listener-rule/")}/[0-9a-f]{{16}}$", rule);
    }

    [Fact]
    public async Task A_forward_to_one_group_is_shown_twice_and_one_to_several_once()
    {
        await using var cloud = await Cloud.Start();
        var (balancer, blue, green) = (await cloud.Balancer(), await cloud.Group("blue"), await cloud.Group("green"));
        var (listener, _) = await cloud.Listener(balancer, new { Type = "forward", TargetGroupArn = blue });

        Assert.Equal(
            $$$$"""[{"Type":"forward","Order":1,"TargetGroupArn":"{{{{blue}}}}","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{{{{blue}}}}","Weight":1}],"TargetGroupStickinessConfig":{"Enabled":false}}}]""",
            (await cloud.Call("DescribeListeners", new { ListenerArns = new[] { listener } }))["Listeners"]![0]!["DefaultActions"]!.ToJsonString());

        var rule = await cloud.Call("CreateRule", new
        {
            ListenerArn = listener,
            Priority = "5",
            Conditions = new[] { new { Field = "path-pattern", Values = new[] { "/a/*" } } },
            Actions = new[] { Cloud.Forward((blue, 90), (green, 10)) },
        });
        Assert.Equal(
            $$$$"""{"Priority":"5","Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/a/*"]},"Values":["/a/*"]}],"Actions":[{"Type":"forward","Order":1,"ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{{{{blue}}}}","Weight":90},{"TargetGroupArn":"{{{{green}}}}","Weight":10}],"TargetGroupStickinessConfig":{"Enabled":false}}}],"IsDefault":false}""",
            WithoutArn(rule["Rules"]![0]!.DeepClone()));

        // ModifyRule leaves out what it was not given.
        var modified = await cloud.Call("ModifyRule", new { RuleArn = rule["Rules"]![0]!["RuleArn"]!.ToString(), Actions = new[] { Cloud.Forward((green, 1)) } });
        Assert.Equal("""["/a/*"]""", modified["Rules"]![0]!["Conditions"]![0]!["Values"]!.ToJsonString());

        static string WithoutArn(JsonNode rule)
        {
            rule.AsObject().Remove("RuleArn");
            return rule.ToJsonString();
        }
    }

    [Fact]
    public async Task What_AWS_refuses_is_refused_and_nothing_is_changed()
    {
        await using var cloud = await Cloud.Start();
        var (balancer, group, spare) = (await cloud.Balancer(), await cloud.Group("web"), await cloud.Group("spare"));
        var (listener, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        var path = new { Field = "path-pattern", Values = new[] { "/a" } };
        var rule = (await cloud.Call("CreateRule", Rule(1, [path], Cloud.Forward((group, 1)))))["Rules"]![0]!["RuleArn"]!.ToString();
        var defaultRule = cloud.Balancers.State.DefaultRule(listener).Arn;
        var other = await cloud.Balancer("other");
        var saves = cloud.Store.Saves;

        (string, string, object)[] refusals =
        [
            ("DuplicateLoadBalancerName", "CreateLoadBalancer", new { Name = "web", Subnets = new[] { "a", "b" } }),
            ("ValidationError", "CreateLoadBalancer", new { Name = "-web", Subnets = new[] { "a", "b" } }),
            ("ValidationError", "CreateLoadBalancer", new { Name = "web2", Subnets = new[] { "a" } }),
            ("DuplicateTargetGroupName", "CreateTargetGroup", new { Name = "web", Protocol = "HTTP", Port = "80", VpcId = "v" }),
            ("ValidationError", "CreateTargetGroup", new { Name = "x", Protocol = "HTTP", Port = "70000", VpcId = "v" }),
            ("ValidationError", "CreateTargetGroup", new { Name = "x", Protocol = "HTTP", Port = "80", VpcId = "v", Matcher = new { HttpCode = "500" } }),
            ("ValidationError", "CreateTargetGroup", new { Name = "x", Protocol = "HTTP", Port = "80", VpcId = "v", HealthCheckIntervalSeconds = "5", HealthCheckTimeoutSeconds = "5" }),
            ("DuplicateListener", "CreateListener", new { LoadBalancerArn = balancer, Protocol = "HTTP", Port = port, DefaultActions = new[] { Cloud.Forward((group, 1)) } }),
            ("UnsupportedProtocol", "CreateListener", new { LoadBalancerArn = balancer, Protocol = "HTTPS", Port = "4433", DefaultActions = new[] { Cloud.Forward((group, 1)) } }),
            ("LoadBalancerNotFound", "CreateListener", new { LoadBalancerArn = "no", Protocol = "HTTP", Port = "4433" }),
            ("TargetGroupAssociationLimit", "CreateListener", new { LoadBalancerArn = other, Protocol = "HTTP", Port = "4433", DefaultActions = new[] { Cloud.Forward((group, 1)) } }),
            ("PriorityInUse", "CreateRule", Rule(1, [path], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(0, [path], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(50001, [path], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(2, [path], Cloud.Forward((group, 1000)))),
            ("ValidationError", "CreateRule", Rule(2, [path], Cloud.Forward((group, -1)))),
            ("TargetGroupNotFound", "CreateRule", Rule(2, [path], Cloud.Forward(("no", 1)))),
            ("InvalidLoadBalancerAction", "CreateRule", Rule(2, [path], Cloud.Forward((group, 1), (group, 2)))),
            ("InvalidLoadBalancerAction", "CreateRule", Rule(2, [path], new { Type = "authenticate-oidc" })),
            ("InvalidLoadBalancerAction", "CreateRule", Rule(2, [path], new { Type = "redirect", RedirectConfig = new { StatusCode = "HTTP_301", Query = "x=1" } })),
            ("TooManyActions", "CreateRule", new { ListenerArn = listener, Priority = "2", Conditions = new[] { path }, Actions = new[] { Cloud.Forward((group, 1)), Cloud.Forward((spare, 1)) } }),
            ("ValidationError", "CreateRule", Rule(2, [], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(2, [path, path], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(2, [new { Field = "path-pattern", Values = new[] { "1", "2", "3", "4", "5", "6" } }], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(2, [new { Field = "path-pattern", Values = new[] { "*a*b*c*", "*d*e*" } }], Cloud.Forward((group, 1)))),
            ("ValidationError", "CreateRule", Rule(2, [new { Field = "source-ip", Values = new[] { "10.0.0.300/8" } }], Cloud.Forward((group, 1)))),
            ("OperationNotPermitted", "ModifyRule", new { RuleArn = defaultRule, Actions = new[] { Cloud.Forward((group, 1)) } }),
            ("OperationNotPermitted", "DeleteRule", new { RuleArn = defaultRule }),
            ("RuleNotFound", "DeleteRule", new { RuleArn = rule + "0" }),
            ("ValidationError", "SetRulePriorities", new { RulePriorities = new[] { new { RuleArn = rule, Priority = "0x" } } }),
            ("ResourceInUse", "DeleteTargetGroup", new { TargetGroupArn = group }),
            ("InvalidTarget", "RegisterTargets", new { TargetGroupArn = group, Targets = new[] { new { Id = "10.0.0.1" } } }),
            ("InvalidTarget", "DeregisterTargets", new { TargetGroupArn = group, Targets = new[] { new { Id = "127.0.0.1" } } }),
            ("InvalidConfigurationRequest", "ModifyTargetGroupAttributes", new { TargetGroupArn = group, Attributes = new[] { new { Key = "deregistration_delay.timeout_seconds", Value = "3601" } } }),
            ("LoadBalancerNotFound", "DescribeLoadBalancers", new { Names = new[] { "web", "missing" } }),
            ("TargetGroupNotFound", "DescribeTargetGroups", new { Names = new[] { "missing" } }),
            ("ListenerNotFound", "DescribeRules", new { ListenerArn = "no" }),
            ("ValidationError", "DescribeRules", new { }),
            ("UnknownOperationException", "DescribeEverything", new { }),
        ];

        foreach (var (code, operation, input) in refusals)
        {
            var seen = await cloud.Refused(operation, input);
            Assert.True(code == seen.Code, $"{operation} was refused with {seen.Code} ({seen.Message}), not {code}");
        }

        Assert.Equal(saves, cloud.Store.Saves);

        object Rule(int priority, object[] conditions, object action) => new { ListenerArn = listener, Priority = $"{priority}", Conditions = conditions, Actions = new[] { action } };
    }

    [Fact]
    public async Task A_port_that_another_process_uses_is_refused_and_no_listener_is_created()
    {
        await using var cloud = await Cloud.Start();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (balancer, port) = (await cloud.Balancer(), ((IPEndPoint)taken.LocalEndpoint).Port);

        var error = await cloud.Refused("CreateListener", new
        {
            LoadBalancerArn = balancer,
            Protocol = "HTTP",
            Port = $"{port}",
            DefaultActions = new[] { new { Type = "fixed-response", FixedResponseConfig = new { StatusCode = "200" } } },
        });

        Assert.StartsWith($"Port {port} of 127.0.0.1 cannot be bound", error.Message, StringComparison.Ordinal);
        Assert.Equal("[]", (await cloud.Call("DescribeListeners", new { LoadBalancerArn = balancer }))["Listeners"]!.ToJsonString());
    }

    [Fact]
    public async Task A_listing_comes_in_pages()
    {
        await using var cloud = await Cloud.Start();
        for (var i = 0; i < 5; i++)
            await cloud.Group($"group{i}");

        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = await cloud.Call("DescribeTargetGroups", new { PageSize = "2", Marker = marker });
            names.Add(string.Join('+', page["TargetGroups"]!.AsArray().Select(group => group!["TargetGroupName"])));
            marker = page["NextMarker"]?.ToString();
        }
        while (marker is not null);

        Assert.Equal(["group0+group1", "group2+group3", "group4"], names);
    }

    [Fact]
    public async Task Another_account_or_region_sees_nothing_and_may_use_the_same_names()
    {
        await using var cloud = await Cloud.Start();
        await cloud.Balancer();
        var stranger = new Caller("key", "444455556666", "eu-west-1");
        JsonObject create = new() { ["Name"] = "web", ["Subnets"] = new JsonArray("a", "b") };

        Assert.Empty((await cloud.Api.Call("DescribeLoadBalancers", [], stranger, TestContext.Current.CancellationToken))["LoadBalancers"]!.AsArray());
        Assert.Contains(":444455556666:loadbalancer/app/web/", (await cloud.Api.Call("CreateLoadBalancer", create, stranger, TestContext.Current.CancellationToken)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_is_unused_until_a_rule_forwards_to_its_group_even_with_weight_zero()
    {
        await using var cloud = await Cloud.Start();
        await using var web = await Backend.Start("web");
        var (balancer, group, idle) = (await cloud.Balancer(), await cloud.Group("web"), await cloud.Group("idle"));
        cloud.Balancers.Register(idle, web.Target, web.Endpoint);

        Assert.Equal("Target.NotInUse", cloud.Balancers.Health(idle, web.Target).Reason);
        Assert.False(cloud.Balancers.Find(idle)!.InUse);

        var (listener, _) = await cloud.Listener(balancer, Cloud.Forward((group, 1), (idle, 0)));
        await cloud.Until(idle, web.Target, "healthy");
        Assert.True(cloud.Balancers.Find(idle)!.InUse);

        await cloud.Call("ModifyListener", new { ListenerArn = listener, DefaultActions = new[] { Cloud.Forward((group, 1)) } });
        Assert.Equal(new TargetHealth("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"), cloud.Balancers.Health(idle, web.Target));
        Assert.Null(cloud.Balancers.Find("no"));
    }

    [Fact]
    public async Task Two_rules_change_places_and_tags_are_kept()
    {
        await using var cloud = await Cloud.Start();
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
        var (listener, _) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        var (a, b) = (await Rule(1, "/a"), await Rule(2, "/b"));

        await cloud.Call("SetRulePriorities", new { RulePriorities = new[] { new { RuleArn = a, Priority = "2" }, new { RuleArn = b, Priority = "1" } } });
        var rules = (await cloud.Call("DescribeRules", new { ListenerArn = listener }))["Rules"]!.AsArray();
        Assert.Equal([b, a], rules.Take(2).Select(rule => rule!["RuleArn"]!.ToString()));
        Assert.Equal(["1", "2", "default"], rules.Select(rule => rule!["Priority"]!.ToString()));

        await cloud.Call("AddTags", new { ResourceArns = new[] { a, group }, Tags = new[] { new { Key = "team", Value = "chat" }, new { Key = "x", Value = "1" } } });
        await cloud.Call("RemoveTags", new { ResourceArns = new[] { a }, TagKeys = new[] { "x" } });
        Assert.Equal(
            $$"""{"TagDescriptions":[{"ResourceArn":"{{a}}","Tags":[{"Key":"team","Value":"chat"}]},{"ResourceArn":"{{b}}","Tags":[]}]}""",
            (await cloud.Call("DescribeTags", new { ResourceArns = new[] { a, b } })).ToJsonString());

        await cloud.Call("DeleteLoadBalancer", new { LoadBalancerArn = balancer });
        await cloud.Call("DeleteTargetGroup", new { TargetGroupArn = group });
        Assert.Equal(new ElbState().Write().ToJsonString(), cloud.Balancers.State.Write().ToJsonString());

        async Task<string> Rule(int priority, string path) => (await cloud.Call("CreateRule", new
        {
            ListenerArn = listener,
            Priority = priority,
            Conditions = new[] { new { Field = "path-pattern", Values = new[] { path } } },
            Actions = new[] { Cloud.Forward((group, 1)) },
        }))["Rules"]![0]!["RuleArn"]!.ToString();
    }
}
