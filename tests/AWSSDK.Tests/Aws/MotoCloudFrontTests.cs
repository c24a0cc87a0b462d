using Amazon.CloudFront;
using Amazon.CloudFront.Model;

namespace AWSSDK.Tests.Aws;

/// <summary>CloudFront through a server that nobody here wrote.</summary>
[Collection(nameof(SharedMoto))]
public sealed class MotoCloudFrontTests(SharedMoto shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_distribution_is_made_read_changed_under_its_tag_and_listed()
    {
        var moto = await shared.Server();
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(moto.Url);

        var made = await cloudFront.CreateDistributionAsync(new() { DistributionConfig = Site("made", "플랫폼 <&> \"site\"") }, Ct);

        var id = made.Distribution!.Id!;
        Assert.Equal(System.Net.HttpStatusCode.Created, made.HttpStatusCode);
        Assert.EndsWith("/2020-05-31/distribution/" + id, made.Location, StringComparison.Ordinal);
        var read = await cloudFront.GetDistributionConfigAsync(new() { Id = id }, Ct);
        var config = read.DistributionConfig!;
        Assert.Equal(made.ETag, read.ETag);
        Assert.Equal(("플랫폼 <&> \"site\"", true, PriceClass.PriceClass_100), (config.Comment, config.Enabled, config.PriceClass));
        Assert.Equal(["www.example.com", "example.com"], config.Aliases!.Items);
        Assert.Equal("/7f3a1c2", Assert.Single(config.Origins!.Items!).OriginPath);
        Assert.Equal(ViewerProtocolPolicy.RedirectToHttps, config.DefaultCacheBehavior!.ViewerProtocolPolicy);
        Assert.Equal(["GET", "HEAD"], config.DefaultCacheBehavior.AllowedMethods!.Items!.Order(StringComparer.Ordinal));

        config.Comment = "changed";
        var changed = await cloudFront.UpdateDistributionAsync(new() { Id = id, IfMatch = read.ETag, DistributionConfig = config }, Ct);

        Assert.Equal("changed", changed.Distribution!.DistributionConfig!.Comment);
        var again = await cloudFront.GetDistributionAsync(new() { Id = id }, Ct);
        Assert.Equal(("changed", changed.ETag), (again.Distribution!.DistributionConfig!.Comment, again.ETag));
        Assert.Contains("distribution/" + id, again.Distribution.ARN, StringComparison.Ordinal);
        var listed = (await cloudFront.ListDistributionsAsync(new(), Ct)).DistributionList!;
        Assert.Equal(made.Distribution.DomainName, Assert.Single(listed.Items!, summary => summary.Id == id).DomainName);
    }

    [Fact]
    public async Task An_invalidation_is_made_read_and_listed()
    {
        var moto = await shared.Server();
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(moto.Url);
        var id = (await cloudFront.CreateDistributionAsync(new() { DistributionConfig = Site("invalidated", "") }, Ct)).Distribution!.Id;
        var batch = new InvalidationBatch { CallerReference = "7f3a1c2", Paths = new() { Quantity = 2, Items = ["/index.html", "/a b/é*"] } };

        var made = (await cloudFront.CreateInvalidationAsync(new() { DistributionId = id, InvalidationBatch = batch }, Ct)).Invalidation!;

        var read = (await cloudFront.GetInvalidationAsync(new() { DistributionId = id, Id = made.Id }, Ct)).Invalidation!;
        Assert.Equal((made.Id, "7f3a1c2", 2), (read.Id, read.InvalidationBatch!.CallerReference, read.InvalidationBatch.Paths!.Quantity));
        Assert.Equal(["/index.html", "/a b/é*"], read.InvalidationBatch.Paths.Items);
        // AWS says Completed.
        Assert.Equal("COMPLETED", read.Status);
        Assert.NotNull(read.CreateTime);
        var listed = (await cloudFront.ListInvalidationsAsync(new() { DistributionId = id }, Ct)).InvalidationList!;
        Assert.Equal([made.Id], listed.Items!.Select(each => each.Id));
    }

    [Fact]
    public async Task An_origin_access_control_is_made_and_listed()
    {
        var moto = await shared.Server();
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(moto.Url);

        var made = await cloudFront.CreateOriginAccessControlAsync(
            new()
            {
                OriginAccessControlConfig = new()
                {
                    Name = "site",
                    OriginAccessControlOriginType = OriginAccessControlOriginTypes.S3,
                    SigningBehavior = OriginAccessControlSigningBehaviors.Always,
                    SigningProtocol = OriginAccessControlSigningProtocols.Sigv4,
                },
            }, Ct);

        var listed = (await cloudFront.ListOriginAccessControlsAsync(new(), Ct)).OriginAccessControlList!;
        var found = Assert.Single(listed.Items!, each => each.Id == made.OriginAccessControl!.Id);
        Assert.Equal(("site", OriginAccessControlSigningBehaviors.Always), (found.Name, found.SigningBehavior));
    }

    [Fact]
    public async Task Errors_are_typed()
    {
        var moto = await shared.Server();
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(moto.Url);
        var elsewhere = Site("elsewhere", "");
        elsewhere.DefaultCacheBehavior!.TargetOriginId = "elsewhere";

        var missing = await Assert.ThrowsAsync<NoSuchDistributionException>(() => cloudFront.GetDistributionAsync(new() { Id = "E000000" }, Ct));

        Assert.Equal(("NoSuchDistribution", System.Net.HttpStatusCode.NotFound), (missing.ErrorCode, missing.StatusCode));
        Assert.Equal("The specified distribution does not exist.", missing.Message);
        await Assert.ThrowsAsync<NoSuchOriginException>(() => cloudFront.CreateDistributionAsync(new() { DistributionConfig = elsewhere }, Ct));
    }

    private static DistributionConfig Site(string reference, string comment) =>
        new()
        {
            CallerReference = reference,
            Comment = comment,
            Enabled = true,
            PriceClass = PriceClass.PriceClass_100,
            Aliases = new() { Quantity = 2, Items = ["www.example.com", "example.com"] },
            Origins = new()
            {
                Quantity = 1,
                Items = [new() { Id = "bucket", DomainName = "site.s3.ap-northeast-2.amazonaws.com", OriginPath = "/7f3a1c2", S3OriginConfig = new() { OriginAccessIdentity = "" } }],
            },
            DefaultCacheBehavior = new()
            {
                TargetOriginId = "bucket",
                ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps,
                AllowedMethods = new() { Quantity = 2, Items = ["GET", "HEAD"], CachedMethods = new() { Quantity = 2, Items = ["GET", "HEAD"] } },
            },
        };
}
