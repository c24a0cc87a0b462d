using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class AwsDistributionFactsTests
{
    [Fact]
    public void Functions_are_told_by_where_they_run()
    {
        var facts = Read(config =>
        {
            config.CacheBehaviors = new CacheBehaviors
            {
                Items =
                [
                    Behavior("/function/*", function: EventType.ViewerRequest), Behavior("/answers/*", function: EventType.ViewerResponse),
                    Behavior("/viewer/*", lambda: EventType.ViewerRequest), Behavior("/origin/*", lambda: EventType.OriginRequest), Behavior("/late/*", lambda: EventType.OriginResponse),
                ],
            };
        });

        Assert.Equal(
            ["/function/* True False False", "/answers/* False False False", "/viewer/* True True False", "/origin/* True True True", "/late/* False False False", "* False False False"],
            facts.Behaviors.Select(behavior => $"{behavior.Path} {behavior.RewritesRequests} {behavior.RewritesByLambda} {behavior.RewritesBehindCache}"));
    }

    [Fact]
    public void Origin_groups_name_their_origins()
    {
        var facts = Read(config => config.OriginGroups = new OriginGroups
        {
            Items = [new OriginGroup { Id = "both", Members = new OriginGroupMembers { Items = [new OriginGroupMember { OriginId = "s3" }, new OriginGroupMember { OriginId = "spare" }] } }],
        });

        Assert.Equal(["s3", "spare"], facts.OriginGroups["both"]);
    }

    [Fact]
    public void Errors_are_kept_for_ten_seconds_unless_the_distribution_says_otherwise()
    {
        var facts = Read(config => config.CustomErrorResponses = new CustomErrorResponses
        {
            Items =
            [
                new CustomErrorResponse { ErrorCode = 404, ResponsePagePath = "/index.html", ResponseCode = "200", ErrorCachingMinTTL = 300 },
                new CustomErrorResponse { ErrorCode = 403, ResponsePagePath = "", ResponseCode = "" },
            ],
        });

        Assert.Equal([new ErrorPage(404, "/index.html", 200) { KeptFor = TimeSpan.FromMinutes(5) }, new ErrorPage(403, "", 403)], facts.ErrorPages);
        Assert.Equal((300.0, 10.0, 10.0), (facts.KeepsErrors(404).TotalSeconds, facts.KeepsErrors(403).TotalSeconds, facts.KeepsErrors(500).TotalSeconds));
    }

    [Fact]
    public void A_policy_keeps_copies_by_query_string_and_compressed_ones_as_it_says_and_leaves_out_what_has_a_default()
    {
        var bare = AwsDistributionFacts.Read(new CachePolicyConfig { MinTTL = 200_000 });
        var full = AwsDistributionFacts.Read(new CachePolicyConfig
        {
            MinTTL = 1,
            DefaultTTL = 2,
            MaxTTL = 3,
            ParametersInCacheKeyAndForwardedToOrigin = new ParametersInCacheKeyAndForwardedToOrigin
            {
                EnableAcceptEncodingBrotli = true,
                QueryStringsConfig = new CachePolicyQueryStringsConfig { QueryStringBehavior = CachePolicyQueryStringBehavior.Whitelist },
            },
        });

        Assert.Equal(new CacheRules(TimeSpan.FromSeconds(200_000), TimeSpan.FromSeconds(200_000), TimeSpan.FromDays(365), ByQuery: false) { KeepsCompressed = false }, bare);
        Assert.Equal(new CacheRules(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), ByQuery: true), full);
    }

    [Fact]
    public void Only_policies_that_AWS_does_not_publish_have_to_be_read_and_each_once()
    {
        var config = new DistributionConfig
        {
            DefaultCacheBehavior = new DefaultCacheBehavior { CachePolicyId = "mine" },
            CacheBehaviors = new CacheBehaviors
            {
                Items = [new CacheBehavior { CachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6" }, new CacheBehavior { CachePolicyId = "mine" }, new CacheBehavior { CachePolicyId = "" }, new CacheBehavior()],
            },
        };

        Assert.Equal(["mine"], AwsDistributionFacts.PoliciesOf(config));
    }

    [Fact]
    public void Whoever_forwards_all_headers_caches_nothing()
    {
        var facts = Read(config => config.DefaultCacheBehavior = new DefaultCacheBehavior
        {
            TargetOriginId = "s3",
#pragma warning disable CS0618 // Distributions from before there were policies still have it.
            ForwardedValues = new ForwardedValues { QueryString = true, Headers = new Headers { Items = ["*"] } },
#pragma warning restore CS0618
        });

        Assert.Equal((false, true), (facts.Behaviors[^1].Cache.Keeps, facts.Behaviors[^1].Cache.ByQuery));
    }

    private static CacheBehavior Behavior(string path, EventType? function = null, EventType? lambda = null) => new()
    {
        PathPattern = path,
        TargetOriginId = "s3",
        CachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6",
        FunctionAssociations = function is null ? null : new FunctionAssociations { Items = [new FunctionAssociation { EventType = function }] },
        LambdaFunctionAssociations = lambda is null ? null : new LambdaFunctionAssociations { Items = [new LambdaFunctionAssociation { EventType = lambda }] },
    };

    private static DistributionFacts Read(Action<DistributionConfig> change)
    {
        var config = new DistributionConfig
        {
            Enabled = true,
            DefaultCacheBehavior = new DefaultCacheBehavior { TargetOriginId = "s3", CachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6" },
        };
        change(config);
        return new AwsDistributionFacts(new Dictionary<string, CacheRules>()).Read(new Distribution { Id = "E1", DomainName = "d1.cloudfront.net", DistributionConfig = config });
    }
}
