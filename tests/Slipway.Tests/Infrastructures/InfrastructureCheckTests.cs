using Slipway.Infrastructures;
using Slipway.Sites;

namespace Slipway.Tests.Infrastructures;

public sealed class InfrastructureCheckTests
{
    private static readonly InfrastructureObservation Sound = Shop.Sound;

    [Fact]
    public void Nothing_is_found_where_everything_is_as_needed()
    {
        var findings = Check(Sound);

        Assert.Empty(Lines(findings));
        Assert.Empty(findings.Notes);
        InfrastructureCheck.Demand(Shop.Application, Shop.Dev, findings);
    }

    [Fact]
    public void Everything_that_is_missing_is_said_in_one_refusal_with_its_place_what_was_seen_and_what_to_try()
    {
        var nothing = new InfrastructureObservation
        {
            Cluster = Answer.Of<string?>(null),
            Roles = new Dictionary<string, Answer<Role?>> { [Shop.ExecutionRole] = Answer.Of<Role?>(null), [Shop.TaskRole] = Answer.Of<Role?>(null) },
            Buckets = new Dictionary<string, Answer<Bucket?>> { ["shop-pages"] = Answer.Of<Bucket?>(null), ["slipway-shop-dev-111122223333"] = Answer.Of<Bucket?>(null) },
            Distributions = new Dictionary<string, Answer<DistributionFacts?>> { ["E2QWRUHAPOMQZL"] = Answer.Of<DistributionFacts?>(null) },
            Secrets = new Dictionary<string, Answer<string?>> { ["shop/dev/database"] = Answer.Of<string?>(null) },
        };

        var error = Assert.Throws<DeployException>(() => InfrastructureCheck.Demand(Shop.Application, Shop.Dev, Check(nothing)));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            shop cannot be deployed to dev: 10 parts of its infrastructure are not as needed. Nothing was changed.
              Infrastructure / Cluster
                seen  shop does not exist in account 111122223333, region eu-west-1
                try   create it, or correct its name
              Infrastructure / Subnets
                seen  subnet-a, subnet-b do not exist in account 111122223333, region eu-west-1
                try   correct the ids, or create the subnets
              Infrastructure / SecurityGroups
                seen  sg-a does not exist in account 111122223333, region eu-west-1
                try   correct the ids, or create the groups
              Infrastructure / ExecutionRole
                seen  arn:aws:iam::111122223333:role/shop-execution does not exist in account 111122223333
                try   create it, or correct its name
              Infrastructure / TaskRole
                seen  arn:aws:iam::111122223333:role/shop-task does not exist in account 111122223333
                try   create it, or correct its name
              Infrastructure / TargetGroups
                seen  arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/0123456789abcdef of web does not exist in account 111122223333, region eu-west-1
                try   create it, or correct its ARN
              shop / web / Secrets / DATABASE_URL
                seen  there is no secret shop/dev/database in account 111122223333, region eu-west-1
                try   aws secretsmanager create-secret --name shop/dev/database, or correct the definition
              Infrastructure / Sites
                seen  the bucket of pages, shop-pages, does not exist
                try   create it, or correct its name
              Infrastructure / Sites
                seen  the distribution E2QWRUHAPOMQZL of pages does not exist in account 111122223333
                try   create it, or correct its id
              dev / ReleaseBucket
                seen  the release bucket, slipway-shop-dev-111122223333, does not exist
                try   ./build.sh Bootstrap --environment dev
            """.ReplaceLineEndings("\n"),
            error.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_may_not_be_asked_or_is_not_known_is_told_and_refuses_nothing()
    {
        var denied = new InfrastructureObservation
        {
            Cluster = Answer.None<string?>("needs ecs:DescribeClusters"),
            Controllers = Answer.None<IReadOnlyDictionary<string, string>>("needs ecs:DescribeServices"),
            Network = new NetworkObservation
            {
                Subnets = Answer.None<IReadOnlyList<Subnet>>("needs ec2:DescribeSubnets"),
                SecurityGroups = Answer.None<IReadOnlyList<SecurityGroup>>("needs ec2:DescribeSecurityGroups"),
            },
            Roles = new Dictionary<string, Answer<Role?>> { [Shop.ExecutionRole] = Answer.None<Role?>("needs iam:GetRole"), [Shop.TaskRole] = Answer.None<Role?>("needs iam:GetRole") },
            NotPassed = Answer.None<IReadOnlyList<string>>("needs iam:SimulatePrincipalPolicy"),
            TargetGroups = Answer.None<IReadOnlyList<TargetGroup>>("elasticloadbalancing:DescribeTargetGroups is not known to this endpoint"),
            Buckets = new Dictionary<string, Answer<Bucket?>> { ["shop-pages"] = Answer.None<Bucket?>("needs s3:ListBucket"), ["slipway-shop-dev-111122223333"] = Answer.None<Bucket?>("needs s3:ListBucket") },
            Distributions = new Dictionary<string, Answer<DistributionFacts?>> { ["E2QWRUHAPOMQZL"] = Answer.None<DistributionFacts?>("needs cloudfront:GetDistribution") },
            Secrets = new Dictionary<string, Answer<string?>> { ["shop/dev/database"] = Answer.None<string?>("needs secretsmanager:DescribeSecret") },
        };

        var findings = Check(denied);

        Assert.Empty(Lines(findings));
        Assert.Equal(
            [
                "not checked: the cluster shop: needs ecs:DescribeClusters",
                "not checked: who deploys the services: needs ecs:DescribeServices",
                "not checked: the subnets: needs ec2:DescribeSubnets",
                "not checked: the security groups: needs ec2:DescribeSecurityGroups",
                "not checked: the role shop-execution: needs iam:GetRole",
                "not checked: the role shop-task: needs iam:GetRole",
                "not checked: whether the caller may give the roles to ECS (iam:PassRole): needs iam:SimulatePrincipalPolicy",
                "not checked: the target groups: elasticloadbalancing:DescribeTargetGroups is not known to this endpoint",
                "not checked: the secret shop/dev/database: needs secretsmanager:DescribeSecret",
                "not checked: the bucket of pages, shop-pages: needs s3:ListBucket",
                "not checked: the distribution E2QWRUHAPOMQZL: needs cloudfront:GetDistribution",
                "not checked: the release bucket, slipway-shop-dev-111122223333: needs s3:ListBucket",
            ],
            findings.Notes);
    }

    [Fact]
    public void A_finding_names_the_Terraform_output_or_the_convention_that_it_comes_from()
    {
        var gone = Sound with { Cluster = Answer.Of<string?>("INACTIVE") };

        Assert.Equal(["output ecs_cluster of infra/dev: shop is INACTIVE"], Lines(Check(gone, Shop.Dev with { Infrastructure = Terraform.Outputs("infra/dev") with { Cluster = "ecs_cluster" } })));
        Assert.Equal(["Cluster, by convention: shop is INACTIVE"], Lines(Check(gone, Shop.Dev with { Infrastructure = Infrastructure.ByConvention })));
    }

    [Fact]
    public void A_service_of_another_deployment_controller_is_refused()
    {
        var codeDeploy = new Dictionary<string, string> { ["shop-web"] = "CODE_DEPLOY", ["shop-worker"] = "ECS" };

        Assert.Equal(
            ["shop / web: the service shop-web in shop is deployed by CODE_DEPLOY, and not by ECS itself"],
            Lines(Check(Sound with { Controllers = Answer.Of<IReadOnlyDictionary<string, string>>(codeDeploy) })));
    }

    [Fact]
    public void A_role_must_be_assumable_by_tasks_given_by_the_caller_and_named_by_its_whole_ARN()
    {
        var seen = Sound with
        {
            Roles = new Dictionary<string, Answer<Role?>>
            {
                [Shop.ExecutionRole] = Answer.Of<Role?>(new(Shop.ExecutionRole, Shop.Trusting("ec2.amazonaws.com"))),
                [Shop.TaskRole] = Answer.Of<Role?>(new("arn:aws:iam::111122223333:role/apps/shop-task", Shop.Trusting("ecs-tasks.amazonaws.com"))),
            },
            NotPassed = Answer.Of<IReadOnlyList<string>>([Shop.TaskRole]),
        };

        Assert.Equal(
            [
                "Infrastructure / ExecutionRole: the trust policy of shop-execution does not let ecs-tasks.amazonaws.com assume it",
                $"Infrastructure / TaskRole: the role's ARN is arn:aws:iam::111122223333:role/apps/shop-task, not {Shop.TaskRole}",
                $"Infrastructure / TaskRole: the caller may not give {Shop.TaskRole} to ECS",
            ],
            Lines(Check(seen)));
    }

    [Theory]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Principal": { "Service": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] }, "Action": ["sts:AssumeRole", "sts:TagSession"] } }""", true)]
    [InlineData("""{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "sts:*" }] }""", true)]
    [InlineData("""{ "Statement": [{ "Effect": "Deny", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }] }""", false)]
    [InlineData("""{ "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:TagSession" }] }""", false)]
    [InlineData("""{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }] }""", false)]
    [InlineData("""{ "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ecs.amazonaws.com" }, "Action": "sts:AssumeRole" }] }""", false)]
    [InlineData("no policy", false)]
    public void A_trust_policy_may_be_written_in_many_ways(string policy, bool allows) => Assert.Equal(allows, TrustPolicy.Allows(policy, "ecs-tasks.amazonaws.com"));

    [Fact]
    public void A_target_group_must_be_of_addresses_attached_in_the_same_VPC_and_ask_what_the_container_answers()
    {
        var wrong = Shop.Group with
        {
            Type = "instance",
            IsAttached = false,
            Vpc = "vpc-2",
            Health = Shop.Group.Health with { Port = "9000", Path = "/", Codes = "201-299,404" },
        };

        Assert.Equal(
            [
                "Infrastructure / TargetGroups: shop-web of web has the target type instance; tasks of Fargate are registered by address",
                "Infrastructure / TargetGroups: shop-web of web is not used by any listener, so that no task in it would ever be healthy",
                "Infrastructure / TargetGroups: shop-web of web is of vpc-2, the subnets are of vpc-1",
                "Infrastructure / TargetGroups: the health check of shop-web of web asks port 9000; the container listens on 8080",
                "Infrastructure / TargetGroups: the health check of shop-web of web asks /; the definition says /health",
                "Infrastructure / TargetGroups: the health check of shop-web of web takes 201-299,404 for healthy, and not 200",
            ],
            Lines(Check(With(wrong))));
    }

    [Theory]
    [InlineData("200")]
    [InlineData("200-299")]
    [InlineData("401, 200")]
    [InlineData(null)]
    public void A_health_check_may_take_more_than_200_and_ask_the_containers_port_by_number(string? codes) =>
        Assert.Empty(Lines(Check(With(Shop.Group with { Health = Shop.Group.Health with { Port = "8080", Codes = codes } }))));

    [Fact]
    public void What_only_changes_how_long_a_deploy_waits_is_told_and_refuses_nothing()
    {
        var slow = Check(With(Shop.Group with { Protocol = "HTTPS", Health = Shop.Group.Health with { Interval = TimeSpan.FromSeconds(30), HealthyThreshold = 5 } }));

        Assert.Empty(Lines(slow));
        Assert.Equal(
            [
                "shop-web of web speaks HTTPS to the tasks, so that the container must",
                "the health check of shop-web of web differs from the definition, which only sets how long a deploy waits: every 30 s within 5 s, 5 up, 2 down there, every 10 s within 5 s, 2 up, 2 down here",
            ],
            slow.Notes);
    }

    [Fact]
    public void A_network_load_balancers_group_cannot_take_a_route() =>
        Assert.Equal(
            ["Infrastructure / TargetGroups: shop-web of web speaks TCP; a route needs an application load balancer"],
            Lines(Check(With(Shop.Group with { Protocol = "TCP" }))));

    [Fact]
    public void A_bucket_must_be_there_the_accounts_own_and_in_the_environments_region()
    {
        var seen = Sound with
        {
            Buckets = Shop.Buckets(new("shop-pages", "us-east-1", IsOwn: true), new("slipway-shop-dev-111122223333", "eu-west-1", IsOwn: false)),
        };

        Assert.Equal(
            [
                "Infrastructure / Sites: the bucket of pages, shop-pages, is in us-east-1, the environment is in eu-west-1",
                "dev / ReleaseBucket: the release bucket, slipway-shop-dev-111122223333, belongs to another account than 111122223333",
            ],
            Lines(Check(seen)));
    }

    [Fact]
    public void A_distribution_must_serve_the_sites_bucket()
    {
        var elsewhere = Shop.Distribution with { Origins = [new("bucket", "shop-pages-old.s3.amazonaws.com", ""), new("api", "api.example.com", "")] };

        Assert.Equal(
            ["Infrastructure / Sites: distribution E2QWRUHAPOMQZL of site pages has no origin in bucket shop-pages; its origins are shop-pages-old.s3.amazonaws.com, api.example.com"],
            Lines(Check(Sound with { Distributions = new Dictionary<string, Answer<DistributionFacts?>> { ["E2QWRUHAPOMQZL"] = Answer.Of<DistributionFacts?>(elsewhere) } })));
    }

    private static InfrastructureObservation With(TargetGroup group) => Sound with { TargetGroups = Answer.Of<IReadOnlyList<TargetGroup>>([group]) };

    private static Findings Check(InfrastructureObservation seen, DeployEnvironment? environment = null) =>
        InfrastructureCheck.Of(Shop.Application, environment ?? Shop.Dev, Shop.Infrastructure, seen);

    private static IEnumerable<string> Lines(Findings findings) => findings.All.Select(finding => $"{finding.Where}: {finding.Seen}");
}
