using System.Net;
using Amazon;
using Amazon.Runtime;
using AWSSDK.Tests.Loopback;

namespace AWSSDK.Tests.Aws;

/// <summary>Where each client goes and what it signs for, without and with an override.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("ecr", "ap-northeast-2", "api.ecr.ap-northeast-2.amazonaws.com", "ecr")]
    [InlineData("ecr", "us-east-1", "api.ecr.us-east-1.amazonaws.com", "ecr")]
    [InlineData("ecr", "eu-central-1", "api.ecr.eu-central-1.amazonaws.com", "ecr")]
    [InlineData("ecr", "cn-north-1", "api.ecr.cn-north-1.amazonaws.com.cn", "ecr")]
    [InlineData("ecs", "ap-northeast-2", "ecs.ap-northeast-2.amazonaws.com", "ecs")]
    [InlineData("ecs", "us-east-1", "ecs.us-east-1.amazonaws.com", "ecs")]
    [InlineData("ecs", "eu-central-1", "ecs.eu-central-1.amazonaws.com", "ecs")]
    [InlineData("ecs", "cn-north-1", "ecs.cn-north-1.amazonaws.com.cn", "ecs")]
    [InlineData("elbv2", "ap-northeast-2", "elasticloadbalancing.ap-northeast-2.amazonaws.com", "elasticloadbalancing")]
    [InlineData("elbv2", "us-east-1", "elasticloadbalancing.us-east-1.amazonaws.com", "elasticloadbalancing")]
    [InlineData("elbv2", "eu-central-1", "elasticloadbalancing.eu-central-1.amazonaws.com", "elasticloadbalancing")]
    [InlineData("elbv2", "cn-north-1", "elasticloadbalancing.cn-north-1.amazonaws.com.cn", "elasticloadbalancing")]
    [InlineData("cloudwatch", "ap-northeast-2", "monitoring.ap-northeast-2.amazonaws.com", "monitoring")]
    [InlineData("cloudwatch", "us-east-1", "monitoring.us-east-1.amazonaws.com", "monitoring")]
    [InlineData("cloudwatch", "eu-central-1", "monitoring.eu-central-1.amazonaws.com", "monitoring")]
    [InlineData("cloudwatch", "cn-north-1", "monitoring.cn-north-1.amazonaws.com.cn", "monitoring")]
    [InlineData("logs", "ap-northeast-2", "logs.ap-northeast-2.amazonaws.com", "logs")]
    [InlineData("logs", "us-east-1", "logs.us-east-1.amazonaws.com", "logs")]
    [InlineData("logs", "eu-central-1", "logs.eu-central-1.amazonaws.com", "logs")]
    [InlineData("logs", "cn-north-1", "logs.cn-north-1.amazonaws.com.cn", "logs")]
    [InlineData("application-autoscaling", "ap-northeast-2", "application-autoscaling.ap-northeast-2.amazonaws.com", "application-autoscaling")]
    [InlineData("application-autoscaling", "us-east-1", "application-autoscaling.us-east-1.amazonaws.com", "application-autoscaling")]
    [InlineData("application-autoscaling", "cn-north-1", "application-autoscaling.cn-north-1.amazonaws.com.cn", "application-autoscaling")]
    [InlineData("codepipeline", "ap-northeast-2", "codepipeline.ap-northeast-2.amazonaws.com", "codepipeline")]
    [InlineData("codepipeline", "us-east-1", "codepipeline.us-east-1.amazonaws.com", "codepipeline")]
    [InlineData("codepipeline", "eu-central-1", "codepipeline.eu-central-1.amazonaws.com", "codepipeline")]
    [InlineData("codepipeline", "cn-north-1", "codepipeline.cn-north-1.amazonaws.com.cn", "codepipeline")]
    [InlineData("secretsmanager", "ap-northeast-2", "secretsmanager.ap-northeast-2.amazonaws.com", "secretsmanager")]
    [InlineData("secretsmanager", "us-east-1", "secretsmanager.us-east-1.amazonaws.com", "secretsmanager")]
    [InlineData("secretsmanager", "eu-central-1", "secretsmanager.eu-central-1.amazonaws.com", "secretsmanager")]
    [InlineData("secretsmanager", "cn-north-1", "secretsmanager.cn-north-1.amazonaws.com.cn", "secretsmanager")]
    [InlineData("cloudfront", "ap-northeast-2", "cloudfront.amazonaws.com", "cloudfront", "us-east-1")]
    [InlineData("cloudfront", "us-east-1", "cloudfront.amazonaws.com", "cloudfront", "us-east-1")]
    [InlineData("cloudfront", "cn-north-1", "cloudfront.cn-northwest-1.amazonaws.com.cn", "cloudfront", "cn-northwest-1")]
    [InlineData("cloudfront", "cn-northwest-1", "cloudfront.cn-northwest-1.amazonaws.com.cn", "cloudfront", "cn-northwest-1")]
    [InlineData("ec2", "ap-northeast-2", "ec2.ap-northeast-2.amazonaws.com", "ec2")]
    [InlineData("ec2", "us-east-1", "ec2.us-east-1.amazonaws.com", "ec2")]
    [InlineData("ec2", "cn-north-1", "ec2.cn-north-1.amazonaws.com.cn", "ec2")]
    [InlineData("rds", "ap-northeast-2", "rds.ap-northeast-2.amazonaws.com", "rds")]
    [InlineData("rds", "us-east-1", "rds.us-east-1.amazonaws.com", "rds")]
    [InlineData("rds", "cn-north-1", "rds.cn-north-1.amazonaws.com.cn", "rds")]
    [InlineData("iam", "ap-northeast-2", "iam.amazonaws.com", "iam", "us-east-1")]
    [InlineData("iam", "us-east-1", "iam.amazonaws.com", "iam", "us-east-1")]
    [InlineData("iam", "cn-northwest-1", "iam.cn-north-1.amazonaws.com.cn", "iam", "cn-north-1")]
    [InlineData("iam", "us-gov-east-1", "iam.us-gov.amazonaws.com", "iam", "us-gov-west-1")]
    public async Task A_client_goes_to_the_host_of_its_region_and_signs_for_its_service(string name, string region, string host, string signingName, string? signedFor = null)
    {
        var service = Service.Named(name);
        using var wire = new CapturingWire(service.EmptyReply("Any"));
        var config = (ClientConfig)Activator.CreateInstance(service.Config)!;
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.IgnoreConfiguredEndpointUrls = true;
        config.HttpClientFactory = wire;
        config.CacheHttpClient = false;
        using var client = (AmazonServiceClient)Activator.CreateInstance(service.Client, new BasicAWSCredentials("AKID", "secret"), config)!;

        await service.Call(client, Service.Operations.First(pair => pair.Service == service).Operation.Name[..^"Async".Length]);

        Assert.Equal($"https://{host}", wire.Uri?.GetLeftPart(UriPartial.Authority));
        var scope = SignatureV4.ScopeOf(wire.Authorization!);
        Assert.Equal(("AKID", signedFor ?? region, signingName), (scope.AccessKey, scope.Region, scope.Service));
    }

    [Fact]
    public async Task A_fips_host_is_refused_with_the_way_out_instead_of_guessed()
    {
        var config = new Amazon.ECS.AmazonECSConfig { RegionEndpoint = RegionEndpoint.USEast1, UseFIPSEndpoint = true, IgnoreConfiguredEndpointUrls = true };
        using var client = new Amazon.ECS.AmazonECSClient(new BasicAWSCredentials("AKID", "secret"), config);

        var error = await Assert.ThrowsAsync<AmazonClientException>(() =>
            client.DescribeClustersAsync(new(), TestContext.Current.CancellationToken));

        Assert.Equal(
            "The built-in ECS client knows no FIPS or dual-stack hosts. Unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT, or build with UpstreamPackages=true.",
            error.Message);
    }

    [Fact]
    public async Task A_partition_without_the_service_is_refused_with_the_way_out_instead_of_guessed()
    {
        var config = new Amazon.CloudFront.AmazonCloudFrontConfig { RegionEndpoint = RegionEndpoint.USGovCloudWest1, IgnoreConfiguredEndpointUrls = true };
        using var client = new Amazon.CloudFront.AmazonCloudFrontClient(new BasicAWSCredentials("AKID", "secret"), config);

        var error = await Assert.ThrowsAsync<AmazonClientException>(() =>
            client.ListDistributionsAsync(new(), TestContext.Current.CancellationToken));

        Assert.Equal(
            "The built-in CloudFront client knows no endpoint for us-gov-west-1 (partition aws-us-gov), only for aws, aws-cn. Build with UpstreamPackages=true.",
            error.Message);
    }

    [Fact]
    public async Task A_global_service_at_a_configured_endpoint_is_signed_for_the_configured_region()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<DistributionList/>"));
        using var client = Service.Named("cloudfront").Connect(server.Url);

        await Service.Named("cloudfront").Call(client, "ListDistributions");

        Assert.Equal("ap-northeast-2", SignatureV4.ScopeOf(Assert.Single(server.Calls).Headers["Authorization"]).Region);
    }

    /// <summary>Answers every request itself, so that nothing leaves the process.</summary>
    private sealed class CapturingWire(string reply) : HttpClientFactory, IDisposable
    {
        private readonly Handler _handler = new(reply);

        public Uri? Uri => _handler.Uri;

        public string? Authorization => _handler.Authorization;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_handler, disposeHandler: false);

        public void Dispose() => _handler.Dispose();

        private sealed class Handler(string reply) : HttpMessageHandler
        {
            public Uri? Uri { get; private set; }

            public string? Authorization { get; private set; }

            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Uri = request.RequestUri;
                Authorization = string.Join("", request.Headers.GetValues("Authorization"));
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(reply) });
            }
        }
    }
}
