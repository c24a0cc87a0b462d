using System.Text.Json.Nodes;
using Slipway.Doctor;
using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Tests.Infrastructures;

namespace Slipway.Tests.Doctor;

/// <summary>What a checkup makes of what was seen, beyond what can be broken on the rehearsal cloud.</summary>
public sealed class CheckupJudgementTests
{
    private const string TaskDefinition = "arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-dev-web:7";
    private const string Balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/0123456789abcdef";

    private static readonly ServiceSettings Settings = ServiceSettings.None with { Deployment = new DeploymentSettings("ROLLING"), GraceSeconds = 30 };

    private static readonly CheckupObservation Sound = new()
    {
        Infrastructure = Shop.Sound with { TargetGroups = Answer.Of<IReadOnlyList<TargetGroup>>([Shop.Group with { LoadBalancers = [Balancer] }]) },
        Repositories = Answer.Of<IReadOnlyList<RepositorySeen>>([Repository("shop/web"), Repository("shop/worker")]),
        Services = Answer.Of<IReadOnlyList<ServiceSnapshot>>([Running("shop-web"), Running("shop-worker") with { Settings = Settings with { GraceSeconds = null } }]),
        TaskDefinitions = new Dictionary<string, Answer<JsonObject?>> { [TaskDefinition] = Answer.Of<JsonObject?>([]) },
        LogGroups = Answer.Of<IReadOnlyDictionary<string, int?>>(new Dictionary<string, int?> { ["/shop/dev/web"] = 30, ["/shop/dev/worker"] = 30 }),
        Alarms = Answer.Of<IReadOnlyList<AlarmSeen>>([Cpu("shop-web"), Cpu("shop-worker"), new("all", [Metric("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", ("LoadBalancer", "app/shop/0123456789abcdef"))])]),
        Buckets = new Dictionary<string, BucketSettingsSeen> { ["shop-pages"] = Bucket },
        Sites = new Dictionary<string, Answer<SiteState>> { ["pages"] = Answer.Of(SiteState.None) },
    };

    private static BucketSettingsSeen Bucket => new()
    {
        BlocksPublicAccess = Answer.Of(true),
        Policy = Answer.Of<string?>(Policy("\"Service\": \"cloudfront.amazonaws.com\"", "\"s3:GetObject\"", "E2QWRUHAPOMQZL")),
        IsVersioned = Answer.Of(true),
        Expiry = Answer.Of<IReadOnlyList<ExpiryRule>>([]),
    };

    [Fact]
    public void Where_all_is_well_nothing_is_said() => Assert.Equal((0, 0), (Judge(Sound).All.Count, Judge(Sound).Unseen.Count));

    [Fact]
    public void What_may_not_be_read_is_named_with_its_permission_and_is_no_finding()
    {
        var findings = Judge(Sound with
        {
            Repositories = Answer.None<IReadOnlyList<RepositorySeen>>("needs ecr:DescribeRepositories"),
            Services = Answer.None<IReadOnlyList<ServiceSnapshot>>("needs ecs:DescribeServices"),
            LoadBalancers = Answer.None<IReadOnlyList<LoadBalancerSeen>>("needs elasticloadbalancing:DescribeLoadBalancers"),
            Buckets = new Dictionary<string, BucketSettingsSeen> { ["shop-pages"] = Bucket with { Expiry = Answer.None<IReadOnlyList<ExpiryRule>>("needs s3:GetLifecycleConfiguration") } },
            ClosedWayBack = Answer.None<string?>("needs s3:GetObject"),
        });

        Assert.Empty(findings.All);
        Assert.Equal(
            [
                "the repositories: needs ecr:DescribeRepositories",
                "the services: needs ecs:DescribeServices",
                "the listeners of the load balancers: needs elasticloadbalancing:DescribeLoadBalancers",
                "the lifecycle of bucket shop-pages: needs s3:GetLifecycleConfiguration",
                "the way back: needs s3:GetObject",
            ],
            findings.Unseen);
    }

