using System.Globalization;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Slipway.Aws;

namespace Slipway.Sites;

/// <summary>Amazon CloudFront.</summary>
internal sealed class AwsCdn(IAmazonCloudFront cloudFront) : ICdn
{
    /// <inheritdoc/>
    public Task<DistributionFacts?> Distribution(string id, CancellationToken ct) => AwsFailures.Translate(
        "cloudfront:GetDistribution",
        async () =>
        {
            try
            {
                var found = await cloudFront.GetDistributionAsync(new GetDistributionRequest { Id = id }, ct);
                return Read(found.Distribution!);
            }
            catch (NoSuchDistributionException)
            {
                return null;
            }
        });

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

    internal static DistributionFacts Read(Distribution distribution)
    {
        var config = distribution.DistributionConfig!;
        var ordinary = config.DefaultCacheBehavior!;
        return new DistributionFacts(
            distribution.Id!, distribution.DomainName!, config.Aliases?.Items ?? [], config.Enabled ?? false, config.DefaultRootObject ?? "",
            [.. (config.Origins?.Items ?? []).Select(origin => new OriginFacts(origin.Id!, origin.DomainName!, (origin.OriginPath ?? "").TrimEnd('/')))],
            [
                .. (config.CacheBehaviors?.Items ?? []).Select(behavior => new BehaviorFacts(
                    behavior.PathPattern!, behavior.TargetOriginId!, Rewrites(behavior.FunctionAssociations, behavior.LambdaFunctionAssociations))),
                new BehaviorFacts("*", ordinary.TargetOriginId!, Rewrites(ordinary.FunctionAssociations, ordinary.LambdaFunctionAssociations)),
            ],
            [
                .. (config.CustomErrorResponses?.Items ?? []).Select(page => new ErrorPage(
                    page.ErrorCode ?? 0, page.ResponsePagePath ?? "",
                    int.TryParse(page.ResponseCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : page.ErrorCode ?? 0)),
            ]);
    }

    // Functions at the edge and Lambda@Edge can both rewrite what viewers ask for.
    private static bool Rewrites(FunctionAssociations? functions, LambdaFunctionAssociations? lambdas) =>
        (functions?.Items ?? []).Any(function => function.EventType == EventType.ViewerRequest)
        || (lambdas?.Items ?? []).Any(function => function.EventType == EventType.ViewerRequest || function.EventType == EventType.OriginRequest);
}
