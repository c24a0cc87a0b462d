using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>What IAM asks of calls to CloudFront (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html).</summary>
internal static class CloudFrontNeeds
{
    /// <param name="route">What the placeholders of the path stand for.</param>
    public static CallNeed Of(string operation, IReadOnlyDictionary<string, string> route, Caller caller)
    {
        var kind = operation switch
        {
            _ when operation.StartsWith("List", StringComparison.Ordinal) && !route.ContainsKey("DistributionId") => null,
            _ when operation.StartsWith("Create", StringComparison.Ordinal) && !route.ContainsKey("DistributionId") => null,
            _ when operation.Contains("Distribution", StringComparison.Ordinal) || operation.Contains("Invalidation", StringComparison.Ordinal) => "distribution",
            _ when operation.Contains("OriginAccessControl", StringComparison.Ordinal) => "origin-access-control",
            _ when operation.Contains("OriginRequestPolic", StringComparison.Ordinal) => "origin-request-policy",
            _ when operation.Contains("CachePolic", StringComparison.Ordinal) => "cache-policy",
            _ when operation.Contains("Function", StringComparison.Ordinal) => "function",
            _ => null,
        };
        var id = route.GetValueOrDefault("DistributionId") ?? route.GetValueOrDefault("Id") ?? route.GetValueOrDefault("Name");
        return new CallNeed($"cloudfront:{operation}", kind is null || id is null ? "*" : $"arn:aws:cloudfront::{caller.Account}:{kind}/{id}");
    }
}