    [Fact]
    public void What_is_not_there_yet_is_no_finding() =>
        Assert.Equal(
            ["repository shop/worker: there is none yet; the first deploy makes it", "service worker: it was not deployed yet"],
            Judge(Sound with
            {
                Repositories = Answer.Of<IReadOnlyList<RepositorySeen>>([Repository("shop/web")]),
                Services = Answer.Of<IReadOnlyList<ServiceSnapshot>>([Running("shop-web")]),
            }).Unseen);

    [Theory]
    [InlineData("*", false, true)]
    [InlineData("shop/*", false, true)]
    [InlineData("web", false, true)]
    [InlineData("shop/w", false, true)]
    [InlineData("web*", false, false)]
    [InlineData("*", true, false)]
    public void A_rule_of_the_registry_scans_in_place_of_the_repository(string filter, bool isManual, bool scans)
    {
        var unscanned = Sound with
        {
            Repositories = Answer.Of<IReadOnlyList<RepositorySeen>>([Repository("shop/web", scans: false), Repository("shop/worker")]),
            ScanRules = Answer.Of<IReadOnlyList<ScanRule>>([new([filter], isManual)]),
        };

        Assert.Equal(scans ? [] : ["repository-unscanned"], Ids(unscanned));
    }

    [Theory]
    [InlineData(80, 80, true)]
    [InlineData(0, 65_535, true)]
    [InlineData(443, 443, false)]
    public void A_listener_without_TLS_is_open_where_its_security_group_lets_the_world_in(int first, int last, bool isOpen)
    {
        var seen = Sound with
        {
            LoadBalancers = Answer.Of<IReadOnlyList<LoadBalancerSeen>>([new(Balancer, "shop", IsInternetFacing: true, ["sg-door"], [80])]),
            Doors = Answer.Of<IReadOnlyList<SecurityGroup>>([new("sg-door", "vpc-1", LetsOut: true) { OpenToWorld = [new(first, last)] }]),
        };

        Assert.Equal(isOpen ? ["listener-http"] : [], Ids(seen));
    }

    [Fact]
    public void Security_groups_that_may_not_be_read_are_taken_for_open_ones_and_named()
    {
        var seen = Sound with
        {
            LoadBalancers = Answer.Of<IReadOnlyList<LoadBalancerSeen>>([new(Balancer, "shop", IsInternetFacing: true, ["sg-door"], [80])]),
            Doors = Answer.None<IReadOnlyList<SecurityGroup>>("needs ec2:DescribeSecurityGroups"),
        };

        Assert.EndsWith("(its security groups were not looked at: needs ec2:DescribeSecurityGroups)", Assert.Single(Judge(seen).All).Seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Service\": \"cloudfront.amazonaws.com\"", "[\"s3:GetObject\", \"s3:ListBucket\"]", "E2QWRUHAPOMQZL", true)]
    [InlineData("\"Service\": [\"cloudfront.amazonaws.com\"]", "\"s3:*\"", "*", true)]
    [InlineData("\"AWS\": \"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1\"", "\"s3:GetObject\"", "none", true)]
    [InlineData("\"Service\": \"cloudfront.amazonaws.com\"", "\"s3:ListBucket\"", "E2QWRUHAPOMQZL", false)]
    [InlineData("\"Service\": \"cloudfront.amazonaws.com\"", "\"s3:GetObject\"", "E1ANOTHER0NE", false)]
    [InlineData("\"Service\": \"ec2.amazonaws.com\"", "\"s3:GetObject\"", "E2QWRUHAPOMQZL", false)]
    public void A_bucket_is_read_by_its_distribution_where_the_policy_says_so(string principal, string action, string distribution, bool allows)
    {
        var seen = Sound with { Buckets = new Dictionary<string, BucketSettingsSeen> { ["shop-pages"] = Bucket with { Policy = Answer.Of<string?>(Policy(principal, action, distribution)) } } };

        Assert.Equal(allows ? [] : ["bucket-policy"], Ids(seen));
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("assets/", false, true)]
    [InlineData("", true, false)]
    public void A_rule_that_deletes_by_age_is_harmless_where_it_is_for_tagged_objects(string prefix, bool onlyTagged, bool isFound)
    {
        var rules = Answer.Of<IReadOnlyList<ExpiryRule>>([new("DeleteOld", prefix, "30 days after it was written", onlyTagged)]);

        Assert.Equal(isFound ? ["bucket-expires"] : [], Ids(Sound with { Buckets = new Dictionary<string, BucketSettingsSeen> { ["shop-pages"] = Bucket with { Expiry = rules } } }));
    }

