using Slipway.Infrastructures;
using Slipway.Traffic;

namespace Slipway.Tests.Infrastructures;

public sealed class TrafficCheckTests
{
    private static readonly string Alternate = Shop.TargetGroup.Replace("shop-web", "shop-web-alt", StringComparison.Ordinal);
    private const string Rule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/1a/2b/3c";
    private const string TestRule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/1a/9f/3c";
    private const string Role = "arn:aws:iam::111122223333:role/shop-traffic";

    private static readonly TargetGroup Second = Shop.Group with { Arn = Alternate, Name = "shop-web-alt" };
    private static readonly TrafficRule Sound = new(Rule, ["forward"], [new(Shop.TargetGroup, 100), new(Alternate, 0)]);

    [Fact]
    public void Nothing_is_found_where_everything_is_as_needed()
    {
        Assert.Empty(Lines(Rollout.BlueGreen, Seen()));
        Assert.Empty(Lines(Rollout.ServicePair(10), Seen(Sound with { Actions = ["authenticate-oidc", "forward"], Groups = [new(Alternate, 90), new(Shop.TargetGroup, 10)] })));
    }

    [Fact]
    public void Both_groups_must_be_there_and_be_alike()
    {
        var other = Second with { Port = 9000, Type = "instance", Health = Second.Health with { Path = "/", Interval = TimeSpan.FromSeconds(30) } };

        Assert.Equal(
            ["the target groups of web differ: target type ip and instance; port none and 9000; health check's path /health and /; health check's interval 00:00:10 and 00:00:30"],
            Lines(Rollout.BlueGreen, Seen(groups: [Shop.Group, other])));
        Assert.Equal(
            [$"the alternate target group {Alternate} of web does not exist in account 111122223333, region eu-west-1"], Lines(Rollout.BlueGreen, Seen(groups: [Shop.Group])));
    }

    [Fact]
    public void The_rule_must_share_traffic_between_both_groups_and_no_other()
    {
        var missing = Sound with { Groups = [new(Shop.TargetGroup, 1)] };
        var foreign = Sound with { Groups = [.. Sound.Groups, new("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/other/0f", 5)] };
        var nobody = Sound with { Groups = [new(Shop.TargetGroup, 0), new(Alternate, 0)] };
        var redirect = Sound with { Actions = ["redirect"], Groups = [] };

        Assert.Equal([$"the rule {Rule} of web does not forward to both of its target groups; it has shop-web 1"], Lines(Rollout.ServicePair(10), Seen(missing)));
        Assert.Equal([$"the rule {Rule} of web sends traffic to other target groups too: other 5"], Lines(Rollout.ServicePair(10), Seen(foreign)));
        Assert.Equal([$"the rule {Rule} of web has no weight above 0, so that every request is answered with 503: shop-web 0, shop-web-alt 0"], Lines(Rollout.ServicePair(10), Seen(nobody)));
        Assert.Equal([$"the rule {Rule} of web does not forward to both of its target groups; it has no target group, but redirect"], Lines(Rollout.BlueGreen, Seen(redirect)));
        Assert.Equal([$"the rule {Rule} of web does not exist in account 111122223333, region eu-west-1"], Lines(Rollout.BlueGreen, Seen(Sound with { Arn = TestRule })));
    }

    [Fact]
    public void A_rule_that_does_more_than_forward_is_for_a_pair_alone()
    {
        var authenticating = Seen(Sound with { Actions = ["authenticate-oidc", "forward"] });

        Assert.Equal([$"the rule {Rule} of web has authenticate-oidc beside forward; ECS moves the traffic of rules that only forward"], Lines(Rollout.Stepped(10, 50), authenticating));
        Assert.Empty(Lines(Rollout.ServicePair(10, 50), authenticating));
    }

