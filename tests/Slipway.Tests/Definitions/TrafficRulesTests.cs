namespace Slipway.Tests.Definitions;

public sealed class TrafficRulesTests
{
    private const string Balancing = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:";
    private const string Group = $"{Balancing}targetgroup/web/0a";
    private const string Alternate = $"{Balancing}targetgroup/web-alt/0b";
    private const string Rule = $"{Balancing}listener-rule/app/shop/1a/2b/3c";
    private const string Listener = $"{Balancing}listener/app/shop/1a/2b";
    private const string Role = "arn:aws:iam::111122223333:role/traffic";

    [Theory]
    [InlineData("pair", Rule, null, null)]
    [InlineData("pair", Listener, null, null)]
    [InlineData("native", Rule, Role, null)]
    [InlineData("native", Rule, "traffic", $"{Balancing}listener-rule/app/shop/1a/9f/3c")]
    public void A_sound_traffic_has_no_problem(string rollout, string rule, string? role, string? testRule) =>
        Assert.Empty(Check(rollout, new TrafficInfrastructure(Alternate, rule) { Role = role, TestRule = testRule }));

    [Fact]
    public void A_service_whose_rollout_moves_traffic_needs_it_and_one_that_rolls_does_not()
    {
        Assert.Equal(["Traffic: lacks \"web\", whose rollout moves traffic between two target groups; found none"], Check("native", traffic: null));
        Assert.Empty(Check("rolling", traffic: null));
    }

    [Fact]
    public void Every_mistake_is_said_at_once_with_what_is_valid() =>
        Assert.Equal(
            [
                $"Traffic: \"{Alternate.Replace("eu-central-1", "us-east-1", StringComparison.Ordinal)}\" is elsewhere; valid is one of account 111122223333, region eu-central-1",
                $"Traffic: rule \"{Listener}\" for web is a listener; ECS takes the ARN of a rule, which a listener's default action has too: aws elbv2 describe-rules --listener-arn {Listener}",
                $"Traffic: test rule \"{Listener}\" for web; valid is the ARN of a listener rule",
                "Traffic: rule and test rule of web are the same; valid is a test rule on another listener or with other conditions",
                "Traffic: lacks a Role for web, with which ECS moves its traffic; valid is a role that ecs.amazonaws.com may assume, with the policy AmazonECSInfrastructureRolePolicyForLoadBalancers",
            ],
            Check("native", new TrafficInfrastructure(Alternate.Replace("eu-central-1", "us-east-1", StringComparison.Ordinal), Listener) { TestRule = Listener }));

    [Fact]
    public void What_is_no_ARN_is_said_and_a_role_of_another_account_too() =>
        Assert.Equal(
            [
                "Traffic: alternate target group \"web-alt\" for web; valid is the ARN of a target group",
                "Traffic: rule \"rule 1\" for web; valid is the ARN of a listener rule",
                "Traffic: \"arn:aws:iam::999999999999:role/traffic\" belongs to another account; valid is a role of account 111122223333, as ECS cannot use others",
            ],
            Check("native", new TrafficInfrastructure("web-alt", "rule 1") { Role = "arn:aws:iam::999999999999:role/traffic" }));

    [Fact]
    public void A_target_group_may_have_one_place_only() =>
        Assert.Equal(
            ["Traffic: the alternate target group of web is that of web in TargetGroups too; valid is a group of its own"], Check("pair", new TrafficInfrastructure(Group, Rule)));

    [Fact]
    public void An_unknown_service_is_a_slip_of_the_pen() =>
        Assert.Equal(["Traffic: names \"wep\", which is no service with a route; valid are web"], Check("rolling", new TrafficInfrastructure(Alternate, Rule), "wep"));

    [Fact]
    public void By_convention_the_second_groups_name_must_fit()
    {
        var shop = Shop("pair", Infrastructure.ByConvention) with { Name = "shop-of-many-words" };

        Assert.Equal(
            ["shop-of-many-words / dev / Infrastructure / Traffic: by convention \"shop-of-many-words-dev-web-api-alt\" has 34 characters; a target group's name holds at most 32. Shorten a name, or write the infrastructure down"],
            DefinitionRules.Check([shop with { Services = [shop.Services[0] with { Name = "web-api" }] }], _ => true).Select(problem => $"{problem}"));
    }

    [Fact]
    public void The_rehearsals_second_group_must_have_a_name_that_fits()
    {
        var shop = Shop("pair", null) with { Name = "shop-of-many-words", Environments = [DeployEnvironment.Local] };

        Assert.Equal(
            ["shop-of-many-words / api-of-words / name: \"shop-of-many-words-api-of-words-alt\"; the name of a target group holds at most 32 characters"],
            DefinitionRules.Check([shop with { Services = [shop.Services[0] with { Name = "api-of-words" }] }], _ => true).Select(problem => $"{problem}"));
    }

    private static IEnumerable<string> Check(string rollout, TrafficInfrastructure? traffic, string service = "web")
    {
        var infrastructure = new Infrastructure
        {
            Cluster = "main",
            Subnets = ["subnet-1"],
            SecurityGroups = ["sg-1"],
            ExecutionRole = "execution",
            TargetGroups = new Dictionary<string, string> { ["web"] = Group },
            Traffic = traffic is null ? new Dictionary<string, TrafficInfrastructure>() : new Dictionary<string, TrafficInfrastructure> { [service] = traffic },
        };
        return DefinitionRules.Check([Shop(rollout, infrastructure)], _ => true).Select(problem => $"{problem}".Replace("shop / dev / Infrastructure / ", "", StringComparison.Ordinal));
    }

    private static Application Shop(string rollout, InfrastructureSource? infrastructure) => new("shop")
    {
        Environments = [new("dev") { Account = "111122223333", Region = "eu-central-1", Infrastructure = infrastructure }],
        Services =
        [
            new("web")
            {
                Image = new DockerImage("web"),
                Size = FargateSize.Of(256, 512),
                Port = 8080,
                Health = new HealthCheck("/health"),
                Route = Route.Default,
                Rollout = rollout switch { "pair" => Rollout.ServicePair(10, 50, 90), "native" => Rollout.BlueGreen, _ => Rollout.Rolling },
            },
        ],
    };
}