    [Fact]
    public void Alarms_that_autoscaling_made_for_itself_tell_nobody()
    {
        var alarms = Answer.Of<IReadOnlyList<AlarmSeen>>([Cpu("shop-web") with { Name = "TargetTracking-service/shop/shop-web-AlarmHigh-1" }, Cpu("shop-worker")]);

        var finding = Assert.Single(Judge(Sound with { Alarms = alarms }).All);

        Assert.Equal("alarms-missing on service shop-web: no alarm watches answers with 5XX or unhealthy hosts of its target group, nor its CPU", $"{finding.Kind.Id} on {finding.Resource}: {finding.Seen}");
    }

    [Theory]
    [InlineData("prod", false, true)]
    [InlineData("dev", false, false)]
    [InlineData("dev", true, true)]
    public void One_task_is_told_of_where_people_depend_on_it(string name, bool isApproved, bool isTold)
    {
        var environment = Shop.Dev with { Name = name, Approval = isApproved ? Approval.Required : Approval.None };
        var single = Sound with
        {
            Infrastructure = Sound.Infrastructure with { Buckets = Shop.Buckets(new("shop-pages", "eu-west-1", IsOwn: true), new($"slipway-shop-{name}-111122223333", "eu-west-1", IsOwn: true)), Secrets = Secrets(name) },
            Services = Answer.Of<IReadOnlyList<ServiceSnapshot>>([Running("shop-web") with { DesiredCount = 1 }]),
            LogGroups = Answer.Of<IReadOnlyDictionary<string, int?>>(new Dictionary<string, int?> { [$"/shop/{name}/web"] = 30 }),
        };

        var found = Checkup.Judge(new CheckupSubject(Shop.Application with { Environments = [environment] }, environment, Shop.Infrastructure), single);

        Assert.Equal(isTold ? ["single-task"] : [], found.All.Select(one => one.Kind.Id));
    }

    [Theory]
    [InlineData("curl -f http://localhost:8080/health || exit 1", null)]
    [InlineData("wget -qO- http://127.0.0.1:8080/health?deep=1", null)]
    [InlineData("pg_isready", null)]
    [InlineData("curl -f http://localhost/health", "the health check of its container asks port 80, and the container listens on 8080")]
    [InlineData("curl -f https://localhost:8080", "the health check of its container asks /, and the load balancer asks /health")]
    public void What_a_container_is_asked_is_compared_with_what_the_load_balancer_asks(string command, string? seen)
    {
        Assert.Equal(seen, Judge(Asking(command)).All.SingleOrDefault()?.Seen);
    }

    [Theory]
    [InlineData("curl -f http://localhost:8080/live", 0)]
    [InlineData("curl -f http://localhost:9090/live", 1)]
    public void A_path_of_its_own_that_a_container_is_asked_by_definition_is_meant_so(string command, int found)
    {
        var application = Shop.Application with { Services = [Shop.Application.Services[0] with { ContainerHealth = new("CMD-SHELL", command) }, Shop.Application.Services[1]] };

        Assert.Equal(found, Checkup.Judge(new CheckupSubject(application, Shop.Dev, Shop.Infrastructure), Asking(command)).All.Count);
    }

