using System.Globalization;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;

namespace Slipway.Sites;

/// <summary>What of a distribution matters to a site, read from CloudFront's answer.</summary>
/// <param name="policies">The account's own cache policies that the distribution uses, by their ids; those that are missing could not be read.</param>
internal sealed class AwsDistributionFacts(IReadOnlyDictionary<string, CacheRules> policies)
{
    /// <summary>The ids of the cache policies whose settings AWS does not publish.</summary>
    public static IReadOnlyList<string> PoliciesOf(DistributionConfig config) =>
    [
        .. (config.CacheBehaviors?.Items ?? []).Select(behavior => behavior.CachePolicyId).Append(config.DefaultCacheBehavior?.CachePolicyId)
            .Where(id => !string.IsNullOrEmpty(id) && ManagedCachePolicies.Find(id) is null).Select(id => id!).Distinct(StringComparer.Ordinal),
    ];

    public DistributionFacts Read(Distribution distribution)
    {
        var config = distribution.DistributionConfig!;
        return new DistributionFacts(
            distribution.Id!, distribution.DomainName!, config.Aliases?.Items ?? [], config.Enabled ?? false, config.DefaultRootObject ?? "",
            [.. (config.Origins?.Items ?? []).Select(origin => new OriginFacts(origin.Id!, origin.DomainName!, (origin.OriginPath ?? "").TrimEnd('/'))
            {
                IsSigned = !string.IsNullOrEmpty(origin.OriginAccessControlId) || !string.IsNullOrEmpty(origin.S3OriginConfig?.OriginAccessIdentity),
            })],
            [.. (config.CacheBehaviors?.Items ?? []).Select(Read), Read(config.DefaultCacheBehavior!)],
            [.. (config.CustomErrorResponses?.Items ?? []).Select(Read)])
        {
            OriginGroups = (config.OriginGroups?.Items ?? []).ToDictionary(
                group => group.Id!, group => (IReadOnlyList<string>)[.. (group.Members?.Items ?? []).Select(member => member.OriginId!)], StringComparer.Ordinal),
        };
    }

    /// <summary>What a cache policy says; what it leaves out is as CloudFront's API reference tells (CachePolicyConfig).</summary>
    public static CacheRules Read(CachePolicyConfig policy)
    {
        var key = policy.ParametersInCacheKeyAndForwardedToOrigin;
        var least = policy.MinTTL ?? 0;
        var standard = policy.DefaultTTL ?? Math.Max(86_400, least);
        return Rules(least, standard, policy.MaxTTL ?? Math.Max(31_536_000, standard), (key?.QueryStringsConfig?.QueryStringBehavior ?? CachePolicyQueryStringBehavior.None) != CachePolicyQueryStringBehavior.None) with
        {
            KeepsCompressed = key?.EnableAcceptEncodingGzip == true || key?.EnableAcceptEncodingBrotli == true,
        };
    }

    private static ErrorPage Read(CustomErrorResponse page) => new(
        page.ErrorCode ?? 0, page.ResponsePagePath ?? "",
        int.TryParse(page.ResponseCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : page.ErrorCode ?? 0)
    {
        KeptFor = page.ErrorCachingMinTTL is { } seconds ? TimeSpan.FromSeconds(seconds) : ErrorPage.StandardTime,
    };

    private BehaviorFacts Read(CacheBehavior behavior) => Read(
        behavior.PathPattern!, behavior.TargetOriginId!, behavior.Compress, behavior.FunctionAssociations, behavior.LambdaFunctionAssociations) with
    {
#pragma warning disable CS0618 // Distributions from before there were policies still have them.
        Cache = Rules(behavior.CachePolicyId, behavior.ForwardedValues, behavior.MinTTL, behavior.DefaultTTL, behavior.MaxTTL),
        Forwards = Read(behavior.ForwardedValues),
#pragma warning restore CS0618
        AllowsHttp = behavior.ViewerProtocolPolicy == ViewerProtocolPolicy.AllowAll,
        Methods = behavior.AllowedMethods?.Items ?? ["GET", "HEAD"],
        OriginRequestPolicy = string.IsNullOrEmpty(behavior.OriginRequestPolicyId) ? null : behavior.OriginRequestPolicyId,
    };

    private BehaviorFacts Read(DefaultCacheBehavior behavior) => Read(
        "*", behavior.TargetOriginId!, behavior.Compress, behavior.FunctionAssociations, behavior.LambdaFunctionAssociations) with
    {
#pragma warning disable CS0618 // As above.
        Cache = Rules(behavior.CachePolicyId, behavior.ForwardedValues, behavior.MinTTL, behavior.DefaultTTL, behavior.MaxTTL),
        Forwards = Read(behavior.ForwardedValues),
#pragma warning restore CS0618
        AllowsHttp = behavior.ViewerProtocolPolicy == ViewerProtocolPolicy.AllowAll,
        Methods = behavior.AllowedMethods?.Items ?? ["GET", "HEAD"],
        OriginRequestPolicy = string.IsNullOrEmpty(behavior.OriginRequestPolicyId) ? null : behavior.OriginRequestPolicyId,
    };

    private static Forwarding? Read(ForwardedValues? legacy) => legacy is null ? null
        : (legacy.Headers?.Items ?? []) is var headers && headers.Contains("*")
            ? new Forwarding(legacy.QueryString == true, legacy.Cookies?.Forward == ItemSelection.All, Headers: true, Host: true)
            : new Forwarding(legacy.QueryString == true, legacy.Cookies?.Forward == ItemSelection.All, Headers: false, headers.Contains("Host", StringComparer.OrdinalIgnoreCase));

    // Functions at the edge and Lambda@Edge can both rewrite what viewers ask for.
    private static BehaviorFacts Read(string path, string origin, bool? compress, FunctionAssociations? functions, LambdaFunctionAssociations? lambdas)
    {
        var behind = (lambdas?.Items ?? []).Any(lambda => lambda.EventType == EventType.OriginRequest);
        var lambda = behind || (lambdas?.Items ?? []).Any(lambda => lambda.EventType == EventType.ViewerRequest);
        return new BehaviorFacts(path, origin, lambda || (functions?.Items ?? []).Any(function => function.EventType == EventType.ViewerRequest))
        {
            Compresses = compress ?? false,
            RewritesByLambda = lambda,
            RewritesBehindCache = behind,
        };
    }

    private CacheRules Rules(string? policy, ForwardedValues? legacy, long? least, long? standard, long? most)
    {
        if (!string.IsNullOrEmpty(policy))
            return ManagedCachePolicies.Find(policy) ?? policies.GetValueOrDefault(policy) ?? CacheRules.Unknown;

        // All headers forwarded means that nothing is cached (developer guide, "Cache content based on request headers").
        var all = (legacy?.Headers?.Items ?? []).Contains("*");
        return Rules(least ?? 0, standard ?? 86_400, all ? 0 : most ?? 31_536_000, legacy?.QueryString == true);
    }

    private static CacheRules Rules(long least, long standard, long most, bool byQuery) =>
        new(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(standard), TimeSpan.FromSeconds(most), byQuery);
}
