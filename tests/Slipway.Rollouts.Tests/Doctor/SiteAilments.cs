using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Doctor;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rollouts.Doctor;

/// <summary>What can be wrong with sites, their buckets and distributions, and with the release bucket.</summary>
internal static class SiteAilments
{
    private const string CachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    private const string CachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    private const string AllViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";
    private const string OnlyHost = "bf0718e1-ba1e-49d1-88b1-f726733018ae";

    private static readonly List<string> AllMethods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

    public static IReadOnlyList<Ailment> All { get; } = [.. Buckets(), .. Distributions()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IEnumerable<Ailment> Buckets() =>
    [
        new(CheckKind.BucketPublic)
        {
            Evidence = "public access is not blocked",
            Break = stage => stage.Session.S3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = Bucket(stage) }, Ct),
            Mend = stage => stage.Session.S3.PutPublicAccessBlockAsync(
                new PutPublicAccessBlockRequest
                {
                    BucketName = Bucket(stage),
                    PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true },
                },
                Ct),
        },
        new(CheckKind.BucketPolicy)
        {
            Evidence = "its policy does not let distribution",
            Break = stage => Policy(stage, "E1ANOTHER0NE"),
            Mend = stage => Policy(stage, stage.Infrastructure.Sites["pages"].Distribution),
        },
        new(CheckKind.BucketExpires)
        {
            Evidence = "its lifecycle rule DeleteOld deletes every file 30 days after it was written",
            Break = stage => stage.Session.S3.PutLifecycleConfigurationAsync(
                new PutLifecycleConfigurationRequest
                {
                    BucketName = Bucket(stage),
                    Configuration = new LifecycleConfiguration
                    {
                        Rules =
                        [
                            new LifecycleRule
                            {
                                Id = "DeleteOld",
                                Status = LifecycleRuleStatus.Enabled,
                                Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                                Expiration = new LifecycleRuleExpiration { Days = 30 },
                            },
                        ],
                    },
                },
                Ct),
            Mend = stage => stage.Session.S3.DeleteLifecycleConfigurationAsync(new DeleteLifecycleConfigurationRequest { BucketName = Bucket(stage) }, Ct),
        },
        new(CheckKind.ReleaseBucketSettings)
        {
            Evidence = "missing: KeepVersions",
            Break = stage => Versions(stage, VersionStatus.Suspended),
            Mend = stage => Versions(stage, VersionStatus.Enabled),
        },
    ];

    private static IEnumerable<Ailment> Distributions()
    {
        FunctionAssociations? functions = null;
        CacheBehaviors? behaviors = null;
        return
        [
            new(CheckKind.Site)
            {
                Evidence = "site pages is a single page, but behavior * of distribution",
                Break = stage => stage.Distribution(config => (functions, config.DefaultCacheBehavior!.FunctionAssociations) = (config.DefaultCacheBehavior.FunctionAssociations, null)),
                Mend = stage => stage.Distribution(config => config.DefaultCacheBehavior!.FunctionAssociations = functions),
            },
            new(CheckKind.SiteCaching)
            {
                Evidence = "compresses nothing of site pages",
                Break = stage => stage.Distribution(config => config.DefaultCacheBehavior!.Compress = false),
                Mend = stage => stage.Distribution(config => config.DefaultCacheBehavior!.Compress = true),
            },
            new(CheckKind.DistributionHttp)
            {
                Evidence = "it answers without TLS at /api/*",
                Break = stage => stage.Distribution(config => Api(config).ViewerProtocolPolicy = ViewerProtocolPolicy.AllowAll),
                Mend = stage => stage.Distribution(config => Api(config).ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps),
            },
            new(CheckKind.ApiPath)
            {
                Evidence = "has no behavior that leads /api/* to the service",
                Break = stage => stage.Distribution(config => (behaviors, config.CacheBehaviors) = (config.CacheBehaviors, new CacheBehaviors { Quantity = 0, Items = [] })),
                Mend = stage => stage.Distribution(config => config.CacheBehaviors = behaviors),
            },
            new(CheckKind.ApiCached)
            {
                Evidence = "keeps what /api/* answers for 1 day unless the service says otherwise",
                Break = stage => stage.Distribution(config => Api(config).CachePolicyId = CachingOptimized),
                Mend = stage => stage.Distribution(config => Api(config).CachePolicyId = CachingDisabled),
            },
            new(CheckKind.ApiMethods)
            {
                Evidence = "its behavior /api/* answers OPTIONS, PUT, PATCH, POST, DELETE with 403",
                Break = stage => stage.Distribution(config => Api(config).AllowedMethods = Methods(["GET", "HEAD"])),
                Mend = stage => stage.Distribution(config => Api(config).AllowedMethods = Methods(AllMethods)),
            },
            new(CheckKind.ApiForwarding)
            {
                Evidence = "its behavior /api/* does not pass on query strings, cookies, headers such as Authorization",
                Break = stage => stage.Distribution(config => Api(config).OriginRequestPolicyId = OnlyHost),
                Mend = stage => stage.Distribution(config => Api(config).OriginRequestPolicyId = AllViewer),
            },
        ];
    }

    private static string Bucket(PracticeStage stage) => stage.Infrastructure.Sites["pages"].Bucket;

    private static CacheBehavior Api(DistributionConfig config) => config.CacheBehaviors!.Items!.Single();

    private static AllowedMethods Methods(List<string> methods) => new() { Quantity = methods.Count, Items = methods };

    private static Task Versions(PracticeStage stage, VersionStatus status) => stage.Session.S3.PutBucketVersioningAsync(
        new PutBucketVersioningRequest { BucketName = stage.ReleaseBucket, VersioningConfig = new S3BucketVersioningConfig { Status = status } }, Ct);

    private static Task Policy(PracticeStage stage, string distribution) => stage.Session.S3.PutBucketPolicyAsync(
        new PutBucketPolicyRequest
        {
            BucketName = Bucket(stage),
            Policy = $$"""
                { "Version": "2012-10-17", "Statement": [{
                  "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::{{Bucket(stage)}}/*",
                  "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::{{Practice.Account}}:distribution/{{distribution}}" } } }] }
                """,
        },
        Ct);
}