    [Fact]
    public void The_rehearsal_is_not_judged_by_what_it_has_not()
    {
        var local = DeployEnvironment.Local with { Infrastructure = Shop.Infrastructure };
        var seen = Sound with
        {
            Infrastructure = Sound.Infrastructure with { Buckets = Shop.Buckets(new("shop-pages", local.Region, IsOwn: true), new(ReleaseBucketName.Of(Shop.Application, local), local.Region, IsOwn: true)), Secrets = Secrets("local") },
            LogGroups = Answer.Of<IReadOnlyDictionary<string, int?>>(new Dictionary<string, int?> { ["/shop/local/web"] = 30, ["/shop/local/worker"] = 30 }),
            Alarms = Answer.Of<IReadOnlyList<AlarmSeen>>([]),
        };

        var found = Checkup.Judge(new CheckupSubject(Shop.Application, local, Shop.Infrastructure), seen);

        Assert.Equal([], found.All.Select(one => $"{one.Kind.Id}: {one.Seen}"));
        Assert.Equal(["TLS, autoscaling and alarms: the rehearsal has none of its own"], found.Unseen);
    }

    [Fact]
    public void Findings_are_told_by_resource_with_problems_first()
    {
        var seen = Sound with
        {
            Repositories = Answer.Of<IReadOnlyList<RepositorySeen>>([Repository("shop/web", scans: false) with { Policy = null }, Repository("shop/worker")]),
            Buckets = new Dictionary<string, BucketSettingsSeen> { ["shop-pages"] = Bucket with { BlocksPublicAccess = Answer.Of(false), IsVersioned = Answer.Of(false) } },
        };

        Assert.Equal(
            ["bucket shop-pages: bucket-public", "bucket shop-pages: bucket-unversioned", "repository shop/web: repository-lifecycle", "repository shop/web: repository-unscanned"],
            Judge(seen).All.Select(one => $"{one.Resource}: {one.Kind.Id}"));
    }

    private static CheckupFindings Judge(CheckupObservation seen) => Checkup.Judge(new CheckupSubject(Shop.Application, Shop.Dev, Shop.Infrastructure), seen);

    private static IReadOnlyList<string> Ids(CheckupObservation seen) => [.. Judge(seen).All.Select(one => one.Kind.Id)];

    /// <summary>The container is asked so.</summary>
    private static CheckupObservation Asking(string command)
    {
        var check = new JsonObject { ["command"] = new JsonArray("CMD-SHELL", command) };
        var definition = new JsonObject { ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", ["healthCheck"] = check }) };
        return Sound with { TaskDefinitions = new Dictionary<string, Answer<JsonObject?>> { [TaskDefinition] = Answer.Of<JsonObject?>(definition) } };
    }

    private static ServiceSnapshot Running(string name) => new(name, TaskDefinition, 2) { Settings = Settings };

    private static RepositorySeen Repository(string name, bool scans = true) =>
        new(new ImageRepository(name, $"111122223333.dkr.ecr.eu-west-1.amazonaws.com/{name}", Immutable: true, scans), RepositorySettings.LifecyclePolicy);

    private static AlarmSeen Cpu(string service) => new($"{service}-cpu", [Metric("AWS/ECS", "CPUUtilization", ("ClusterName", "shop"), ("ServiceName", service))]);

    private static MetricSeen Metric(string space, string name, params IReadOnlyList<(string Name, string Value)> dimensions) =>
        new(space, name, dimensions.ToDictionary(one => one.Name, one => one.Value));

    private static Dictionary<string, Answer<string?>> Secrets(string environment) =>
        new() { [$"shop/{environment}/database"] = Answer.Of<string?>("arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-AbCdEf") };

    private static string Policy(string principal, string action, string distribution) =>
        $$"""
        { "Statement": { "Effect": "Allow", "Principal": { {{principal}} }, "Action": {{action}}, "Resource": "arn:aws:s3:::shop-pages/*",
          "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/{{distribution}}" } } } }
        """;
}
