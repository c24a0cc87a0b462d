using Slipway.Aws;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class S3AddressTests
{
    [Theory]
    [InlineData("eu-west-1", "shop-web", "https://shop-web.s3.eu-west-1.amazonaws.com", "shop-web.s3.eu-west-1.amazonaws.com", "")]
    [InlineData("us-east-1", "shop-web", "https://shop-web.s3.us-east-1.amazonaws.com", "shop-web.s3.us-east-1.amazonaws.com", "")]
    [InlineData("cn-north-1", "shop-web", "https://shop-web.s3.cn-north-1.amazonaws.com.cn", "shop-web.s3.cn-north-1.amazonaws.com.cn", "")]
    [InlineData("eu-west-1", "www.shop.example", "https://s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com", "/www.shop.example")]
    public void A_bucket_of_AWS_is_asked_where_the_official_client_asks_it(string region, string bucket, string origin, string host, string path)
    {
        using var session = new AwsSession(new DeployEnvironment("local") { Account = "111122223333", Region = region }, null);
        Assert.SkipWhen(session.IsLoopback, "AWS_ENDPOINT_URL is set.");

        Assert.Equal(new S3Address(origin, host, path, region), S3Address.Of(session.BucketUrl(bucket), session.Region));
    }

    [Fact]
    public void On_this_machine_the_bucket_is_in_the_path()
    {
        using var session = new AwsSession(new DeployEnvironment("local") { Account = "111122223333", Region = "eu-west-1" }, new Uri("http://127.0.0.1:4566"));

        var address = S3Address.Of(session.BucketUrl("shop-web"), session.Region);

        Assert.Equal(new S3Address("http://127.0.0.1:4566", "127.0.0.1:4566", "/shop-web", "eu-west-1"), address);
        Assert.Equal(("/shop-web", "/shop-web/a/../b"), (address.PathOf(null), address.PathOf("a/../b")));
        Assert.Equal("http://127.0.0.1:4566/shop-web/a/../b?x=1", address.Url(address.PathOf("a/../b"), "x=1").AbsoluteUri);
        Assert.Equal(address with { Region = "eu-west-3" }, address.In("eu-west-3"));
    }

    [Fact]
    public void A_bucket_moves_to_its_region()
    {
        var address = new S3Address("https://shop.s3.eu-west-1.amazonaws.com", "shop.s3.eu-west-1.amazonaws.com", "", "eu-west-1");

        Assert.Equal(new S3Address("https://shop.s3.us-east-1.amazonaws.com", "shop.s3.us-east-1.amazonaws.com", "", "us-east-1"), address.In("us-east-1"));
        Assert.Equal(("/", "/key"), (address.PathOf(null), address.PathOf("key")));
    }
}
