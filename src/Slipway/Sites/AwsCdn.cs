using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Slipway.Aws;

namespace Slipway.Sites;

/// <summary>Amazon CloudFront.</summary>
internal sealed class AwsCdn(IAmazonCloudFront cloudFront) : ICdn
{
    /// <inheritdoc/>
    public async Task<DistributionFacts?> Distribution(string id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } found)
            return null;

        var policies = await Task.WhenAll(AwsDistributionFacts.PoliciesOf(found.DistributionConfig!).Select(async policy => (Id: policy, Rules: await CachePolicy(policy, ct))));
        return new AwsDistributionFacts(policies.ToDictionary(policy => policy.Id, policy => policy.Rules, StringComparer.Ordinal)).Read(found);
    }

    /// <inheritdoc/>
    public Task<string?> Invalidate(string distribution, string reference, IReadOnlyList<string> paths, CancellationToken ct) => AwsFailures.Translate(
        "cloudfront:CreateInvalidation",
        async () =>
        {
            try
            {
                var made = await cloudFront.CreateInvalidationAsync(
                    new CreateInvalidationRequest
                    {
                        DistributionId = distribution,
                        InvalidationBatch = new InvalidationBatch { CallerReference = reference, Paths = new Paths { Quantity = paths.Count, Items = [.. paths] } },
                    },
                    ct);
                return made.Invalidation!.Id;
            }
            catch (TooManyInvalidationsInProgressException)
            {
                return null;
            }
        });

    /// <inheritdoc/>
    public Task<bool> IsCompleted(string distribution, string invalidation, CancellationToken ct) => AwsFailures.Translate(
        "cloudfront:GetInvalidation",
        async () =>
        {
            var found = await cloudFront.GetInvalidationAsync(new GetInvalidationRequest { DistributionId = distribution, Id = invalidation }, ct);
            // Imitations of AWS write it in capitals.
            return string.Equals(found.Invalidation!.Status, "Completed", StringComparison.OrdinalIgnoreCase);
        });

    private Task<Distribution?> Find(string id, CancellationToken ct) => AwsFailures.Translate(
        "cloudfront:GetDistribution",
        async () =>
        {
            try
            {
                return (await cloudFront.GetDistributionAsync(new GetDistributionRequest { Id = id }, ct)).Distribution;
            }
            catch (NoSuchDistributionException)
            {
                return null;
            }
        });

    /// <summary>Who may publish a site need not be allowed to read policies: then the worst is taken for true.</summary>
    private Task<CacheRules> CachePolicy(string id, CancellationToken ct) => AwsFailures.Translate(
        "cloudfront:GetCachePolicy",
        async () =>
        {
            try
            {
                var found = await cloudFront.GetCachePolicyAsync(new GetCachePolicyRequest { Id = id }, ct);
                return AwsDistributionFacts.Read(found.CachePolicy!.CachePolicyConfig!);
            }
            catch (AmazonCloudFrontException exception) when (AwsFailures.IsUnavailable(exception) || exception is NoSuchCachePolicyException)
            {
                return CacheRules.Unknown;
            }
        });
}
