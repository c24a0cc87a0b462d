using Amazon;
using Amazon.CloudFront;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using AWSSDK.Tests.Loopback;

namespace AWSSDK.Tests.Aws;

/// <summary>AWS_ENDPOINT_URL and its like; alone in their collection, since environment variables belong to the process.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class EndpointVariableTests
{
    [Fact]
    public async Task The_variables_lead_to_another_endpoint_and_the_region_stays_the_signed_one()
    {
        await using var general = await LoopbackServer.Start(_ => Reply.Json("{}"));
        await using var forEcs = await LoopbackServer.Start(_ => Reply.Json("{}"));
        await using var forElb = await LoopbackServer.Start(_ => Reply.Xml("<r/>"));
        await using var forCloudFront = await LoopbackServer.Start(_ => Reply.Xml("<DistributionList/>"));
        using var environment = new ProcessEnvironment(
            ("AWS_ENDPOINT_URL", general.Url),
            ("AWS_ENDPOINT_URL_ECS", forEcs.Url),
            ("AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2", forElb.Url),
            ("AWS_ENDPOINT_URL_CLOUDFRONT", forCloudFront.Url));
        var credentials = new BasicAWSCredentials(Service.AccessKey, Service.Secret);
        using var ecr = new AmazonECRClient(credentials, RegionEndpoint.APNortheast2);
        using var ecs = new AmazonECSClient(credentials, RegionEndpoint.APNortheast2);
        using var elb = new AmazonElasticLoadBalancingV2Client(credentials, RegionEndpoint.APNortheast2);
        using var cloudFront = new AmazonCloudFrontClient(credentials, RegionEndpoint.APNortheast2);

        await ecr.DescribeRepositoriesAsync(new(), TestContext.Current.CancellationToken);
        await ecs.DescribeClustersAsync(new(), TestContext.Current.CancellationToken);
        await elb.DescribeRulesAsync(new(), TestContext.Current.CancellationToken);
        await cloudFront.ListDistributionsAsync(new(), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["ecr ap-northeast-2", "ecs ap-northeast-2", "elasticloadbalancing ap-northeast-2", "cloudfront ap-northeast-2"],
            new[] { general, forEcs, forElb, forCloudFront }.Select(server => SignatureV4.ScopeOf(Assert.Single(server.Calls).Headers["Authorization"])).Select(scope => $"{scope.Service} {scope.Region}"));
    }

    [Fact]
    public async Task The_credential_chain_reads_the_environment_and_sends_its_session_token()
    {
        await using var server = await LoopbackServer.Start(call => Reply.Json("{}", SignatureV4.IsValid(call, "from the environment") ? 200 : 403));
        using var environment = new ProcessEnvironment(
            ("AWS_ENDPOINT_URL", server.Url),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "ASIAENVIRONMENT"),
            ("AWS_SECRET_ACCESS_KEY", "from the environment"),
            ("AWS_SESSION_TOKEN", "session"));
        FallbackRegionFactory.Reset();
        using var ecs = new AmazonECSClient();

        await ecs.DescribeClustersAsync(new(), TestContext.Current.CancellationToken);

        var call = Assert.Single(server.Calls);
        Assert.Equal("session", call.Headers["X-Amz-Security-Token"]);
        Assert.Equal("eu-central-1", SignatureV4.ScopeOf(call.Headers["Authorization"]).Region);
    }
}

[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironmentCollection;

/// <summary>Sets variables and puts the old values back.</summary>
internal sealed class ProcessEnvironment : IDisposable
{
    private readonly List<(string Name, string? Value)> _before = [];

    public ProcessEnvironment(params IReadOnlyList<(string Name, string Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            _before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose() => _before.ForEach(variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
}
