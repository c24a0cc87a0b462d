using System.Text.Json.Nodes;
using Slipway.Pipelines;
using Slipway.Pipelines.Access;
using Slipway.Pipelines.Files;
using Tests.Shared;

namespace Slipway.Tests.Pipelines.Access;

/// <summary>Roles, their trust and their policies, as they are made from definitions. That the policies are right is shown where targets run under them.</summary>
public sealed class AccessRoleTests
{
    private static readonly DeployEnvironment Dev = new("dev") { Account = "111122223333", Region = "eu-west-1", Branch = "develop", Infrastructure = Infrastructure.ByConvention };

    private static readonly DeployEnvironment Prod = new("prod")
    {
        Account = "444455556666",
        Region = "eu-west-1",
        Branch = "main",
        Infrastructure = Terraform.Outputs("infrastructure/prod"),
        Approval = Approval.Required with { GitHubEnvironment = "production: eu" },
        Roles = new() { Review = "readers/plans" },
    };

    private static readonly EcsService Web = new("web")
    {
        Image = new("web"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new("/health"),
        Route = Route.Default,
        Secrets = { ["TOKEN"] = Secret.Named("shop/{environment}/token") },
        Before = [new RdsSnapshot("shop-{environment}") { When = By.Environment(env => env.Is("prod")) }, new RdsSnapshot("orders") { IsCluster = true }, new OneOffTask("migrate", ["./migrate"])],
        Rollout = By.Environment<Rollout>(env => env.Is("prod") ? Rollout.ServicePair(50) : Rollout.Rolling),
    };

    private static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local, Dev, Prod],
        Services = [Web, new("api") { Image = new("api"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512) }],
        Sites = [new("docs") { Source = "docs", Prefix = "handbook" }],
    };

    private static IReadOnlyList<RepositoryFile> Files => AccessTemplate.Files(DeliveryPlanner.Plan([Shop], new Delivery()));

    [Fact]
    public void The_roles_of_an_environment_are_a_template_as_approved() => Approved.Matches(string.Join('\n', Files.Select(file => $"=== {file.Path}\n{file.Text}")), "access.shop");

    [Fact]
    public void Two_runs_give_the_same_bytes_and_every_environment_has_a_file_of_its_own()
    {
        Assert.Equal(["build/aws/shop-dev-access.yml", "build/aws/shop-prod-access.yml"], Files.Select(file => file.Path));
        Assert.Equal(Files, Files);
    }

    [Fact]
    public void A_role_trusts_the_very_jobs_that_take_it_and_no_others()
    {
        var plan = DeliveryPlanner.Plan([Shop], new Delivery());

        var subjects = new[] { Dev, Prod }.SelectMany(environment => AccessRole.Of(plan, Shop, environment)).ToDictionary(role => role.Name, role => string.Join(", ", role.Subjects), StringComparer.Ordinal);

        Assert.Equal("environment:dev", subjects["slipway-shop-dev-deploy"]);
        Assert.Equal("ref:refs/heads/develop", subjects["slipway-shop-dev-push"]);
        Assert.Equal("environment:production%3A eu", subjects["slipway-shop-prod-deploy"]);
        Assert.Equal("environment:production%3A eu-rollback", subjects["slipway-shop-prod-rollback"]);
        Assert.Equal("ref:refs/heads/main", subjects["plans"]);
        Assert.All(subjects.Values, subject => Assert.DoesNotContain("*", subject, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_spellings_of_the_subject_are_demanded_where_the_numbers_are_known()
    {
        var (_, template) = AccessTemplate.All(DeliveryPlanner.Plan([Shop], new Delivery()))[0];

        var trust = Role(template, "slipway-shop-dev-deploy")["AssumeRolePolicyDocument"]!["Statement"]![0]!;

        Assert.Equal("sts.amazonaws.com", trust["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:aud"]!.GetValue<string>());
        var subjects = trust["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:sub"]!.AsArray();
        Assert.Equal("repo:${Repository}:environment:dev", subjects[0]!["Fn::Sub"]!.GetValue<string>());
        Assert.Equal("KnowsIds", subjects[1]!["Fn::If"]![0]!.GetValue<string>());
        Assert.Equal("repo:${Owner}@${OwnerId}/${Name}@${RepositoryId}:environment:dev", subjects[1]!["Fn::If"]![1]!["Fn::Sub"]![0]!.GetValue<string>());
        Assert.Single(trust["Condition"]!.AsObject());
    }

    [Fact]
    public void The_repository_of_the_application_is_trusted_without_a_word()
    {
        static string? Default(Application application) =>
            AccessTemplate.All(DeliveryPlanner.Plan([application], new Delivery()))[0].Template["Parameters"]!["Repository"]!["Default"]?.GetValue<string>();

        Assert.Equal("acme/shop", Default(Shop with { Repository = "acme/shop" }));
        Assert.Null(Default(Shop));
    }

    [Fact]
    public void A_role_is_held_as_long_as_its_longest_job_may_take_and_a_path_is_kept()
    {
        var roles = AccessRole.Of(DeliveryPlanner.Plan([Shop], new Delivery()), Shop, Prod);

        Assert.Equal(("plans", "/readers/"), roles.Where(role => role.Name == "plans").Select(role => (role.Name, role.Path)).Single());
        Assert.Equal("/", roles.Single(role => role.Name == "slipway-shop-prod-deploy").Path);
        Assert.All(roles, role => Assert.InRange(role.Held, TimeSpan.FromHours(1), TimeSpan.FromHours(12)));
        Assert.True(roles.Single(role => role.Name == "slipway-shop-prod-deploy").Held >= RoleUse.Held(LongestRun.OfDeploy(Shop, Prod)));
    }

    [Fact]
    public void What_only_reads_changes_nothing_and_no_role_but_the_approver_s_writes_approvals()
    {
        const AccessTarget reading = AccessTarget.Preview | AccessTarget.ImagesChanged | AccessTarget.RollbackCheck | AccessTarget.Status | AccessTarget.Releases | AccessTarget.Gates | AccessTarget.Promoted | AccessTarget.Doctor;
        string[] harmless = ["Describe", "List", "Get", "BatchGet", "Simulate"];

        Assert.All(Actions(Policy(reading)), action => Assert.Contains(harmless, verb => action.Split(':')[1].StartsWith(verb, StringComparison.Ordinal)));
        foreach (var target in AccessTargets.All.Where(target => target != AccessTarget.Approve))
        {
            Assert.DoesNotContain(
                Policy(target).Statements.Where(statement => statement.Actions.Contains("s3:PutObject")).SelectMany(statement => statement.Resources),
                resource => resource.Contains("approvals", StringComparison.Ordinal) || resource.EndsWith(":::slipway-shop-dev-111122223333/*", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_what_cannot_be_limited_is_allowed_on_everything()
    {
        var everything = AccessTargets.All.SelectMany(target => Policy(target).Statements).Where(statement => statement.Resources.Contains("*")).SelectMany(statement => statement.Actions).Distinct(StringComparer.Ordinal);

        Assert.Equal(
            [
                "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies",
                "cloudfront:GetCachePolicy", "cloudfront:ListDistributions", "cloudwatch:DescribeAlarms", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints", "ecr:GetAuthorizationToken", "ecr:GetRegistryScanningConfiguration",
                "ecs:DescribeTaskDefinition", "ecs:ListTasks", "ecs:RegisterTaskDefinition", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
            ],
            everything.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_application_of_sites_alone_has_nothing_to_do_with_containers()
    {
        var site = Shop with { Services = [] };

        Assert.Equal(["cloudfront", "s3"], Actions(AccessPolicy.Of("arn:aws:iam::111122223333:role/x", AccessTarget.Deploy | AccessTarget.Rollback, site, Dev)).Select(action => action.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_the_build_takes_another_role_by_itself_that_is_all_that_it_needs()
    {
        var policy = AccessPolicy.Of("arn:aws:iam::111122223333:role/x", AccessTarget.Deploy, Shop, Dev with { AssumeRole = "arn:aws:iam::111122223333:role/platform" });

        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Sid":"RoleOfTheEnvironment","Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/platform"}]}""",
            policy.Document.ToJsonString());
    }

    [Fact]
    public void What_stands_in_Terraform_is_asked_for_and_only_what_a_policy_names()
    {
        var (_, template) = AccessTemplate.All(DeliveryPlanner.Plan([Shop], new Delivery()))[^1];

        Assert.Equal(
            ["ClusterName", "DocsBucket", "DocsDistribution", "ExecutionRoleArn", "MakeIdentityProvider", "OwnerId", "Repository", "RepositoryId", "TaskRoleArn", "WebRule"],
            template["Parameters"]!.AsObject().Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
        var deploy = Role(template, "slipway-shop-prod-deploy")["Policies"]![0]!["PolicyDocument"]!.ToJsonString();
        Assert.Contains("""{"Fn::Sub":"arn:aws:s3:::${DocsBucket}/handbook/*"}""", deploy, StringComparison.Ordinal);
        Assert.Contains("""{"Ref":"WebRule"}""", deploy, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_services_fit_into_a_role_by_what_their_names_begin_with()
    {
        var large = Shops.Large with { Environments = [Dev] };

        var policy = AccessPolicy.Of("arn:aws:iam::111122223333:role/x", AccessTarget.Deploy | AccessTarget.Rollback, large, Dev);

        Assert.InRange(policy.Document.ToJsonString().Length, 1, 10_240);
        Assert.Equal(["arn:aws:ecs:eu-west-1:111122223333:service/shop-dev/shop-*"], policy.Statements.Single(statement => statement.Name == "Services").Resources);
    }

    [Fact]
    public void A_server_of_one_s_own_vouches_for_its_jobs_itself()
    {
        var own = Shop with { Environments = [Dev with { Approval = Approval.None with { GitHubServer = new Uri("https://git.example.com") } }] };

        var (_, template) = AccessTemplate.All(DeliveryPlanner.Plan([own], new Delivery())).Single();

        Assert.Equal("https://git.example.com/_services/token", template["Resources"]!["IdentityProvider"]!["Properties"]!["Url"]!.GetValue<string>());
        Assert.NotNull(Role(template, "slipway-shop-dev-deploy")["AssumeRolePolicyDocument"]!["Statement"]![0]!["Condition"]!["StringEquals"]!["git.example.com/_services/token:aud"]);
    }

    private static AccessPolicy Policy(AccessTarget target) => AccessPolicy.Of("arn:aws:iam::111122223333:role/x", target, Shop, Dev);

    private static IEnumerable<string> Actions(AccessPolicy policy) => policy.Statements.SelectMany(statement => statement.Actions);

    private static JsonNode Role(JsonObject template, string name) =>
        template["Resources"]!.AsObject().Select(resource => resource.Value!["Properties"]!).Single(properties => properties["RoleName"]?.GetValue<string>() == name);
}
