using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Refuses a DistributionConfig that AWS would refuse, and what the rehearsal cloud cannot serve.</summary>
internal static class DistributionRules
{
    private static readonly IReadOnlyList<string> Reading = ["GET", "HEAD"];
    private static readonly IReadOnlyList<string> Asking = ["GET", "HEAD", "OPTIONS"];
    private static readonly IReadOnlyList<string> Everything = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    private static readonly int[] ErrorCodes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    private static readonly int[] ResponseCodes = [200, .. ErrorCodes];

    /// <param name="config">With defaults filled in.</param>
    /// <exception cref="AwsError">The first thing that is wrong.</exception>
    public static void Check(XElement config, CloudFrontState state)
    {
        CheckQuantities(config);
        _ = config.Required("CallerReference");
        _ = config.Required("Enabled");
        _ = config.Flag("Enabled");
        if (config.Element("Comment") is not { Value.Length: <= 128 })
            throw CloudFrontErrors.Argument("The parameter Comment is required, and has at most 128 characters.");

        if (config.Text("DefaultRootObject") is { } root && root.StartsWith('/'))
            throw CloudFrontErrors.Wrong("InvalidDefaultRootObject", "The default root object file name is too big or contains an invalid character: it must not begin with a '/'.");

        if (config.Element("Aliases").Texts().Count > 0 && !config.Element("ViewerCertificate")!.Elements().Any(one => one.Name.LocalName is "ACMCertificateArn" or "IAMCertificateId"))
            throw CloudFrontErrors.Wrong("InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.");

        var origins = config.Element("Origins").Items().ToList();
        if (origins.Count == 0)
            throw CloudFrontErrors.Argument("The parameter Origins must have at least one item.");
        if (origins.GroupBy(one => one.Required("Id")).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw CloudFrontErrors.Argument($"The parameter Origin Id contains duplicates: '{twice.Key}'.");
        origins.ForEach(origin => CheckOrigin(origin, state));

        CheckBehaviours(config, [.. origins.Select(one => one.Required("Id"))], state);
        foreach (var error in config.Element("CustomErrorResponses").Items())
            CheckError(error);
    }

    /// <summary>A list tells its own length, and AWS insists that it is right.</summary>
    private static void CheckQuantities(XElement config)
    {
        foreach (var list in config.DescendantsAndSelf().Where(one => one.Element("Quantity") is not null))
        {
            if (list.Whole("Quantity") != list.Items().Count())
                throw CloudFrontErrors.Wrong("InconsistentQuantities", $"The value of Quantity and the size of Items don't match in {list.Name.LocalName}.");
        }
    }

    private static void CheckOrigin(XElement origin, CloudFrontState state)
    {
        var (id, domain) = (origin.Required("Id"), origin.Required("DomainName"));
        var (bucket, custom) = (origin.Element("S3OriginConfig"), origin.Element("CustomOriginConfig"));
        if (bucket is null == custom is null)
            throw CloudFrontErrors.Wrong("InvalidOrigin", $"The origin '{id}' must have exactly one of S3OriginConfig and CustomOriginConfig.");

        if (bucket is not null && OriginSettings.BucketOf(domain) is null)
            throw CloudFrontErrors.Wrong("InvalidOrigin", $"The specified origin server does not exist or is not valid: '{domain}' is not the name of a bucket (BUCKET.s3.REGION.amazonaws.com).");

        // AWS takes public names and no addresses; here every server is on this machine, and a load balancer is called by its address.
        if (custom is not null && domain is not ("127.0.0.1" or "localhost"))
            throw CloudFrontErrors.Wrong("InvalidOrigin", $"The rehearsal cloud sends requests to this machine only: the origin '{id}' must have the DomainName 127.0.0.1, not '{domain}'.");
        if (custom is not null && custom.Required("OriginProtocolPolicy") != "http-only")
            throw CloudFrontErrors.Wrong("InvalidProtocolSettings", $"The rehearsal cloud reaches origins by HTTP: the origin '{id}' must have the OriginProtocolPolicy http-only.");

        if (origin.Text("OriginPath") is { } path && (!path.StartsWith('/') || path.EndsWith('/')))
            throw CloudFrontErrors.Argument($"The parameter OriginPath must begin with a '/' and must not end with one; it is '{path}'.");
        if (origin.Text("OriginAccessControlId") is { } control && (state.AccessControls.TrueForAll(one => one.Id != control) || custom is not null))
            throw CloudFrontErrors.Wrong("InvalidOriginAccessControl", $"The origin access control '{control}' does not exist, or is not for the type of the origin '{id}'.");
    }

    private static void CheckBehaviours(XElement config, IReadOnlyList<string> origins, CloudFrontState state)
    {
        var behaviours = config.Element("CacheBehaviors").Items().ToList();
        if (behaviours.Count > 75)
            throw CloudFrontErrors.Wrong("TooManyCacheBehaviors", "Your request contains more CacheBehaviors than are allowed per distribution (75).");
        if (behaviours.GroupBy(one => one.Required("PathPattern")).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw CloudFrontErrors.Argument($"The parameter PathPattern contains duplicates: '{twice.Key}'.");
        if (config.Element("DefaultCacheBehavior") is not { } standard)
            throw CloudFrontErrors.Wrong("MalformedXML", "1 validation error detected: Value null at 'defaultCacheBehavior' failed to satisfy constraint: Member must not be null");

        foreach (var behaviour in behaviours.Append(standard))
        {
            if (!origins.Contains(behaviour.Required("TargetOriginId")))
                throw CloudFrontErrors.Wrong("NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
            if (behaviour.Required("ViewerProtocolPolicy") is var policy and not ("allow-all" or "https-only" or "redirect-to-https"))
                throw CloudFrontErrors.Argument($"The parameter ViewerProtocolPolicy is not valid: '{policy}'.");

            CheckMethods(behaviour.Element("AllowedMethods")!);
            CheckCaching(behaviour, state);
            CheckFunctions(behaviour, state);
        }
    }

    private static void CheckMethods(XElement methods)
    {
        var (allowed, cached) = (methods.Texts().Order(StringComparer.Ordinal), methods.Element("CachedMethods").Texts().Order(StringComparer.Ordinal));
        if (!new[] { Reading, Asking, Everything }.Any(allowed.SequenceEqual))
            throw CloudFrontErrors.Argument("The parameter AllowedMethods must be one of [GET, HEAD], [GET, HEAD, OPTIONS], [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE].");
        if (!new[] { Reading, Asking }.Any(cached.SequenceEqual) || cached.Except(allowed).Any())
            throw CloudFrontErrors.Argument("The parameter CachedMethods must be one of [GET, HEAD], [GET, HEAD, OPTIONS], and must be allowed.");
    }

    private static void CheckCaching(XElement behaviour, CloudFrontState state)
    {
        var (policy, legacy) = (behaviour.Text("CachePolicyId"), behaviour.Element("ForwardedValues"));
        if (policy is null == legacy is null)
            throw CloudFrontErrors.Argument("The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior, and one of both is required.");

        if (policy is not null && state.FindCachePolicy(policy) is null)
            throw CloudFrontErrors.Missing("CachePolicy", "cache policy");
        if (behaviour.Text("OriginRequestPolicyId") is { } forwards && (policy is null || ManagedPolicies.OriginRequest.All(one => one.Id != forwards)))
            throw CloudFrontErrors.Missing("OriginRequestPolicy", "origin request policy");
        if (behaviour.Text("ResponseHeadersPolicyId") is { } headers)
            throw CloudFrontErrors.Wrong("NoSuchResponseHeadersPolicy", $"The rehearsal cloud has no response headers policies: '{headers}'.");
        if (behaviour.Element("LambdaFunctionAssociations").Items().Any())
            throw CloudFrontErrors.Wrong("InvalidLambdaFunctionAssociation", "The rehearsal cloud runs CloudFront Functions, no Lambda@Edge functions.");

        var (min, standard, max) = (behaviour.Whole("MinTTL"), behaviour.Whole("DefaultTTL"), behaviour.Whole("MaxTTL"));
        if (legacy is not null && (min < 0 || standard < min || max < standard))
            throw CloudFrontErrors.Wrong("InvalidTTLOrder", $"The TTL order specified isn't valid: MinTTL {min}, DefaultTTL {standard}, MaxTTL {max}.");
    }

    private static void CheckFunctions(XElement behaviour, CloudFrontState state)
    {
        var functions = behaviour.Element("FunctionAssociations").Items().ToList();
        foreach (var function in functions)
        {
            if (function.Required("EventType") is not ("viewer-request" or "viewer-response"))
                throw CloudFrontErrors.Wrong("InvalidFunctionAssociation", "A CloudFront function runs at viewer-request or viewer-response.");

            var arn = function.Required("FunctionARN");
            if (state.Functions.Find(one => one.Arn == arn) is not { Live: not null })
                throw CloudFrontErrors.Wrong("InvalidFunctionAssociation", $"The function '{arn}' does not exist, or was not published to the LIVE stage.");
        }

        if (functions.DistinctBy(one => one.Required("EventType")).Count() != functions.Count)
            throw CloudFrontErrors.Wrong("InvalidFunctionAssociation", "A cache behavior has at most one function for each event type.");
    }

    private static void CheckError(XElement error)
    {
        if (!ErrorCodes.Contains((int)(error.Whole("ErrorCode") ?? 0)))
            throw CloudFrontErrors.Wrong("InvalidErrorCode", $"An invalid error code was specified: {error.Text("ErrorCode")}; valid: {string.Join(", ", ErrorCodes)}.");

        var (page, code) = (error.Text("ResponsePagePath"), error.Whole("ResponseCode"));
        if (page is null != code is null)
            throw CloudFrontErrors.Argument("The parameters ResponsePagePath and ResponseCode of a custom error response go together.");
        if (page is not null && !page.StartsWith('/'))
            throw CloudFrontErrors.Argument($"The parameter ResponsePagePath must begin with a '/'; it is '{page}'.");
        if (code is { } shown && !ResponseCodes.Contains((int)shown))
            throw CloudFrontErrors.Wrong("InvalidResponseCode", $"A response code is not valid: {shown}; valid: {string.Join(", ", ResponseCodes)}.");
    }
}