    [Fact]
    public void A_group_that_keeps_its_clients_needs_a_rule_that_does_so_too_and_then_a_note_says_what_percentages_mean()
    {
        var sticky = Seen() with { Sticky = Stickiness(first: true) };

        Assert.Equal([$"the target group shop-web of web keeps clients at a target, and the rule {Rule} does not keep them in a group"], Lines(Rollout.BlueGreen, sticky));
        var findings = Check(Rollout.BlueGreen, sticky with { Rules = Rules(Sound with { IsSticky = true }) });
        Assert.Empty(findings.All);
        Assert.Equal(
            ["the rule of web keeps clients in the target group that served them first: they do not follow the weights until their cookie ends, so that a percentage is one of new clients"], findings.Notes);
    }

    [Fact]
    public void A_test_rule_must_be_there_and_have_both_groups()
    {
        var tested = Infrastructure with { Traffic = new Dictionary<string, TrafficInfrastructure> { ["web"] = new(Alternate, Rule) { TestRule = TestRule, Role = Role } } };
        var test = Sound with { Arn = TestRule, Groups = [new(Alternate, 1)] };

        Assert.Equal([$"the test rule {TestRule} of web does not exist in account 111122223333, region eu-west-1"], Lines(Rollout.BlueGreen, Seen(), tested));
        Assert.Equal([$"the test rule {TestRule} of web does not forward to both of its target groups; it has shop-web-alt 1"], Lines(Rollout.BlueGreen, Seen() with { Rules = Rules(Sound, test) }, tested));
    }

    [Fact]
    public void The_role_that_moves_traffic_is_ECSs_own_and_the_caller_must_be_able_to_give_it()
    {
        var seen = Seen() with
        {
            Roles = new Dictionary<string, Answer<Role?>>(Seen().Roles) { [Role] = Answer.Of<Role?>(new(Role, Shop.Trusting("ecs-tasks.amazonaws.com"))) },
            NotPassedToEcs = Answer.Of<IReadOnlyList<string>>([Role]),
        };

        Assert.Equal(
            ["the trust policy of shop-traffic does not let ecs.amazonaws.com assume it", $"the caller may not give {Role} to ECS"], Lines(Rollout.BlueGreen, seen));
        Assert.Empty(Lines(Rollout.ServicePair(10), seen));
    }

    [Fact]
    public void What_may_not_be_asked_is_told_and_refuses_nothing()
    {
        var denied = Check(Rollout.BlueGreen, Seen() with { Rules = Answer.None<IReadOnlyDictionary<string, TrafficRule>>("needs elasticloadbalancing:DescribeRules") });

        Assert.Empty(denied.All);
        Assert.Equal(["not checked: the rules that share traffic out: needs elasticloadbalancing:DescribeRules"], denied.Notes);
    }

