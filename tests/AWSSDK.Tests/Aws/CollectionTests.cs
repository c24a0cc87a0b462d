using Amazon;
using Amazon.EC2;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using AWSSDK.Tests.Loopback;
using Task = System.Threading.Tasks.Task;

namespace AWSSDK.Tests.Aws;

/// <summary>Null, empty and set are three things; AWSConfigs is the process's, so these tests are alone with it.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class CollectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_list_and_an_empty_text_are_sent_and_null_is_not()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        using var ecs = (AmazonECSClient)Service.Named("ecs").Connect(server.Url);

        await ecs.UpdateServiceAsync(new() { Service = "", LoadBalancers = [], ServiceRegistries = null, DesiredCount = 0, ForceNewDeployment = false }, Ct);

        Assert.Equal("""{"service":"","desiredCount":0,"forceNewDeployment":false,"loadBalancers":[]}""", Assert.Single(server.Calls).Text);
    }

    [Fact]
    public async Task A_form_names_an_empty_list_without_a_value()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<r/>"));
        using var elb = (AmazonElasticLoadBalancingV2Client)Service.Named("elbv2").Connect(server.Url);

        await elb.DescribeRulesAsync(new() { ListenerArn = "", RuleArns = [] }, Ct);

        Assert.Equal("Action=DescribeRules&Version=2015-12-01&ListenerArn=&RuleArns=", Assert.Single(server.Calls).Text);
    }

    [Fact]
    public async Task An_empty_list_is_left_out_of_what_is_sent_to_ec2()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<r><subnetSet/></r>"));
        using var ec2 = (AmazonEC2Client)Service.Named("ec2").Connect(server.Url);

        var reply = await ec2.DescribeSubnetsAsync(new() { SubnetIds = [], Filters = [new() { Name = "vpc-id", Values = ["vpc-1", "vpc-2"] }] }, Ct);

        Assert.Equal("Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1&Filter.1.Value.2=vpc-2", Assert.Single(server.Calls).Text);
        Assert.Empty(reply.Subnets!);
    }

    [Fact]
    public async Task A_reply_keeps_empty_and_absent_apart()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("""{"services":[],"failures":null}"""));
        using var ecs = (AmazonECSClient)Service.Named("ecs").Connect(server.Url);

        var empty = await ecs.DescribeServicesAsync(new(), Ct);
        var absent = await ecs.DescribeClustersAsync(new(), Ct);

        Assert.Empty(empty.Services!);
        Assert.Null(empty.Failures);
        Assert.Null(absent.Clusters);
    }

    [Fact]
    public async Task With_initialised_collections_they_begin_empty_and_empty_ones_are_not_sent()
    {
        AWSConfigs.InitializeCollections = true;
        try
        {
            await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
            using var ecs = (AmazonECSClient)Service.Named("ecs").Connect(server.Url);
            var request = new DescribeServicesRequest { Cluster = "c" };
            request.Services!.Add("s");

            var response = await ecs.DescribeServicesAsync(request, Ct);

            Assert.Equal("""{"cluster":"c","services":["s"]}""", Assert.Single(server.Calls).Text);
            Assert.Empty(response.Services!);
        }
        finally
        {
            AWSConfigs.InitializeCollections = false;
        }
    }

    [Fact]
    public void A_constant_is_its_text_and_a_text_is_its_constant()
    {
        LaunchType known = "FARGATE";
        LaunchType? unknown = "QUANTUM";
        string text = LaunchType.FARGATE;

        Assert.Same(LaunchType.FARGATE, known);
        Assert.Equal("QUANTUM", unknown.Value);
        Assert.Equal("FARGATE", text);
        Assert.Null((LaunchType?)(string?)null);
    }
}
