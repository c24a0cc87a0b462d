using System.Runtime.Versioning;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Sites;
using Slipway.Tests.Images;
using Slipway.Traffic;
using static Slipway.Tests.Provisioning.ImpliedInfrastructureTests;

namespace Slipway.Tests.Provisioning;

/// <summary>Against a rehearsal cloud in this process, through the clients that a deploy uses.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AwsRehearsalInfrastructureTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RehearsalCloud _cloud = null!;

    public async ValueTask InitializeAsync() =>
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_run_makes_everything_and_the_second_reads_and_changes_nothing()
    {
        var shop = Shop(Service("api", Route.Path("/api/*")), Service("web", Route.Default));

        var (first, made) = await Ensure(shop);
        var (second, changed) = await Ensure(shop);

        Assert.Equal(
            [
                "ecs:CreateCluster", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:CreateTargetGroup x2", "elasticloadbalancing:ModifyTargetGroupAttributes x2",
            ],
            made);
        Assert.Empty(changed);
        Assert.Equal(["api", "web"], first.TargetGroups.Keys.Order());
        Assert.Equal(first.TargetGroups, second.TargetGroups);
        Assert.Equal(("shop", "arn:aws:iam::000000000000:role/execution"), (first.Cluster, first.ExecutionRole));
    }

    [Fact]
    public async Task A_changed_health_path_changes_the_target_group_and_nothing_else()
    {
        await Ensure(Shop(Service("web", Route.Default)));

        var (_, changed) = await Ensure(Shop(Service("web", Route.Default, health: "/ready")));

        Assert.Equal(["elasticloadbalancing:ModifyTargetGroup"], changed);
        Assert.Empty((await Ensure(Shop(Service("web", Route.Default, health: "/ready")))).Changed);
    }

    [Fact]
    public async Task A_changed_draining_time_changes_the_attribute_alone()
    {
        await Ensure(Shop(Service("web", Route.Default)));

        var (_, changed) = await Ensure(Shop(Service("web", Route.Default with { Draining = TimeSpan.FromSeconds(5) })));

        Assert.Equal(["elasticloadbalancing:ModifyTargetGroupAttributes"], changed);
    }

    [Fact]
    public async Task Clients_stay_with_a_task_by_an_attribute_and_where_traffic_is_moved_by_the_rule_too()
    {
        var kept = TimeSpan.FromMinutes(5);
        var made = (await Ensure(Shop(Service("api", Route.Path("/api/*")) with { Rollout = Rollout.ServicePair(10) }, Service("web", Route.Default)))).Made;
        var sticky = Shop(
            Service("api", Route.Path("/api/*") with { Stickiness = kept }) with { Rollout = Rollout.ServicePair(10) }, Service("web", Route.Default with { Stickiness = kept }));

        var (_, changed) = await Ensure(sticky);

        Assert.Equal(["elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroupAttributes x3"], changed);
        Assert.Empty((await Ensure(sticky)).Changed);
        using var session = Session();
        var rule = Assert.Single((await session.LoadBalancing.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [made.Traffic["api"].Rule] }, TestContext.Current.CancellationToken)).Rules!);
        Assert.Equal((true, 300), (rule.Actions![0].ForwardConfig!.TargetGroupStickinessConfig!.Enabled, rule.Actions[0].ForwardConfig!.TargetGroupStickinessConfig!.DurationSeconds));
        Assert.Equal("shop-api 100, shop-api-alt 0", AwsTrafficRules.Read(rule).Shown);
        var attributes = (await session.LoadBalancing.DescribeTargetGroupAttributesAsync(
            new DescribeTargetGroupAttributesRequest { TargetGroupArn = made.TargetGroups["web"] }, TestContext.Current.CancellationToken)).Attributes!;
        Assert.Equal(
            ["stickiness.enabled true", "stickiness.lb_cookie.duration_seconds 300", "stickiness.type lb_cookie"],
            attributes.Where(attribute => attribute.Key!.StartsWith("stickiness", StringComparison.Ordinal)).Select(attribute => $"{attribute.Key} {attribute.Value}").Order(StringComparer.Ordinal));

        var (_, back) = await Ensure(Shop(Service("api", Route.Path("/api/*")) with { Rollout = Rollout.ServicePair(10) }, Service("web", Route.Default)));
        Assert.Equal(["elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroupAttributes x3"], back);
    }

    [Fact]
    public async Task A_route_that_is_gone_loses_its_rule_and_one_that_moved_is_modified()
    {
        await Ensure(Shop(Service("api", Route.Path("/api/*")), Service("chat", Route.Path("/ws/*")), Service("web", Route.Default)));

        var (_, changed) = await Ensure(Shop(Service("api", Route.Path("/v2/*")), Service("web", Route.Default)));

        Assert.Equal(["elasticloadbalancing:DeleteRule", "elasticloadbalancing:ModifyRule"], changed);
    }

    [Fact]
    public async Task A_default_route_that_is_gone_leaves_a_listener_that_answers_404()
    {
        await Ensure(Shop(Service("api", Route.Path("/api/*")), Service("web", Route.Default)));

        var (_, changed) = await Ensure(Shop(Service("api", Route.Path("/api/*"))));

        Assert.Equal(["elasticloadbalancing:ModifyListener"], changed);
        using var session = Session();
        var listener = Assert.Single((await session.LoadBalancing.DescribeListenersAsync(
            new DescribeListenersRequest
            {
                LoadBalancerArn = Assert.Single((await session.LoadBalancing.DescribeLoadBalancersAsync(new DescribeLoadBalancersRequest(), TestContext.Current.CancellationToken)).LoadBalancers!).LoadBalancerArn,
            },
            TestContext.Current.CancellationToken)).Listeners!);
        Assert.Equal("404", Assert.Single(listener.DefaultActions!).FixedResponseConfig!.StatusCode);
    }

    [Fact]
    public async Task A_site_gets_a_private_bucket_and_a_distribution_that_leads_its_services_paths_to_the_load_balancer()
    {
        var shop = Shop(Service("api", Route.Path("/api/*", "/ws/*").On("www"))) with { Sites = [new StaticSite("www") { Source = "www", Routing = SiteRouting.SinglePage }] };

        var (first, made) = await Ensure(shop);
        var (second, changed) = await Ensure(shop);

        Assert.Equal(
            [
                "cloudfront:CreateDistribution", "cloudfront:CreateFunction", "cloudfront:CreateOriginAccessControl", "cloudfront:PublishFunction",
                "s3:PutBucket", "s3:PutBucketPolicy",
            ],
            made.Where(call => call.StartsWith("cloudfront", StringComparison.Ordinal) || call.StartsWith("s3", StringComparison.Ordinal)));
        Assert.Empty(changed);
        Assert.Equal("shop-www-000000000000", first.Sites["www"].Bucket);
        Assert.Equal(first.Sites["www"], second.Sites["www"]);
        using var session = Session();
        Assert.Equal(first.Sites["www"], (await Provisioning(session).Find(Implied(shop), DeployEnvironment.Local, TestContext.Current.CancellationToken))!.Sites["www"]);
    }

    [Fact]
    public async Task Files_of_a_services_pages_get_a_behavior_for_their_folder_and_the_service_all_else()
    {
        var shop = Shop(Service("web", Route.Default.On("static")), Service("api", Route.Path("/api/*").On("static"))) with
        {
            Sites = [new StaticSite("static") { Source = "static", Prefix = "_next/static", Routing = SiteRouting.Assets }],
        };

        var (made, calls) = await Ensure(shop);
        var (_, changed) = await Ensure(shop);

        Assert.Empty(changed);
        Assert.DoesNotContain("cloudfront:CreateFunction", calls);
        using var session = Session();
        var facts = (await new AwsCdn(session.CloudFront).Distribution(made.Sites["static"].Distribution, TestContext.Current.CancellationToken))!;
        Assert.Equal(["/_next/static/* site", "/api/* services", "* services"], facts.Behaviors.Select(behavior => $"{behavior.Path} {behavior.Origin}"));
        Assert.Equal(("", ""), (facts.DefaultRootObject, facts.OriginOf(shop.Sites[0], made.Sites["static"].Bucket)!.Path));
        Assert.Empty(SiteFindings.Of(shop.Sites[0], shop.Services.Select(service => service.Route!), facts, made.Sites["static"]));
    }

    [Fact]
    public async Task A_path_that_a_service_gets_later_changes_the_distribution_alone()
    {
        var shop = Shop(Service("api", Route.Path("/api/*").On("www"))) with { Sites = [new StaticSite("www") { Source = "www" }] };
        await Ensure(shop);

        var (_, changed) = await Ensure(shop with { Services = [Service("api", Route.Path("/api/*", "/ws/*").On("www"))] });

        Assert.Equal(["cloudfront:UpdateDistribution", "elasticloadbalancing:ModifyRule"], changed);
    }

    [Fact]
    public async Task A_service_whose_traffic_is_moved_gets_two_groups_behind_a_weighted_rule_and_a_second_run_leaves_its_weights_alone()
    {
        var shop = Shop(
            Service("api", Route.Path("/api/*")) with { Rollout = Rollout.ServicePair(10) }, Service("web", Route.Default) with { Rollout = Rollout.BlueGreen });
        var (first, made) = await Ensure(shop);
        using var session = Session();
        var weights = new AwsWeights(session.LoadBalancing);
        var rules = await weights.Read([first.Traffic["api"].Rule, first.Traffic["web"].Rule, first.Traffic["web"].TestRule!], TestContext.Current.CancellationToken);
        await weights.Write(
            first.Traffic["api"].Rule, rules[first.Traffic["api"].Rule].Groups, [new(first.TargetGroups["api"], 0), new(first.Traffic["api"].AlternateTargetGroup, 100)], TestContext.Current.CancellationToken);

        var (second, changed) = await Ensure(shop);

        Assert.Equal(
            [
                "ecs:CreateCluster", "elasticloadbalancing:CreateListener x2", "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:CreateTargetGroup x4", "elasticloadbalancing:ModifyTargetGroupAttributes x4",
            ],
            made);
        Assert.Equal(
            ["shop-api 100, shop-api-alt 0", "shop-web 100, shop-web-alt 0", "shop-web 100, shop-web-alt 0"], rules.Values.Select(rule => rule.Shown).Order(StringComparer.Ordinal));
        Assert.Equal((null, null), (first.Traffic["api"].Role, first.Traffic["api"].TestRule));
        Assert.Equal("arn:aws:iam::000000000000:role/infrastructure", first.Traffic["web"].Role);
        Assert.Empty(changed);
        Assert.Equal("shop-api 0, shop-api-alt 100", (await weights.Read([first.Traffic["api"].Rule], TestContext.Current.CancellationToken)).Single().Value.Shown);
        Assert.Equal(first.Traffic, second.Traffic);
        Assert.Equal(first.Traffic, (await Provisioning(session).Find(Implied(shop), DeployEnvironment.Local, TestContext.Current.CancellationToken))!.Traffic);
    }

    [Fact]
    public async Task A_rule_that_moves_to_another_path_keeps_its_weights_and_one_that_gets_a_second_group_keeps_its_traffic()
    {
        var (first, _) = await Ensure(Shop(Service("api", Route.Path("/api/*"))));
        var shifted = Shop(Service("api", Route.Path("/api/*")) with { Rollout = Rollout.ServicePair(10) });

        var (second, changed) = await Ensure(shifted);
        using var session = Session();
        var weights = new AwsWeights(session.LoadBalancing);
        var rule = second.Traffic["api"].Rule;
        Assert.Equal(["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroupAttributes"], changed);
        Assert.Equal("shop-api 100, shop-api-alt 0", (await weights.Read([rule], TestContext.Current.CancellationToken))[rule].Shown);

        await weights.Write(
            rule, [new(first.TargetGroups["api"], 100)], [new(first.TargetGroups["api"], 40), new(second.Traffic["api"].AlternateTargetGroup, 60)], TestContext.Current.CancellationToken);
        Assert.Equal(["elasticloadbalancing:ModifyRule"], (await Ensure(Shop(Service("api", Route.Path("/v2/*")) with { Rollout = Rollout.ServicePair(10) }))).Changed);
        Assert.Equal("shop-api 40, shop-api-alt 60", (await weights.Read([rule], TestContext.Current.CancellationToken))[rule].Shown);
    }

    private static AwsRehearsalInfrastructure Provisioning(AwsSession session) =>
        new(session.Ecs, new AwsRehearsalBalancing(session.LoadBalancing), new AwsRehearsalSites(session.S3, session.CloudFront));

    private AwsSession Session() => new(DeployEnvironment.Local, _cloud.AwsEndpoint);

    /// <summary>The infrastructure, and the calls that changed something: <c>service:Operation xTimes</c>.</summary>
    private async Task<(Infrastructure Made, IEnumerable<string> Changed)> Ensure(Application application)
    {
        using var session = Session();
        var made = await Provisioning(session).Ensure(Implied(application), DeployEnvironment.Local, TestContext.Current.CancellationToken);
        return (made, session.Calls.Counts.Where(call => AwsCalls.IsMutating(call.Key)).Select(call => call.Value == 1 ? call.Key : $"{call.Key} x{call.Value}").ToList());
    }
}