    [Fact]
    public async Task The_observer_asks_for_groups_rules_roles_and_both_services_of_a_pair()
    {
        var account = new FakePorts { Seen = Seen() };

        await new InfrastructureObserver(account.Ports, account).Observe(With(Rollout.ServicePair(10)), Shop.Dev, Infrastructure, TestContext.Current.CancellationToken);
        await new InfrastructureObserver(account.Ports, account).Observe(With(Rollout.BlueGreen), Shop.Dev, Infrastructure, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["controllers shop shop-web shop-worker", "controllers shop shop-web-blue shop-web-green shop-worker"],
            account.Calls.Where(call => call.StartsWith("controllers", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["pass shop-traffic to ecs.amazonaws.com"], account.Calls.Where(call => call.EndsWith("ecs.amazonaws.com", StringComparison.Ordinal)));
        Assert.Equal(["target groups 2", "target groups 2"], account.Calls.Where(call => call.StartsWith("target groups", StringComparison.Ordinal)));
        Assert.Equal(["rules 1", "rules 1"], account.Calls.Where(call => call.StartsWith("rules", StringComparison.Ordinal)));
        Assert.Equal(4, account.Calls.Count(call => call.StartsWith("sticky", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task By_convention_the_second_group_goes_by_its_name_and_the_rule_by_the_first()
    {
        var account = Named(Sound with { IsDefault = true });

        var native = await Convention(account, Rollout.BlueGreen);
        var pair = await Convention(account, Rollout.ServicePair(10));

        Assert.Equal(new TrafficInfrastructure(Alternate, Rule) { Role = "arn:aws:iam::111122223333:role/shop-dev-infrastructure" }, native.Traffic["web"]);
        Assert.Equal(new TrafficInfrastructure(Alternate, Rule), pair.Traffic["web"]);
        Assert.Contains("target groups shop-dev-web shop-dev-web-alt", account.Calls);
        Assert.Contains("rules of balancer-1", account.Calls);
    }

    [Fact]
    public async Task By_convention_no_rule_and_several_rules_are_both_refused()
    {
        var none = await Assert.ThrowsAsync<DeployException>(() => Convention(Named(), Rollout.BlueGreen));
        var two = await Assert.ThrowsAsync<DeployException>(() => Convention(Named(Sound, Sound with { Arn = TestRule }), Rollout.BlueGreen));

        Assert.Contains("  rule            that forwards to shop-web\n", none.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"  rule            that forwards to shop-web: there are 2, {Rule}, {TestRule}; write down which one\n", two.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static Infrastructure Infrastructure => Shop.Infrastructure with
    {
        Traffic = new Dictionary<string, TrafficInfrastructure> { ["web"] = new(Alternate, Rule) { Role = Role } },
    };

    private static FakePorts Named(params IReadOnlyList<TrafficRule> rules) => new()
    {
        Seen = Shop.Sound,
        NamedTargetGroups = [Shop.Group with { Name = "shop-dev-web", LoadBalancers = ["balancer-1"] }, Second with { Name = "shop-dev-web-alt", LoadBalancers = ["balancer-1"] }],
        AllRules = rules,
    };

    private static Task<Infrastructure> Convention(FakePorts account, Rollout rollout) =>
        new InfrastructureReader(new TerraformReader(new Slipway.Processes.SystemProcesses(TimeProvider.System), "."), new ConventionReader(account.Ports))
            .Read(With(rollout), Shop.Dev with { Infrastructure = Slipway.Infrastructure.ByConvention }, TestContext.Current.CancellationToken);

    private static InfrastructureObservation Seen(TrafficRule? rule = null, IReadOnlyList<TargetGroup>? groups = null) => Shop.Sound with
    {
        TargetGroups = Answer.Of(groups ?? [Shop.Group, Second]),
        Rules = Rules(rule ?? Sound),
        Sticky = Stickiness(first: false),
        Roles = new Dictionary<string, Answer<Role?>>(Shop.Sound.Roles) { [Role] = Answer.Of<Role?>(new(Role, Shop.Trusting("ecs.amazonaws.com"))) },
    };

    private static Answer<IReadOnlyDictionary<string, TrafficRule>> Rules(params IReadOnlyList<TrafficRule> rules) =>
        Answer.Of<IReadOnlyDictionary<string, TrafficRule>>(rules.ToDictionary(rule => rule.Arn));

    private static Dictionary<string, Answer<bool>> Stickiness(bool first) => new() { [Shop.TargetGroup] = Answer.Of(first), [Alternate] = Answer.Of(false) };

    private static Application With(Rollout rollout) =>
        Shop.Application with { Services = [Shop.Application.Services[0] with { Rollout = rollout }, Shop.Application.Services[1]] };

    private static Findings Check(Rollout rollout, InfrastructureObservation seen, Infrastructure? infrastructure = null) =>
        InfrastructureCheck.Of(With(rollout), Shop.Dev, infrastructure ?? Infrastructure, seen);

    private static IEnumerable<string> Lines(Rollout rollout, InfrastructureObservation seen, Infrastructure? infrastructure = null) =>
        Check(rollout, seen, infrastructure).All.Select(finding => finding.Seen);
}
