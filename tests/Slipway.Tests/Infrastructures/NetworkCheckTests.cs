using Slipway.Infrastructures;

namespace Slipway.Tests.Infrastructures;

/// <summary>Whether tasks reach ECR, S3, CloudWatch Logs and Secrets Manager from the subnets that they run in.</summary>
public sealed class NetworkCheckTests
{
    private const string WithoutEndpoints = "and vpc-1 has no VPC endpoint for ecr.api, ecr.dkr, logs, s3, secretsmanager";

    private static readonly Application WithoutSecrets = Shop.Application with { Services = [.. Shop.Application.Services.Select(service => service with { Secrets = new Dictionary<string, Secret>() })] };

    [Theory]
    [InlineData("nat-1")]
    [InlineData("tgw-1")]
    [InlineData("vpce-firewall")]
    [InlineData("eni-appliance")]
    public void A_default_route_to_anything_but_an_internet_gateway_leads_out(string target) =>
        Assert.Empty(Seen(Shop.Network with { RouteTables = Shop.Tables(("0.0.0.0/0", target, true)) }));

    [Fact]
    public void A_private_subnet_without_any_way_out_needs_every_endpoint() =>
        Assert.Equal(
            [$"tasks in subnet-a, subnet-b would not start: they have no route to the internet, {WithoutEndpoints}"],
            Seen(Shop.Network with { RouteTables = Shop.Tables() }));

    [Fact]
    public void A_black_hole_is_no_way_out() =>
        Assert.Equal(
            [$"tasks in subnet-a, subnet-b would not start: their route to the internet ends at nat-1, which is gone (a black hole), {WithoutEndpoints}"],
            Seen(Shop.Network with { RouteTables = Shop.Tables(("0.0.0.0/0", "nat-1", false)) }));

    [Fact]
    public void A_public_subnet_leads_out_only_for_tasks_with_a_public_address()
    {
        var open = Shop.Network with { RouteTables = Shop.Tables(("0.0.0.0/0", "igw-1", true)) };

        Assert.Equal([$"tasks in subnet-a, subnet-b would not start: their route to the internet is igw-1, which needs AssignPublicIp, {WithoutEndpoints}"], Seen(open));
        Assert.Empty(Seen(open, Shop.Infrastructure with { AssignPublicIp = true }));
    }

    [Fact]
    public void A_public_address_is_of_no_use_without_an_internet_gateway() =>
        Assert.Single(Seen(Shop.Network with { RouteTables = Shop.Tables() }, Shop.Infrastructure with { AssignPublicIp = true }));

    [Fact]
    public void Endpoints_take_the_place_of_a_way_out_and_only_those_that_are_missing_are_named()
    {
        var closed = Shop.Network with { RouteTables = Shop.Tables() };

        Assert.Empty(Seen(closed with { Endpoints = Shop.Endpoints("ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager") }));
        Assert.Equal(
            ["tasks in subnet-a, subnet-b would not start: they have no route to the internet, and vpc-1 has no VPC endpoint for ecr.dkr, secretsmanager"],
            Seen(closed with { Endpoints = Shop.Endpoints("ecr.api", "logs", "s3") }));
        Assert.Empty(Seen(closed with { Endpoints = Shop.Endpoints("ecr.api", "ecr.dkr", "logs", "s3") }, application: WithoutSecrets));
    }

    [Fact]
    public void An_endpoint_counts_where_the_subnets_table_leads_to_it_and_it_answers_by_the_services_name()
    {
        var needed = Shop.Endpoints("ecr.api", "ecr.dkr", "logs", "s3");
        Assert.True(needed.Is(out var endpoints));
        var closed = Shop.Network with { RouteTables = Shop.Tables() };

        Assert.Equal(
            ["tasks in subnet-a, subnet-b would not start: they have no route to the internet, and vpc-1 has no VPC endpoint for s3"],
            Seen(closed with { Endpoints = Answer.Of<IReadOnlyList<Endpoint>>([.. endpoints.Select(one => one.RouteTables is null ? one : one with { RouteTables = ["rtb-2"] })]) }, application: WithoutSecrets));
        Assert.Equal(
            ["tasks in subnet-a, subnet-b would not start: they have no route to the internet, and vpc-1 has no VPC endpoint for ecr.api"],
            Seen(closed with { Endpoints = Answer.Of<IReadOnlyList<Endpoint>>([.. endpoints.Select(one => one with { Answers = one.Id != "vpce-ecr.api" })]) }, application: WithoutSecrets));
        Assert.Single(Seen(
            closed with { Endpoints = Answer.Of<IReadOnlyList<Endpoint>>([.. endpoints.Select(one => one with { Service = one.Service.Replace("eu-west-1", "eu-west-2", StringComparison.Ordinal) })]) }, application: WithoutSecrets));
    }

