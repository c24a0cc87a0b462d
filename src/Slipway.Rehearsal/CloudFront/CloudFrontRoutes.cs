using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Which operation a method and a path ask for.</summary>
internal static class CloudFrontRoutes
{
    private const string Version = "/2020-05-31/";

    /// <summary>Those with a query come before those that have the same path without.</summary>
    private static readonly (string Method, string Path, string Query, string Name, Operation? CarryOut)[] Table =
    [
        ("POST", "distribution", "WithTags", "CreateDistributionWithTags", DistributionOperations.CreateWithTags),
        ("POST", "distribution", "", "CreateDistribution", DistributionOperations.Create),
        ("GET", "distribution", "", "ListDistributions", DistributionOperations.List),
        ("GET", "distribution/{Id}", "", "GetDistribution", DistributionOperations.Get),
        ("GET", "distribution/{Id}/config", "", "GetDistributionConfig", DistributionOperations.GetConfig),
        ("PUT", "distribution/{Id}/config", "", "UpdateDistribution", DistributionOperations.Update),
        ("DELETE", "distribution/{Id}", "", "DeleteDistribution", DistributionOperations.Delete),
        ("POST", "tagging", "Operation=Tag", "TagResource", DistributionOperations.Tag),
        ("POST", "tagging", "Operation=Untag", "UntagResource", DistributionOperations.Untag),
        ("GET", "tagging", "", "ListTagsForResource", DistributionOperations.ListTags),
        ("POST", "distribution/{DistributionId}/invalidation", "", "CreateInvalidation", InvalidationOperations.Create),
        ("GET", "distribution/{DistributionId}/invalidation", "", "ListInvalidations", InvalidationOperations.List),
        ("GET", "distribution/{DistributionId}/invalidation/{Id}", "", "GetInvalidation", InvalidationOperations.Get),
        ("POST", "origin-access-control", "", "CreateOriginAccessControl", AccessControlOperations.Create),
        ("GET", "origin-access-control", "", "ListOriginAccessControls", AccessControlOperations.List),
        ("GET", "origin-access-control/{Id}", "", "GetOriginAccessControl", AccessControlOperations.Get),
        ("GET", "origin-access-control/{Id}/config", "", "GetOriginAccessControlConfig", AccessControlOperations.GetConfig),
        ("PUT", "origin-access-control/{Id}/config", "", "UpdateOriginAccessControl", AccessControlOperations.Update),
        ("DELETE", "origin-access-control/{Id}", "", "DeleteOriginAccessControl", AccessControlOperations.Delete),
        ("POST", "function", "", "CreateFunction", FunctionOperations.Create),
        ("GET", "function", "", "ListFunctions", FunctionOperations.List),
        ("GET", "function/{Name}", "", "GetFunction", FunctionOperations.Get),
        ("GET", "function/{Name}/describe", "", "DescribeFunction", FunctionOperations.Describe),
        ("PUT", "function/{Name}", "", "UpdateFunction", FunctionOperations.Update),
        ("POST", "function/{Name}/publish", "", "PublishFunction", FunctionOperations.Publish),
        ("POST", "function/{Name}/test", "", "TestFunction", null),
        ("DELETE", "function/{Name}", "", "DeleteFunction", FunctionOperations.Delete),
        ("POST", "cache-policy", "", "CreateCachePolicy", PolicyOperations.Create),
        ("GET", "cache-policy", "", "ListCachePolicies", PolicyOperations.List),
        ("GET", "cache-policy/{Id}", "", "GetCachePolicy", PolicyOperations.Get),
        ("GET", "cache-policy/{Id}/config", "", "GetCachePolicyConfig", PolicyOperations.GetConfig),
        ("PUT", "cache-policy/{Id}", "", "UpdateCachePolicy", PolicyOperations.Update),
        ("DELETE", "cache-policy/{Id}", "", "DeleteCachePolicy", PolicyOperations.Delete),
        ("GET", "origin-request-policy", "", "ListOriginRequestPolicies", PolicyOperations.ListOriginRequest),
        ("GET", "origin-request-policy/{Id}", "", "GetOriginRequestPolicy", PolicyOperations.GetOriginRequest),
    ];

    /// <summary>The operation's name, what carries it out (null: more than a change of state), and what the placeholders stand for; null when there is none.</summary>
    public static (string Name, Operation? CarryOut, IReadOnlyDictionary<string, string> Values)? Find(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (!path.StartsWith(Version, StringComparison.Ordinal))
            return null;

        var segments = path[Version.Length..].TrimEnd('/').Split('/');
        foreach (var route in Table)
        {
            if (route.Method == request.Method && Asks(request.Query, route.Query) && Match(route.Path.Split('/'), segments) is { } values)
                return (route.Name, route.CarryOut, values);
        }

        return null;
    }

    private static bool Asks(IQueryCollection query, string wanted) =>
        wanted.Length == 0 || (wanted.Split('=') is [var name, .. var value] && query.TryGetValue(name, out var found) && (value.Length == 0 || found == value[0]));

    private static Dictionary<string, string>? Match(string[] template, string[] segments)
    {
        if (template.Length != segments.Length)
            return null;

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (wanted, found) in template.Zip(segments))
        {
            if (wanted.StartsWith('{'))
                values[wanted[1..^1]] = found;
            else if (wanted != found)
                return null;
        }

        return values;
    }
}
