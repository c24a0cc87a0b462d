using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>All that one account configured, as one value: operations are functions from one state to the next.</summary>
internal sealed record CloudFrontState
{
    public ImmutableList<Distribution> Distributions { get; init; } = [];
    public ImmutableList<Invalidation> Invalidations { get; init; } = [];
    public ImmutableList<OriginAccessControl> AccessControls { get; init; } = [];
    public ImmutableList<EdgeFunction> Functions { get; init; } = [];
    public ImmutableList<CachePolicy> CachePolicies { get; init; } = [];

    public Distribution Distribution(string id) =>
        Distributions.Find(one => one.Id == id) ?? throw CloudFrontErrors.Missing("Distribution", "distribution");

    public OriginAccessControl AccessControl(string id) =>
        AccessControls.Find(one => one.Id == id) ?? throw CloudFrontErrors.Missing("OriginAccessControl", "origin access control");

    public EdgeFunction Function(string name) =>
        Functions.Find(one => one.Name == name) ?? throw CloudFrontErrors.Missing("FunctionExists", "function");

    public CachePolicy CachePolicy(string id) =>
        FindCachePolicy(id) ?? throw CloudFrontErrors.Missing("CachePolicy", "cache policy");

    public CachePolicy? FindCachePolicy(string id) => ManagedPolicies.Cache.Concat(CachePolicies).FirstOrDefault(one => one.Id == id);
}

/// <param name="Config">DistributionConfig as XML, with AWS's defaults filled in.</param>
/// <param name="DeployedAt">Until then it is InProgress, and the edge serves by <paramref name="Former"/>.</param>
/// <param name="Port">Of the edge on 127.0.0.1.</param>
/// <param name="Former">The config before the last change; null for a new distribution, which is served at once.</param>
internal sealed record Distribution(
    string Id, string Arn, string Config, string ETag, DateTimeOffset Modified, DateTimeOffset DeployedAt, int Port, string? Former,
    ImmutableSortedDictionary<string, string> Tags)
{
    /// <summary>Where its viewers find it. On AWS a name below cloudfront.net; here the edge's address, port included.</summary>
    [JsonIgnore]
    public string DomainName => $"127.0.0.1:{Port}";

    public XElement ReadConfig() => XElement.Parse(Config, LoadOptions.PreserveWhitespace);

    /// <summary>The config that the edge serves by.</summary>
    public XElement ReadServed(DateTimeOffset now) => XElement.Parse(Served(now), LoadOptions.PreserveWhitespace);

    /// <summary>Whether an element of the config, or of the one that is still served, has a value: what it names is in use.</summary>
    public bool Uses(string element, string value, DateTimeOffset now) =>
        new[] { ReadConfig(), ReadServed(now) }.Any(config => config.Descendants(element).Any(one => one.Value == value));

    public bool IsDeployed(DateTimeOffset now) => now >= DeployedAt;

    public string Served(DateTimeOffset now) => IsDeployed(now) ? Config : Former ?? Config;
}

/// <param name="CompletesAt">When it takes effect: what was fetched before is then gone.</param>
internal sealed record Invalidation(
    string Id, string DistributionId, string CallerReference, IReadOnlyList<string> Paths, DateTimeOffset Created, DateTimeOffset CompletesAt)
{
    public string Status(DateTimeOffset now) => now >= CompletesAt ? "Completed" : "InProgress";
}

internal sealed record OriginAccessControl(string Id, string ETag, string Name, string Description, string SigningBehavior, string OriginType);

internal sealed record EdgeFunction(string Name, string Arn, DateTimeOffset Created, FunctionStage Development, FunctionStage? Live)
{
    /// <param name="stage">DEVELOPMENT, LIVE, or null: DEVELOPMENT.</param>
    /// <exception cref="AwsError">It was never published, or there is no such stage.</exception>
    public FunctionStage Stage(string? stage) => stage switch
    {
        null or "DEVELOPMENT" => Development,
        "LIVE" => Live ?? throw CloudFrontErrors.Missing("FunctionExists", "function"),
        _ => throw CloudFrontErrors.Argument($"The stage '{stage}' is not valid; valid: DEVELOPMENT, LIVE."),
    };
}

/// <param name="Code">JavaScript.</param>
internal sealed record FunctionStage(string ETag, string Comment, string Runtime, string Code, DateTimeOffset Modified);
