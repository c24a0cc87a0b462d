using Amazon.EC2;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Elb = Amazon.ElasticLoadBalancingV2;

namespace AWSSDK.Tests.Aws;

/// <summary>Round trips through a server that nobody here wrote.</summary>
[Collection(nameof(SharedMoto))]
public sealed class MotoTests(SharedMoto shared)
{
    private const string Manifest =
        """{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":1,"digest":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"layers":[]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_put_listed_and_fetched_from_a_repository()
    {
        var moto = await shared.Server();
        using var ecr = (AmazonECRClient)Service.Named("ecr").Connect(moto.Url);

        await ecr.CreateRepositoryAsync(
            new() { RepositoryName = "chat/server", ImageTagMutability = ImageTagMutability.IMMUTABLE, Tags = [new() { Key = "team ~", Value = "플랫폼 & Co" }] }, Ct);
        await ecr.PutLifecyclePolicyAsync(new() { RepositoryName = "chat/server", LifecyclePolicyText = LifecyclePolicy }, Ct);
        await ecr.PutImageAsync(new() { RepositoryName = "chat/server", ImageTag = "7f3a1c2", ImageManifest = Manifest }, Ct);

        var repository = Assert.Single((await ecr.DescribeRepositoriesAsync(new() { RepositoryNames = ["chat/server"] }, Ct)).Repositories!);
        Assert.Equal(("chat/server", ImageTagMutability.IMMUTABLE), (repository.RepositoryName, repository.ImageTagMutability));
        Assert.Equal(LifecyclePolicy, (await ecr.GetLifecyclePolicyAsync(new() { RepositoryName = "chat/server" }, Ct)).LifecyclePolicyText);
        var image = Assert.Single((await ecr.DescribeImagesAsync(new() { RepositoryName = "chat/server" }, Ct)).ImageDetails!);
        Assert.Equal(["7f3a1c2"], image.ImageTags);
        var fetched = await ecr.BatchGetImageAsync(new() { RepositoryName = "chat/server", ImageIds = [new() { ImageDigest = image.ImageDigest }] }, Ct);
        Assert.Equal(Manifest, Assert.Single(fetched.Images!).ImageManifest);
        var token = Assert.Single((await ecr.GetAuthorizationTokenAsync(new(), Ct)).AuthorizationData!);
        Assert.StartsWith("AWS:", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(token.AuthorizationToken!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_errors_are_typed()
    {
        var moto = await shared.Server();
        using var ecr = (AmazonECRClient)Service.Named("ecr").Connect(moto.Url);

        await ecr.CreateRepositoryAsync(new() { RepositoryName = "twice" }, Ct);

        await Assert.ThrowsAsync<RepositoryAlreadyExistsException>(() => ecr.CreateRepositoryAsync(new() { RepositoryName = "twice" }, Ct));
        await Assert.ThrowsAsync<RepositoryNotFoundException>(() => ecr.DescribeRepositoriesAsync(new() { RepositoryNames = ["missing"] }, Ct));
        await Assert.ThrowsAsync<LifecyclePolicyNotFoundException>(() => ecr.GetLifecyclePolicyAsync(new() { RepositoryName = "twice" }, Ct));
    }

    [Fact]
    public async Task Weights_are_moved_on_a_rule_and_on_a_listeners_default_action()
    {
        var moto = await shared.Server();
        using var elb = (AmazonElasticLoadBalancingV2Client)Service.Named("elbv2").Connect(moto.Url);
        var (vpc, subnets) = await DefaultNetwork(moto.Url);
        var blue = await TargetGroup(elb, "blue", vpc);
        var green = await TargetGroup(elb, "green", vpc);
        var balancer = Assert.Single((await elb.CreateLoadBalancerAsync(
            new() { Name = "front", Subnets = subnets, Scheme = LoadBalancerSchemeEnum.InternetFacing }, Ct)).LoadBalancers!);
        var listener = Assert.Single((await elb.CreateListenerAsync(
            new() { LoadBalancerArn = balancer.LoadBalancerArn, Protocol = ProtocolEnum.HTTP, Port = 80, DefaultActions = [Forward((blue, 100), (green, 0))] }, Ct)).Listeners!);
        var rule = Assert.Single((await elb.CreateRuleAsync(
            new()
            {
                ListenerArn = listener.ListenerArn,
                Priority = 10,
                Conditions = [new() { Field = "path-pattern", PathPatternConfig = new() { Values = ["/api/*", "/a b~c"] } }],
                Actions = [Forward((blue, 100), (green, 0))],
            }, Ct)).Rules!);

        await elb.ModifyRuleAsync(new() { RuleArn = rule.RuleArn, Actions = [Forward((blue, 90), (green, 10))] }, Ct);
        await elb.ModifyListenerAsync(new() { ListenerArn = listener.ListenerArn, DefaultActions = [Forward((blue, 0), (green, 100))] }, Ct);

        await elb.ModifyTargetGroupAttributesAsync(
            new() { TargetGroupArn = blue, Attributes = [new() { Key = "deregistration_delay.timeout_seconds", Value = "7" }] }, Ct);
        await elb.ModifyTargetGroupAsync(new() { TargetGroupArn = blue, HealthCheckPath = "/ready", HealthyThresholdCount = 2 }, Ct);

        var attributes = (await elb.DescribeTargetGroupAttributesAsync(new() { TargetGroupArn = blue }, Ct)).Attributes!;
        Assert.Equal("7", attributes.Single(attribute => attribute.Key == "deregistration_delay.timeout_seconds").Value);
        var group = Assert.Single((await elb.DescribeTargetGroupsAsync(new() { TargetGroupArns = [blue] }, Ct)).TargetGroups!);
        Assert.Equal(("/ready", 2), (group.HealthCheckPath, group.HealthyThresholdCount));
        var rules = (await elb.DescribeRulesAsync(new() { ListenerArn = listener.ListenerArn }, Ct)).Rules!;
        Assert.Equal(["10: blue 90, green 10", "default: blue 0, green 100"], rules.Select(Weights).Order(StringComparer.Ordinal));
        Assert.Equal(["/api/*", "/a b~c"], rules.Single(each => each.Priority == "10").Conditions!.Single().PathPatternConfig!.Values);
        var found = Assert.Single((await elb.DescribeListenersAsync(new() { LoadBalancerArn = balancer.LoadBalancerArn }, Ct)).Listeners!);
        Assert.Equal((80, ProtocolEnum.HTTP), (found.Port, found.Protocol));
        Assert.Equal("front", Assert.Single((await elb.DescribeLoadBalancersAsync(new(), Ct)).LoadBalancers!).LoadBalancerName);
        Assert.Equal(2, (await elb.DescribeTargetGroupsAsync(new(), Ct)).TargetGroups!.Count);
        Assert.Empty((await elb.DescribeTargetHealthAsync(new() { TargetGroupArn = blue }, Ct)).TargetHealthDescriptions!);

        await elb.DeleteRuleAsync(new() { RuleArn = rule.RuleArn }, Ct);

        Assert.Equal(["default"], (await elb.DescribeRulesAsync(new() { ListenerArn = listener.ListenerArn }, Ct)).Rules!.Select(each => each.Priority));
    }

    [Fact]
    public async Task Load_balancer_errors_are_typed()
    {
        var moto = await shared.Server();
        using var elb = (AmazonElasticLoadBalancingV2Client)Service.Named("elbv2").Connect(moto.Url);

        await Assert.ThrowsAsync<LoadBalancerNotFoundException>(() => elb.DescribeLoadBalancersAsync(new() { Names = ["missing"] }, Ct));
        await Assert.ThrowsAsync<TargetGroupNotFoundException>(() => elb.DescribeTargetGroupsAsync(new() { Names = ["missing"] }, Ct));
    }

    private const string LifecyclePolicy =
        """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""";

    private static async Task<string> TargetGroup(AmazonElasticLoadBalancingV2Client elb, string name, string vpc) =>
        Assert.Single((await elb.CreateTargetGroupAsync(
            new() { Name = name, Protocol = ProtocolEnum.HTTP, Port = 8080, VpcId = vpc, TargetType = TargetTypeEnum.Ip, HealthCheckPath = "/health" }, Ct)).TargetGroups!).TargetGroupArn!;

    private static Action Forward(params (string Group, int Weight)[] groups) =>
        new()
        {
            Type = ActionTypeEnum.Forward,
            ForwardConfig = new() { TargetGroups = [.. groups.Select(each => new TargetGroupTuple { TargetGroupArn = each.Group, Weight = each.Weight })] },
        };

    private static string Weights(Elb.Model.Rule rule) =>
        $"{rule.Priority}: {string.Join(", ", rule.Actions!.Single().ForwardConfig!.TargetGroups!.Select(each => $"{each.TargetGroupArn!.Split('/')[1]} {each.Weight}"))}";

    /// <summary>moto wants a network that exists, and has a default one.</summary>
    private static async Task<(string Vpc, List<string> Subnets)> DefaultNetwork(string url)
    {
        using var ec2 = (AmazonEC2Client)Service.Named("ec2").Connect(url);
        var subnets = (await ec2.DescribeSubnetsAsync(new() { Filters = [new() { Name = "default-for-az", Values = ["true"] }] }, Ct)).Subnets!;
        return (subnets[0].VpcId!, [.. subnets.Take(2).Select(subnet => subnet.SubnetId!)]);
    }
}
