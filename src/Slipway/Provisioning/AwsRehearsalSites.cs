using System.Text;
using System.Text.Json.Nodes;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Sites;
using EventType = Amazon.CloudFront.EventType;

namespace Slipway.Provisioning;

/// <summary>
/// Makes bucket and distribution of a site: the bucket private and read by its distribution alone, the routing by a function on the site's own
/// behaviour, the services' paths on behaviours that cache nothing. Files that a service's pages load have a behaviour for their folder.
/// </summary>
internal sealed class AwsRehearsalSites(IAmazonS3 s3, IAmazonCloudFront cloudFront)
{
    public async Task<SiteInfrastructure> Ensure(ImpliedSite site, DeployEnvironment environment, BalancingMade? balancing, CancellationToken ct)
    {
        var bucket = site.Bucket(environment);
        if (!await HasBucket(bucket, ct))
        {
            // S3 takes us-east-1 only unsaid.
            var region = environment.Region == "us-east-1" ? null : environment.Region;
            await s3.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = region, UseClientRegion = false }, ct);
        }

        var function = site.IsAssets ? null : await EnsureFunction(site, ct);
        var control = await EnsureAccessControl(site.Id, ct);
        var distribution = await EnsureDistribution(
            site, new Parts($"{bucket}.s3.{environment.Region}.amazonaws.com", control, function, site.ServicePaths.Count > 0 ? balancing : null), ct);
        await EnsurePolicy(bucket, distribution.ARN!, ct);
        return new SiteInfrastructure(bucket, distribution.Id!);
    }

    /// <summary>Null: some of it is not there.</summary>
    public async Task<IReadOnlyDictionary<string, SiteInfrastructure>?> Find(IReadOnlyList<ImpliedSite> sites, CancellationToken ct)
    {
        if (sites.Count == 0)
            return new Dictionary<string, SiteInfrastructure>();

        var existing = await Distributions(ct);
        return sites.All(site => existing.ContainsKey(site.Id))
            ? sites.ToDictionary(site => site.Name, site => new SiteInfrastructure(BucketOf(existing[site.Id]), existing[site.Id].Id!))
            : null;
    }

    private static string BucketOf(DistributionSummary distribution) =>
        distribution.Origins!.Items!.First(origin => origin.Id == SiteOrigin).DomainName!.Split('.')[0];

    private async Task<bool> HasBucket(string name, CancellationToken ct)
    {
        var all = await s3.ListBucketsAsync(new ListBucketsRequest(), ct);
        return all.Buckets?.Exists(bucket => bucket.BucketName == name) == true;
    }

    /// <summary>The published function's ARN.</summary>
    private async Task<string> EnsureFunction(ImpliedSite site, CancellationToken ct)
    {
        var code = RewriteFunction.Of(site.Routing, folder: "");
        var name = $"{site.Id}-routing";
        var config = new FunctionConfig { Comment = "Leads paths without a file to a document", Runtime = FunctionRuntime.CloudfrontJs20 };

        if (await PublishedCode(name, ct) == code)
            return (await cloudFront.DescribeFunctionAsync(new DescribeFunctionRequest { Name = name, Stage = FunctionStage.LIVE }, ct)).FunctionSummary!.FunctionMetadata!.FunctionARN!;

        var etag = await DevelopmentEtag(name, ct) is { } existing
            ? (await cloudFront.UpdateFunctionAsync(new UpdateFunctionRequest { Name = name, IfMatch = existing, FunctionConfig = config, FunctionCode = Bytes(code) }, ct)).ETag
            : (await cloudFront.CreateFunctionAsync(new CreateFunctionRequest { Name = name, FunctionConfig = config, FunctionCode = Bytes(code) }, ct)).ETag;
        var published = await cloudFront.PublishFunctionAsync(new PublishFunctionRequest { Name = name, IfMatch = etag }, ct);
        return published.FunctionSummary!.FunctionMetadata!.FunctionARN!;
    }

    private async Task<string?> PublishedCode(string name, CancellationToken ct)
    {
        try
        {
            var found = await cloudFront.GetFunctionAsync(new GetFunctionRequest { Name = name, Stage = FunctionStage.LIVE }, ct);
            return Encoding.UTF8.GetString(found.FunctionCode!.ToArray());
        }
        catch (NoSuchFunctionExistsException)
        {
            return null;
        }
    }

    private async Task<string?> DevelopmentEtag(string name, CancellationToken ct)
    {
        try
        {
            return (await cloudFront.DescribeFunctionAsync(new DescribeFunctionRequest { Name = name, Stage = FunctionStage.DEVELOPMENT }, ct)).ETag;
        }
        catch (NoSuchFunctionExistsException)
        {
            return null;
        }
    }

    private async Task<string> EnsureAccessControl(string name, CancellationToken ct)
    {
        var all = await cloudFront.ListOriginAccessControlsAsync(new ListOriginAccessControlsRequest(), ct);
        if (all.OriginAccessControlList?.Items?.Find(control => control.Name == name) is { } found)
            return found.Id!;

        var made = await cloudFront.CreateOriginAccessControlAsync(
            new CreateOriginAccessControlRequest
            {
                OriginAccessControlConfig = new OriginAccessControlConfig
                {
                    Name = name,
                    OriginAccessControlOriginType = OriginAccessControlOriginTypes.S3,
                    SigningBehavior = OriginAccessControlSigningBehaviors.Always,
                    SigningProtocol = OriginAccessControlSigningProtocols.Sigv4,
                },
            },
            ct);
        return made.OriginAccessControl!.Id!;
    }

    private async Task<Distribution> EnsureDistribution(ImpliedSite site, Parts parts, CancellationToken ct)
    {
        var wanted = Config(site, parts);
        if (!(await Distributions(ct)).TryGetValue(site.Id, out var summary))
            return (await cloudFront.CreateDistributionAsync(new CreateDistributionRequest { DistributionConfig = wanted }, ct)).Distribution!;

        var found = await cloudFront.GetDistributionAsync(new GetDistributionRequest { Id = summary.Id }, ct);
        if (Text(found.Distribution!.DistributionConfig!) == Text(wanted))
            return found.Distribution;

        wanted.CallerReference = found.Distribution.DistributionConfig!.CallerReference;
        return (await cloudFront.UpdateDistributionAsync(
            new UpdateDistributionRequest { Id = summary.Id, IfMatch = found.ETag, DistributionConfig = wanted }, ct)).Distribution!;
    }

    private async Task<Dictionary<string, DistributionSummary>> Distributions(CancellationToken ct)
    {
        var all = new Dictionary<string, DistributionSummary>(StringComparer.Ordinal);
        string? marker = null;
        do
        {
            var page = (await cloudFront.ListDistributionsAsync(new ListDistributionsRequest { Marker = marker }, ct)).DistributionList!;
            foreach (var distribution in page.Items ?? [])
                all.TryAdd(distribution.Comment ?? "", distribution);

            marker = page.NextMarker;
        }
        while (!string.IsNullOrEmpty(marker));

        return all;
    }

    /// <summary>
    /// Lets the distribution read the bucket. With s3:ListBucket a file that is not there is a 404; without, S3 would say 403 and hide it.
    /// </summary>
    private async Task EnsurePolicy(string bucket, string distribution, CancellationToken ct)
    {
        var policy = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(Statement("s3:GetObject", $"arn:aws:s3:::{bucket}/*"), Statement("s3:ListBucket", $"arn:aws:s3:::{bucket}")),
        };
        if (!JsonNode.DeepEquals(await Policy(bucket, ct), policy))
            await s3.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = bucket, Policy = policy.ToJsonString() }, ct);

        JsonObject Statement(string action, string resource) => new()
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "cloudfront.amazonaws.com" },
            ["Action"] = action,
            ["Resource"] = resource,
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["AWS:SourceArn"] = distribution } },
        };
    }

    private async Task<JsonNode?> Policy(string bucket, CancellationToken ct)
    {
        try
        {
            var found = await s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = bucket }, ct);
            return BucketPolicy.Of(found) is { } policy ? JsonNode.Parse(policy) : null;
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucketPolicy")
        {
            return null;
        }
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private const string SiteOrigin = "site";
    private const string ServicesOrigin = "services";

    /// <param name="Function">ARN; null: paths lead to the files that they name, and nowhere else.</param>
    /// <param name="Balancing">Null: no service shares the site's address.</param>
    private sealed record Parts(string BucketDomain, string AccessControl, string? Function, BalancingMade? Balancing);

    private static DistributionConfig Config(ImpliedSite site, Parts parts) => new()
    {
        CallerReference = site.Id,
        Comment = site.Id,
        Enabled = true,
        DefaultRootObject = site.DefaultRootObject,
        Origins = OriginsOf(site, parts),
        DefaultCacheBehavior = Default(site.Behaviors(parts.Balancing is not null)[^1], parts.Function),
        CacheBehaviors = Others([.. site.Behaviors(parts.Balancing is not null).SkipLast(1)]),
    };

    private static DefaultCacheBehavior Default(ImpliedBehavior behavior, string? function) => new()
    {
        TargetOriginId = behavior.IsService ? ServicesOrigin : SiteOrigin,
        ViewerProtocolPolicy = ViewerProtocolPolicy.AllowAll,
        CachePolicyId = behavior.IsService ? ManagedPolicies.CachingDisabled : ManagedPolicies.CachingOptimized,
        OriginRequestPolicyId = behavior.IsService ? ManagedPolicies.AllViewer : null,
        Compress = true,
        AllowedMethods = behavior.IsService ? AnyMethod : null,
        FunctionAssociations = behavior.IsService || function is null ? null : new FunctionAssociations
        {
            Quantity = 1,
            Items = [new FunctionAssociation { EventType = EventType.ViewerRequest, FunctionARN = function }],
        },
    };

    private static Origins OriginsOf(ImpliedSite site, Parts parts)
    {
        List<Origin> origins =
        [
            new()
            {
                Id = SiteOrigin,
                DomainName = parts.BucketDomain,
                OriginPath = site.OriginPath,
                OriginAccessControlId = parts.AccessControl,
                S3OriginConfig = new S3OriginConfig { OriginAccessIdentity = "" },
            },
        ];
        if (parts.Balancing is { } balancing)
        {
            origins.Add(new Origin
            {
                Id = ServicesOrigin,
                DomainName = balancing.Host,
                OriginPath = "",
                CustomOriginConfig = new CustomOriginConfig { HTTPPort = balancing.Port, HTTPSPort = 443, OriginProtocolPolicy = OriginProtocolPolicy.HttpOnly },
            });
        }

        return new Origins { Quantity = origins.Count, Items = origins };
    }

    private static CacheBehaviors Others(IReadOnlyList<ImpliedBehavior> behaviors) => new()
    {
        Quantity = behaviors.Count,
        Items =
        [
            .. behaviors.Select(behavior => new CacheBehavior
            {
                PathPattern = behavior.Path,
                TargetOriginId = behavior.IsService ? ServicesOrigin : SiteOrigin,
                ViewerProtocolPolicy = ViewerProtocolPolicy.AllowAll,
                CachePolicyId = behavior.IsService ? ManagedPolicies.CachingDisabled : ManagedPolicies.CachingOptimized,
                OriginRequestPolicyId = behavior.IsService ? ManagedPolicies.AllViewer : null,
                Compress = true,
                AllowedMethods = behavior.IsService ? AnyMethod : null,
            }),
        ],
    };

    private static AllowedMethods AnyMethod => new() { Quantity = ManagedPolicies.AnyMethod.Count, Items = [.. ManagedPolicies.AnyMethod] };

    /// <summary>What of a distribution this class decides, as text: CloudFront's answer has many more members, filled with defaults.</summary>
    private static string Text(DistributionConfig config) => string.Join('\n',
    [
        $"{config.Comment} {config.Enabled} {config.DefaultRootObject}",
        .. (config.Origins?.Items ?? []).Select(origin =>
            $"{origin.Id} {origin.DomainName} {origin.OriginPath} {origin.OriginAccessControlId} {origin.CustomOriginConfig?.HTTPPort}"),
        $"* {config.DefaultCacheBehavior?.TargetOriginId} {config.DefaultCacheBehavior?.CachePolicyId} {config.DefaultCacheBehavior?.FunctionAssociations?.Items?.FirstOrDefault()?.FunctionARN}",
        .. (config.CacheBehaviors?.Items ?? []).Select(behaviour => $"{behaviour.PathPattern} {behaviour.TargetOriginId} {behaviour.CachePolicyId} {behaviour.OriginRequestPolicyId}"),
    ]);
}
