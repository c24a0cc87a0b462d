using Slipway.Infrastructures;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Infrastructures;

public sealed class InfrastructureGateTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly RecordingOutput _output = new();

    [Fact]
    public async Task A_sound_infrastructure_is_handed_on_with_every_question_asked_once()
    {
        var account = FakePorts.Sound();

        var infrastructure = await Gate(account).Demand(Shop.Application, Shop.Dev, Ct);

        Assert.Equal(Shop.Infrastructure, infrastructure);
        Assert.Equal(
            [
                "bucket shop-pages", "bucket slipway-shop-dev-111122223333", "cluster shop", "controllers shop shop-web shop-worker", "distribution E2QWRUHAPOMQZL", "endpoints vpc-1",
                "groups sg-a", "pass shop-execution shop-task to ecs-tasks.amazonaws.com", "role shop-execution", "role shop-task", "routes vpc-1", "secrets shop/dev/database", "subnets subnet-a subnet-b", "target groups 1",
            ],
            account.Calls.Order(StringComparer.Ordinal));
        Assert.Equal(["The infrastructure of shop in dev is as needed"], _output.Events.Select(happened => happened.Text));
    }

    [Fact]
    public async Task An_unsound_one_is_refused()
    {
        var error = await Assert.ThrowsAsync<DeployException>(
            () => Gate(new FakePorts { Seen = Shop.Sound with { Cluster = Answer.Of<string?>("INACTIVE") } }).Demand(Shop.Application, Shop.Dev, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("shop cannot be deployed to dev: one part of its infrastructure is not as needed. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_output.Events.Select(happened => happened.Text));
    }

    [Fact]
    public async Task A_cluster_and_roles_may_be_written_either_way()
    {
        var written = Shop.Infrastructure with { Cluster = "arn:aws:ecs:eu-west-1:111122223333:cluster/shop", ExecutionRole = "shop-execution", TaskRole = "shop-task" };

        var read = await Gate(FakePorts.Sound()).Demand(Shop.Application, Shop.Dev with { Infrastructure = written }, Ct);

        Assert.Equal(("shop", Shop.ExecutionRole, Shop.TaskRole), (read.Cluster, read.ExecutionRole, read.TaskRole));
    }

    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:iam::111122223333:role/x")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:iam::111122223333:role/x")]
    [InlineData("ap-northeast-2", "arn:aws:iam::111122223333:role/x")]
    public void A_roles_name_becomes_an_ARN_of_the_regions_partition(string region, string arn) => Assert.Equal(arn, RoleNames.Arn(Shop.Dev with { Region = region }, "x"));

    [Fact]
    public async Task By_convention_everything_is_found_by_its_name()
    {
        var account = FakePorts.Sound();

        var read = await Convention(account);

        Assert.Equal(
            ("shop-dev", "arn:aws:iam::111122223333:role/shop-dev-execution", "arn:aws:iam::111122223333:role/shop-dev-task"), (read.Cluster, read.ExecutionRole, read.TaskRole));
        Assert.Equal(["subnet-a", "subnet-b"], read.Subnets);
        Assert.Equal([new("web", Shop.TargetGroup)], read.TargetGroups);
        Assert.Equal(new SiteInfrastructure("shop-dev-pages-111122223333", "E2QWRUHAPOMQZL"), read.Sites["pages"]);
        Assert.Equal(["distributions", "groups shop-dev-tasks*", "subnets shop-dev-private*", "target groups shop-dev-web"], account.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task By_convention_tasks_with_a_public_address_run_in_the_public_subnets()
    {
        var account = FakePorts.Sound();

        var read = await Convention(account, Infrastructure.ByConvention with { AssignPublicIp = true, HasTaskRole = false });

        Assert.True(read.AssignPublicIp);
        Assert.Null(read.TaskRole);
        Assert.Contains("subnets shop-dev-public*", account.Calls);
    }

    [Fact]
    public async Task All_that_is_not_found_by_its_name_or_may_not_be_looked_for_is_said_at_once()
    {
        var account = new FakePorts { Seen = Shop.Sound, Named = null, NamedGroups = [], NamedTargetGroups = [Shop.Group], AllDistributions = [] };

        var error = await Assert.ThrowsAsync<DeployException>(() => Convention(account));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            shop cannot be deployed to dev: infrastructure that goes by its name was not found. Nothing was changed.
              subnets         shop-dev-private*: could not be looked for: needs ec2:DescribeSubnets
              security groups shop-dev-tasks*
              target group    shop-dev-web
              distribution    of bucket shop-dev-pages-111122223333
              try  create it in account 111122223333, region eu-west-1, or write the names down: new Infrastructure { ... }
            """.ReplaceLineEndings("\n"),
            error.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Of_several_distributions_of_a_bucket_the_one_with_the_conventional_comment_is_meant()
    {
        var first = new DistributionName("E1STAGING0000", "a test", [new("bucket", "shop-dev-pages-111122223333.s3.amazonaws.com", "")]);
        var second = first with { Id = "E2QWRUHAPOMQZL", Comment = "shop-dev-pages" };

        Assert.Equal("E2QWRUHAPOMQZL", (await Convention(new FakePorts { Seen = Shop.Sound, AllDistributions = [first, second] })).Sites["pages"].Distribution);
        var error = await Assert.ThrowsAsync<DeployException>(() => Convention(new FakePorts { Seen = Shop.Sound, AllDistributions = [first, second with { Comment = "" }] }));
        Assert.Contains("with the comment shop-dev-pages, of the several that this bucket is an origin of", error.Message, StringComparison.Ordinal);
    }

    private static Task<Infrastructure> Convention(FakePorts account, ConventionalInfrastructure? names = null) =>
        Reader(account).Read(Shop.Application, Shop.Dev with { Infrastructure = names ?? Infrastructure.ByConvention }, Ct);

    private static InfrastructureReader Reader(FakePorts account) =>
        new(new TerraformReader(new SystemProcesses(TimeProvider.System), "."), new ConventionReader(account.Ports));

    private InfrastructureGate Gate(FakePorts account) => new(Reader(account), new InfrastructureObserver(account.Ports, account), _output);
}
