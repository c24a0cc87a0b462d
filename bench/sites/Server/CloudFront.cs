using System.Text;
using System.Xml.Linq;

namespace SiteServer;

/// <summary>One distribution, whose edge keeps nothing: its invalidations are completed when they are made.</summary>
/// <param name="bucket">The bucket of its origin.</param>
internal sealed class CloudFront(string bucket)
{
    public const string Account = "123456789012";

    private const string Version = "/2020-05-31/";
    private const string Header = """<?xml version="1.0" encoding="UTF-8"?>""";
    private const string Namespace = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

    public static bool Owns(string path) => path.StartsWith(Version, StringComparison.Ordinal);

    /// <exception cref="S3Error">It knows no such call.</exception>
    public (int Status, string Xml) Answer(string path, bool isWrite, byte[] body) => path[Version.Length..].Split('/') switch
    {
        ["distribution", var id] when !isWrite => (200, Distribution(id)),
        ["distribution", _, "invalidation"] when isWrite => (201, Invalidation("IBENCH", Encoding.UTF8.GetString(body))),
        ["distribution", _, "invalidation", var id] when !isWrite => (200, Invalidation(id, $"<InvalidationBatch {Namespace}><Paths><Quantity>0</Quantity></Paths><CallerReference>bench</CallerReference></InvalidationBatch>")),
        _ => throw new S3Error(404, "NoSuchResource"),
    };

    private string Distribution(string id) =>
        $"""
         {Header}<Distribution {Namespace}><Id>{id}</Id><ARN>arn:aws:cloudfront::{Account}:distribution/{id}</ARN><Status>Deployed</Status>
         <LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime><InProgressInvalidationBatches>0</InProgressInvalidationBatches><DomainName>bench.localhost</DomainName>
         <DistributionConfig><CallerReference>bench</CallerReference><Aliases><Quantity>0</Quantity></Aliases><DefaultRootObject>index.html</DefaultRootObject>
         <Origins><Quantity>1</Quantity><Items><Origin><Id>bucket</Id><DomainName>{bucket}.s3.us-east-1.amazonaws.com</DomainName><OriginPath></OriginPath>
         <CustomHeaders><Quantity>0</Quantity></CustomHeaders><S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin></Items></Origins>
         <DefaultCacheBehavior><TargetOriginId>bucket</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy><MinTTL>0</MinTTL><Compress>true</Compress>
         <ForwardedValues><QueryString>false</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues></DefaultCacheBehavior>
         <CacheBehaviors><Quantity>0</Quantity></CacheBehaviors><CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses>
         <Comment></Comment><Enabled>true</Enabled></DistributionConfig></Distribution>
         """;

    private static string Invalidation(string id, string batch) =>
        $"{Header}<Invalidation {Namespace}><Id>{id}</Id><Status>Completed</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime>{XDocument.Parse(batch).Root}</Invalidation>";
}
