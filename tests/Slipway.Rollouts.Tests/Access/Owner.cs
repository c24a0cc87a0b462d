using System.Net.Http.Json;
using System.Text;
using System.Xml.Linq;
using Amazon.CloudFront.Model;
using Amazon.ECR.Model;
using Amazon.ECS.Model;
using Amazon.S3.Model;
using Slipway.Aws;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rollouts.Access;

/// <summary>What the owner of an account does meanwhile, so that targets have to do what they seldom do.</summary>
internal sealed class Owner(AwsSession session, Uri cloud, DeployEnvironment environment, Application application)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SiteInfrastructure Site => ((Infrastructure)environment.Infrastructure!).Sites[Store.Site.Name];

    private string Cluster => ((Infrastructure)environment.Infrastructure!).Cluster;

    /// <summary>A page that nothing is known of is in the bucket before the first release.</summary>
    public Task Publish(string key, string text) => session.S3.PutObjectAsync(new PutObjectRequest { BucketName = Site.Bucket, Key = key, ContentBody = text, ContentType = "text/html" }, Ct);

    /// <summary>Somebody's upload of a large file was broken off.</summary>
    public Task LeaveUpload(string key) => session.S3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = Site.Bucket, Key = key }, Ct);

    /// <summary>The distribution caches by a policy of its own.</summary>
    public async Task CacheByOwnPolicy()
    {
        var made = await Call(
            "cloudfront", "/2020-05-31/cache-policy", """<CachePolicyConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>store</Name><MinTTL>0</MinTTL></CachePolicyConfig>""", "application/xml");
        var policy = XDocument.Parse(made).Descendants().First(element => element.Name.LocalName == "Id").Value;
        var found = await session.CloudFront.GetDistributionConfigAsync(new GetDistributionConfigRequest { Id = Site.Distribution }, Ct);
        found.DistributionConfig!.DefaultCacheBehavior!.CachePolicyId = policy;
        await session.CloudFront.UpdateDistributionAsync(new UpdateDistributionRequest { Id = Site.Distribution, IfMatch = found.ETag, DistributionConfig = found.DistributionConfig }, Ct);
    }

    /// <summary>Repositories are not as Slipway makes them.</summary>
    public async Task SpoilRepositories()
    {
        foreach (var source in Images.ImageSource.Of(application))
        {
            await session.Ecr.PutImageTagMutabilityAsync(new PutImageTagMutabilityRequest { RepositoryName = source.Repository, ImageTagMutability = Amazon.ECR.ImageTagMutability.MUTABLE }, Ct);
            await session.Ecr.PutImageScanningConfigurationAsync(
                new PutImageScanningConfigurationRequest { RepositoryName = source.Repository, ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = false } }, Ct);
        }
    }

    /// <summary>All revisions of a service are deregistered but the one that runs.</summary>
    public async Task Deregister(string service)
    {
        var running = (await session.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = Cluster, Services = [$"store-{service}"] }, Ct)).Services!.Single().TaskDefinition!;
        var number = int.Parse(running[(running.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        for (var older = 1; older < number; older++)
            await session.Ecs.DeregisterTaskDefinitionAsync(new DeregisterTaskDefinitionRequest { TaskDefinition = $"store-{environment}-{service}:{older}" }, Ct);
    }

    /// <summary>The side of the pair that does not serve is deleted.</summary>
    public async Task DeleteIdleSide()
    {
        var sides = (await session.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = Cluster, Services = ["store-pair-blue", "store-pair-green"] }, Ct)).Services!;
        var idle = sides.OrderBy(side => side.DesiredCount).First().ServiceName!;
        await Call("ecs", "/", $$"""{"cluster":"{{Cluster}}","service":"{{idle}}","force":true}""", "application/x-amz-json-1.1", "AmazonEC2ContainerServiceV20141113.DeleteService");

        // ECS tells of it a moment later.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await session.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = Cluster, Services = [idle] }, Ct)).Services is [{ Status: not "INACTIVE" }])
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    /// <summary>Autoscaling moves the number of a service's tasks.</summary>
    public Task Scale(string service) => Call(
        "application-autoscaling", "/",
        $$"""{"ServiceNamespace":"ecs","ScalableDimension":"ecs:service:DesiredCount","ResourceId":"service/{{Cluster}}/store-{{service}}","MinCapacity":1,"MaxCapacity":2}""",
        "application/x-amz-json-1.1", "AnyScaleFrontendService.RegisterScalableTarget");

    /// <summary>The list of secrets is denied to everybody.</summary>
    public async Task HideSecrets()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PutAsJsonAsync(new Uri(cloud, "/_slipway/faults"), new[] { new { operation = "secretsmanager:ListSecrets", kind = "deny" } }, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>A call that the clients here do not have.</summary>
    private async Task<string> Call(string service, string path, string body, string type, string? target = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={Store.Account}/20260101/{Store.Region}/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);

        using var answer = await http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
