using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Slipway.Infrastructures;
using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>Amazon CloudFront's origin request policies, AWS's own among them.</summary>
internal sealed class AwsOriginRequestPolicies(IAmazonCloudFront cloudFront) : IOriginRequestPolicies
{
    /// <inheritdoc/>
    public Task<Answer<Forwarding>> Find(string id, CancellationToken ct) => AwsAnswers.Ask("cloudfront:GetOriginRequestPolicy", async () =>
    {
        var found = await cloudFront.GetOriginRequestPolicyAsync(new GetOriginRequestPolicyRequest { Id = id }, ct);
        return Read(found.OriginRequestPolicy!.OriginRequestPolicyConfig!);
    });

    private static Forwarding Read(OriginRequestPolicyConfig policy)
    {
        var (headers, named) = (policy.HeadersConfig?.HeaderBehavior, policy.HeadersConfig?.Headers?.Items ?? []);
        var namesHost = named.Contains("Host", StringComparer.OrdinalIgnoreCase);
        var isAll = headers == OriginRequestPolicyHeaderBehavior.AllViewer || headers == OriginRequestPolicyHeaderBehavior.AllViewerAndWhitelistCloudFront;
        return new Forwarding(
            policy.QueryStringsConfig?.QueryStringBehavior == OriginRequestPolicyQueryStringBehavior.All,
            policy.CookiesConfig?.CookieBehavior == OriginRequestPolicyCookieBehavior.All,
            isAll || (headers == OriginRequestPolicyHeaderBehavior.AllExcept && named.All(name => name.Equals("Host", StringComparison.OrdinalIgnoreCase))),
            isAll || (headers == OriginRequestPolicyHeaderBehavior.AllExcept && !namesHost) || (headers == OriginRequestPolicyHeaderBehavior.Whitelist && namesHost));
    }
}