    [Fact]
    public void Each_subnet_goes_by_its_own_table_and_only_without_one_by_the_main_table()
    {
        var split = Shop.Network with
        {
            RouteTables = Answer.Of<IReadOnlyList<RouteTable>>(
            [
                new("rtb-main", IsMain: true, [], [new("0.0.0.0/0", "nat-1", true)]),
                new("rtb-other", IsMain: false, ["subnet-c"], [new("0.0.0.0/0", "nat-1", true)]),
                new("rtb-b", IsMain: false, ["subnet-b"], [new("10.0.0.0/16", "local", true), new("pl-s3", "vpce-s3", true)]),
            ]),
        };

        Assert.Equal([$"tasks in subnet-b would not start: they have no route to the internet, {WithoutEndpoints}"], Seen(split));
    }

    [Fact]
    public void Where_the_way_out_may_not_be_asked_for_nothing_is_refused()
    {
        var findings = new Findings(Shop.Infrastructure);
        NetworkCheck.Of(findings, Shop.Application, Shop.Dev, Shop.Infrastructure, Shop.Network with
        {
            RouteTables = Shop.Tables(),
            Endpoints = Answer.None<IReadOnlyList<Endpoint>>("needs ec2:DescribeVpcEndpoints"),
        });

        Assert.Empty(findings.All);
        Assert.Equal(["not checked: whether tasks reach ECR through VPC endpoints: needs ec2:DescribeVpcEndpoints"], findings.Notes);
    }

    [Fact]
    public void Subnets_and_security_groups_must_be_of_one_VPC()
    {
        Assert.Equal(
            ["they are of several VPCs: vpc-1 has subnet-a; vpc-2 has subnet-b"],
            Seen(Shop.Network with { Subnets = Answer.Of<IReadOnlyList<Subnet>>([new("subnet-a", "vpc-1"), new("subnet-b", "vpc-2")]) }));
        Assert.Equal(
            ["sg-a is of vpc-2, the subnets are of vpc-1"],
            Seen(Shop.Network with { SecurityGroups = Answer.Of<IReadOnlyList<SecurityGroup>>([new("sg-a", "vpc-2", LetsOut: true)]) }));
    }

    [Fact]
    public void Security_groups_that_let_nothing_out_keep_tasks_from_their_images()
    {
        var closed = new SecurityGroup("sg-a", "vpc-1", LetsOut: false);
        var two = Shop.Infrastructure with { SecurityGroups = ["sg-a", "sg-b"] };

        Assert.Equal(
            ["sg-a let nothing out, so that tasks reach neither ECR nor CloudWatch Logs"],
            Seen(Shop.Network with { SecurityGroups = Answer.Of<IReadOnlyList<SecurityGroup>>([closed]) }));
        Assert.Empty(Seen(Shop.Network with { SecurityGroups = Answer.Of<IReadOnlyList<SecurityGroup>>([closed, new("sg-b", "vpc-1", LetsOut: true)]) }, two));
    }

    private static IEnumerable<string> Seen(NetworkObservation network, Infrastructure? infrastructure = null, Application? application = null)
    {
        var findings = new Findings(Shop.Infrastructure);
        NetworkCheck.Of(findings, application ?? Shop.Application, Shop.Dev, infrastructure ?? Shop.Infrastructure, network);
        return findings.All.Select(finding => finding.Seen);
    }
}
