using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>AWS's own clients against CloudFront and S3 together; botocore checks the replies against AWS's models.</summary>
public sealed class BotoCloudFrontTests
{
    [Fact]
    public async Task A_site_is_served_through_a_distribution_that_boto3_made_and_the_aws_program_sees_it()
    {
        using var folder = new TemporaryFolder();
        await using var api = await Backend.Start("api");
        await using var cloud = await RehearsalCloud.Start(
            new RehearsalOptions(folder.Path, _ => new NoTasks()) { Speed = 60 }, TestContext.Current.CancellationToken);
        var aws = new AwsCli(cloud.AwsEndpoint);

        await aws.Python("CloudFront/cloudfront.py", $"{api.Endpoint.Port}");

        Assert.Null((await aws.Run("cloudfront", "list-distributions"))?["DistributionList"]?["Items"]);
        var policy = await aws.Run("cloudfront", "get-cache-policy", "--id", Config.Uncached);
        Assert.Equal("Managed-CachingDisabled", (string?)policy!["CachePolicy"]!["CachePolicyConfig"]!["Name"]);
        Assert.Contains("(NoSuchDistribution)", await aws.Refused("cloudfront", "get-distribution", "--id", "E000"), StringComparison.Ordinal);
        Assert.Contains("(UnsupportedOperation)", await aws.Refused("cloudfront", "list-key-groups"), StringComparison.Ordinal);
    }
}
