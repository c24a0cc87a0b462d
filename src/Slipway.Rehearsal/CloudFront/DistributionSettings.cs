using System.Collections.Frozen;
using System.Xml.Linq;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What the edge serves a distribution by: its config as typed values.</summary>
/// <param name="Behaviours">In the order in which they are tried; the last one takes every path.</param>
internal sealed record DistributionSettings(
    bool Enabled, string RootObject, FrozenDictionary<string, OriginSettings> Origins, IReadOnlyList<Behaviour> Behaviours, IReadOnlyList<ErrorRule> ErrorRules)
{
    /// <param name="config">A valid one, with defaults filled in.</param>
    public static DistributionSettings Read(XElement config, CloudFrontState state)
    {
        var behaviours = config.Element("CacheBehaviors").Items().Append(config.Element("DefaultCacheBehavior")!).Select(one => Behaviour.Read(one, state));
        return new(
            config.Flag("Enabled"),
            config.Text("DefaultRootObject") ?? "",
            config.Element("Origins").Items().Select(one => OriginSettings.Read(one, state)).ToFrozenDictionary(origin => origin.Id, StringComparer.Ordinal),
            [.. behaviours],
            [.. config.Element("CustomErrorResponses").Items().Select(ErrorRule.Read)]);
    }

    /// <param name="path">As the viewer sent it, without the query.</param>
    public Behaviour BehaviourOf(string path) => Behaviours.First(one => one.Matches(path));

    public ErrorRule? RuleFor(int status) => ErrorRules.FirstOrDefault(rule => rule.ErrorCode == status);
}

/// <param name="Bucket">The bucket of an S3 origin; null: a custom one.</param>
/// <param name="Signs">Whether requests to the bucket are signed for the distribution.</param>
internal sealed record OriginSettings(
    string Id, string DomainName, string Path, IReadOnlyList<KeyValuePair<string, string>> CustomHeaders, string? Bucket, bool Signs, int Port, TimeSpan ReadTimeout)
{
    /// <summary>What the origin is asked for by name, and what a custom one is reached at.</summary>
    public string Authority => Port == 80 ? DomainName : $"{DomainName}:{Port}";

    public static OriginSettings Read(XElement origin, CloudFrontState state)
    {
        var custom = origin.Element("CustomOriginConfig");
        var control = origin.Text("OriginAccessControlId") is { } id ? state.AccessControls.Find(one => one.Id == id) : null;
        return new(
            origin.Required("Id"), origin.Required("DomainName"), origin.Text("OriginPath") ?? "",
            [.. origin.Element("CustomHeaders").Items().Select(header => KeyValuePair.Create(header.Required("HeaderName"), header.Text("HeaderValue") ?? ""))],
            custom is null ? BucketOf(origin.Required("DomainName")) : null,
            control is not null && control.SigningBehavior != "never",
            (int)(custom.Whole("HTTPPort") ?? 80),
            TimeSpan.FromSeconds(custom.Whole("OriginReadTimeout") ?? 30));
    }

    /// <summary>The bucket in a name such as <c>site.s3.eu-west-1.amazonaws.com</c>; null when it is none of S3's REST endpoints.</summary>
    public static string? BucketOf(string domainName)
    {
        var at = domainName.LastIndexOf(".s3.", StringComparison.Ordinal);
        return at > 0 && domainName.EndsWith(".amazonaws.com", StringComparison.Ordinal) && domainName[(at + 4)..].Split('.').Length is 2 or 3 or 4 ? domainName[..at] : null;
    }
}

internal sealed record Behaviour(
    string Pattern, string OriginId, IReadOnlyList<string> AllowedMethods, IReadOnlyList<string> CachedMethods, bool Compress,
    CachePolicy Cache, OriginRequestPolicy Forwards, string? ViewerRequestFunction, string? ViewerResponseFunction)
{
    /// <summary>Paths are compared with case; <c>*</c> and <c>?</c> also stand for slashes. A leading slash of the pattern is optional.</summary>
    public bool Matches(string path) => RuleMatch.Wildcard(Pattern.TrimStart('/'), path.TrimStart('/'));

    public static Behaviour Read(XElement behaviour, CloudFrontState state)
    {
        var (cache, forwards) = behaviour.Element("ForwardedValues") is { } legacy ? LegacyCaching.Read(behaviour, legacy)
            : (state.FindCachePolicy(behaviour.Required("CachePolicyId"))!, ManagedPolicies.OriginRequest.FirstOrDefault(one => one.Id == behaviour.Text("OriginRequestPolicyId")) ?? OriginRequestPolicy.None);
        var functions = behaviour.Element("FunctionAssociations").Items().ToDictionary(one => one.Required("EventType"), one => one.Required("FunctionARN"), StringComparer.Ordinal);

        return new(
            behaviour.Text("PathPattern") ?? "*", behaviour.Required("TargetOriginId"),
            behaviour.Element("AllowedMethods").Texts(), behaviour.Element("AllowedMethods")?.Element("CachedMethods").Texts() ?? [], behaviour.Flag("Compress"),
            cache, forwards, functions.GetValueOrDefault("viewer-request"), functions.GetValueOrDefault("viewer-response"));
    }
}

/// <summary>Behaviours from before there were policies, as the policies that do the same.</summary>
internal static class LegacyCaching
{
    public static (CachePolicy Cache, OriginRequestPolicy Forwards) Read(XElement behaviour, XElement forwarded)
    {
        var headers = forwarded.Element("Headers").Texts();
        var everything = headers.Contains("*");
        var cookies = forwarded.Element("Cookies");
        var keys = forwarded.Element("QueryStringCacheKeys").Texts();
        var taken = new
        {
            Headers = headers.Count == 0 || everything ? Selection.None : new Selection("whitelist", headers),
            Cookies = cookies.Text("Forward") is "whitelist" ? new Selection("whitelist", cookies!.Element("WhitelistedNames").Texts()) : cookies.Text("Forward") is "all" ? Selection.All : Selection.None,
            Query = !forwarded.Flag("QueryString") ? Selection.None : keys.Count > 0 ? new Selection("whitelist", keys) : Selection.All,
        };

        // To forward all headers means that nothing is cached (developer guide, "Cache content based on request headers").
        var cache = new CachePolicy(
            "", "", "legacy", "", behaviour.Whole("MinTTL") ?? 0, behaviour.Whole("DefaultTTL") ?? 86_400, everything ? 0 : behaviour.Whole("MaxTTL") ?? 31_536_000,
            Gzip: behaviour.Flag("Compress"), Brotli: false, taken.Headers, taken.Cookies, taken.Query, DateTimeOffset.MinValue);
        var forwards = new OriginRequestPolicy(
            "", "legacy", everything ? new Selection("allViewer", []) : taken.Headers, taken.Cookies, forwarded.Flag("QueryString") ? Selection.All : Selection.None);
        return (cache, forwards);
    }
}

/// <summary>What viewers get instead of an error of any origin: the trap is that it holds for all behaviours alike.</summary>
/// <param name="PagePath">Null: only the caching of the error changes.</param>
internal sealed record ErrorRule(int ErrorCode, string? PagePath, int ResponseCode, TimeSpan CachingMinTtl)
{
    public static ErrorRule Read(XElement rule)
    {
        var code = (int)rule.Whole("ErrorCode")!;
        return new(code, rule.Text("ResponsePagePath"), (int)(rule.Whole("ResponseCode") ?? code), TimeSpan.FromSeconds(rule.Whole("ErrorCachingMinTTL") ?? 10));
    }
}
