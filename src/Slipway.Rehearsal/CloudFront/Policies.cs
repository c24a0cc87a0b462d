using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What tells answers apart in the cache, and how long they stay. Seconds, as on AWS.</summary>
/// <param name="Gzip">Whether Accept-Encoding, as far as gzip goes, is part of the key.</param>
internal sealed record CachePolicy(
    string Id, string ETag, string Name, string Comment, long MinTtl, long DefaultTtl, long MaxTtl,
    bool Gzip, bool Brotli, Selection Headers, Selection Cookies, Selection Query, DateTimeOffset Modified)
{
    /// <summary>Nothing is ever kept: requests go straight to the origin.</summary>
    public bool Disabled => MaxTtl == 0;

    /// <exception cref="AwsError">A value is not valid.</exception>
    public static CachePolicy Read(string id, XElement config, DateTimeOffset now)
    {
        var parameters = config.Element("ParametersInCacheKeyAndForwardedToOrigin");
        var min = config.Whole("MinTTL") ?? throw CloudFrontErrors.Argument("The parameter MinTTL is required.");
        var standard = config.Whole("DefaultTTL") ?? Math.Max(86_400, min);
        var policy = new CachePolicy(
            id, RestCall.NewETag(), config.Required("Name"), config.Text("Comment") ?? "", min, standard, config.Whole("MaxTTL") ?? Math.Max(31_536_000, standard),
            parameters.Flag("EnableAcceptEncodingGzip"), parameters.Flag("EnableAcceptEncodingBrotli"),
            parameters is null ? Selection.None : Selection.Read(parameters.Element("HeadersConfig"), "HeaderBehavior", "Headers", "none", "whitelist"),
            parameters is null ? Selection.None : Selection.Read(parameters.Element("CookiesConfig"), "CookieBehavior", "Cookies", "none", "whitelist", "allExcept", "all"),
            parameters is null ? Selection.None : Selection.Read(parameters.Element("QueryStringsConfig"), "QueryStringBehavior", "QueryStrings", "none", "whitelist", "allExcept", "all"),
            now);

        if (min < 0 || policy.DefaultTtl < min || policy.MaxTtl < policy.DefaultTtl)
            throw CloudFrontErrors.Argument($"The parameters MinTTL, DefaultTTL and MaxTTL must not decrease; they are {min}, {policy.DefaultTtl} and {policy.MaxTtl}.");

        var keyed = policy.Gzip || policy.Brotli || !policy.Headers.IsNone || !policy.Cookies.IsNone || !policy.Query.IsNone;
        return policy.Disabled && keyed
            ? throw CloudFrontErrors.Argument("The parameters in the cache key must be empty when caching is disabled (MaxTTL is 0).")
            : policy;
    }

    public XElement ShowConfig() => new(
        "CachePolicyConfig",
        new XElement("Comment", Comment), new XElement("Name", Name),
        new XElement("DefaultTTL", DefaultTtl), new XElement("MaxTTL", MaxTtl), new XElement("MinTTL", MinTtl),
        new XElement(
            "ParametersInCacheKeyAndForwardedToOrigin",
            new XElement("EnableAcceptEncodingGzip", Gzip), new XElement("EnableAcceptEncodingBrotli", Brotli),
            Headers.Show("HeadersConfig", "HeaderBehavior", "Headers"),
            Cookies.Show("CookiesConfig", "CookieBehavior", "Cookies"),
            Query.Show("QueryStringsConfig", "QueryStringBehavior", "QueryStrings")));
}

/// <summary>What is sent to the origin beside what is part of the cache key.</summary>
internal sealed record OriginRequestPolicy(string Id, string Name, Selection Headers, Selection Cookies, Selection Query)
{
    /// <summary>A behaviour without one.</summary>
    public static readonly OriginRequestPolicy None = new("", "", Selection.None, Selection.None, Selection.None);

    public XElement ShowConfig() => new(
        "OriginRequestPolicyConfig",
        new XElement("Comment", ""), new XElement("Name", Name),
        Headers.Show("HeadersConfig", "HeaderBehavior", "Headers"),
        Cookies.Show("CookiesConfig", "CookieBehavior", "Cookies"),
        Query.Show("QueryStringsConfig", "QueryStringBehavior", "QueryStrings"));
}
