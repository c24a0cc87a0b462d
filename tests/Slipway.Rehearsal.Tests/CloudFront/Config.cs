using System.Text;
using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Requests of the API as elements, with what tests vary.</summary>
internal static class Config
{
    public const string Optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    public const string Uncached = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    public const string OriginHeaders = "83da9c7e-98b4-4e11-a168-04f0df8e2c65";
    public const string OriginHeadersAndQuery = "4cc15a8a-d715-48a4-82b8-cc0b614638fe";
    public const string AllViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";
    public const string AllViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    /// <summary>A distribution whose default behaviour reads the bucket "site".</summary>
    /// <param name="more">Further members: CacheBehaviors, CustomErrorResponses and so on. Origins are added to the bucket's.</param>
    public static XElement Site(XElement? behaviour = null, XElement[]? origins = null, params XElement[] more) => new(
        "DistributionConfig",
        new XElement("CallerReference", $"{Guid.NewGuid()}"),
        CloudFrontXml.Counted("Origins", [Bucket(), .. origins ?? []]),
        behaviour ?? Behaviour("bucket"),
        new XElement("Comment", ""),
        new XElement("Enabled", true),
        more);

    public static XElement Bucket(string? path = null, string? control = null) => new(
        "Origin",
        new XElement("Id", "bucket"), new XElement("DomainName", "site.s3.eu-west-1.amazonaws.com"),
        path is null ? null : new XElement("OriginPath", path),
        control is null ? null : new XElement("OriginAccessControlId", control),
        new XElement("S3OriginConfig", new XElement("OriginAccessIdentity")));

    public static XElement Server(int port, params (string Name, string Value)[] headers) => new(
        "Origin",
        new XElement("Id", "api"), new XElement("DomainName", "127.0.0.1"),
        CloudFrontXml.Counted("CustomHeaders", [.. headers.Select(header => new XElement("OriginCustomHeader", new XElement("HeaderName", header.Name), new XElement("HeaderValue", header.Value)))]),
        new XElement("CustomOriginConfig", new XElement("HTTPPort", port), new XElement("HTTPSPort", 443), new XElement("OriginProtocolPolicy", "http-only"), new XElement("OriginReadTimeout", 1)));

    /// <param name="pattern">Null: the default behaviour.</param>
    /// <param name="functions">Event type and ARN.</param>
    public static XElement Behaviour(string origin, string? pattern = null, string cache = Optimized, string? forwards = null, bool all = false, bool compress = false, params (string Event, string Arn)[] functions) => new(
        pattern is null ? "DefaultCacheBehavior" : "CacheBehavior",
        pattern is null ? null : new XElement("PathPattern", pattern),
        new XElement("TargetOriginId", origin),
        new XElement("ViewerProtocolPolicy", "redirect-to-https"),
        all ? CloudFrontXml.List("AllowedMethods", "Method", ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]) : null,
        new XElement("Compress", compress),
        new XElement("CachePolicyId", cache),
        forwards is null ? null : new XElement("OriginRequestPolicyId", forwards),
        CloudFrontXml.Counted("FunctionAssociations", [.. functions.Select(one => new XElement("FunctionAssociation", new XElement("FunctionARN", one.Arn), new XElement("EventType", one.Event)))]));

    public static XElement Behaviours(params XElement[] behaviours) => CloudFrontXml.Counted("CacheBehaviors", behaviours);

    public static XElement Error(int code, string page, int shown, int ttl = 10) => CloudFrontXml.Counted("CustomErrorResponses",
    [
        new XElement("CustomErrorResponse", new XElement("ErrorCode", code), new XElement("ResponsePagePath", page), new XElement("ResponseCode", shown), new XElement("ErrorCachingMinTTL", ttl)),
    ]);

    public static XElement Root(string name) => new("DefaultRootObject", name);

    public static XElement Invalidation(string reference, params string[] paths) => new(
        "InvalidationBatch", CloudFrontXml.List("Paths", "Path", paths), new XElement("CallerReference", reference));

    public static XElement Function(string name, string code) => new(
        "CreateFunctionRequest",
        new XElement("Name", name),
        new XElement("FunctionConfig", new XElement("Comment", ""), new XElement("Runtime", "cloudfront-js-2.0")),
        new XElement("FunctionCode", Convert.ToBase64String(Encoding.UTF8.GetBytes(code))));
}
