using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Fills in what a DistributionConfig leaves out, since AWS always shows all of it.</summary>
internal static class DistributionDefaults
{
    public static XElement Fill(XElement config)
    {
        var full = new XElement("DistributionConfig", config.Elements());
        Put(full, CloudFrontXml.Counted("Aliases", []));
        Put(full, new XElement("DefaultRootObject"));
        Put(full, CloudFrontXml.Counted("OriginGroups", []));
        Put(full, CloudFrontXml.Counted("CacheBehaviors", []));
        Put(full, CloudFrontXml.Counted("CustomErrorResponses", []));
        Put(full, new XElement("Logging", new XElement("Enabled", false), new XElement("IncludeCookies", false), new XElement("Bucket"), new XElement("Prefix")));
        Put(full, new XElement("PriceClass", "PriceClass_All"));
        Put(full, new XElement(
            "ViewerCertificate",
            new XElement("CloudFrontDefaultCertificate", true), new XElement("MinimumProtocolVersion", "TLSv1"), new XElement("CertificateSource", "cloudfront")));
        Put(full, new XElement("Restrictions", new XElement("GeoRestriction", new XElement("RestrictionType", "none"), new XElement("Quantity", 0))));
        Put(full, new XElement("WebACLId"));
        Put(full, new XElement("HttpVersion", "http2"));
        Put(full, new XElement("IsIPV6Enabled", true));
        Put(full, new XElement("ContinuousDeploymentPolicyId"));
        Put(full, new XElement("Staging", false));

        foreach (var origin in full.Element("Origins").Items())
            FillOrigin(origin);
        foreach (var behaviour in full.Element("CacheBehaviors").Items().Prepend(full.Element("DefaultCacheBehavior")))
            FillBehaviour(behaviour);
        foreach (var error in full.Element("CustomErrorResponses").Items())
        {
            Put(error, new XElement("ResponsePagePath"));
            Put(error, new XElement("ResponseCode"));
            Put(error, new XElement("ErrorCachingMinTTL", 10));
        }

        return full;
    }

    private static void FillOrigin(XElement origin)
    {
        Put(origin, new XElement("OriginPath"));
        Put(origin, CloudFrontXml.Counted("CustomHeaders", []));
        Put(origin, new XElement("ConnectionAttempts", 3));
        Put(origin, new XElement("ConnectionTimeout", 10));
        Put(origin, new XElement("OriginShield", new XElement("Enabled", false)));
        Put(origin, new XElement("OriginAccessControlId"));
        if (origin.Element("CustomOriginConfig") is { } custom)
        {
            Put(custom, CloudFrontXml.List("OriginSslProtocols", "SslProtocol", ["TLSv1.2"]));
            Put(custom, new XElement("OriginReadTimeout", 30));
            Put(custom, new XElement("OriginKeepaliveTimeout", 5));
        }
    }

    private static void FillBehaviour(XElement? behaviour)
    {
        if (behaviour is null)
            return;

        Put(behaviour, new XElement("TrustedSigners", new XElement("Enabled", false), new XElement("Quantity", 0)));
        Put(behaviour, new XElement("TrustedKeyGroups", new XElement("Enabled", false), new XElement("Quantity", 0)));
        Put(behaviour, CloudFrontXml.List("AllowedMethods", "Method", ["HEAD", "GET"]));
        Put(behaviour.Element("AllowedMethods")!, CloudFrontXml.List("CachedMethods", "Method", ["HEAD", "GET"]));
        Put(behaviour, new XElement("SmoothStreaming", false));
        Put(behaviour, new XElement("Compress", false));
        Put(behaviour, CloudFrontXml.Counted("LambdaFunctionAssociations", []));
        Put(behaviour, CloudFrontXml.Counted("FunctionAssociations", []));
        Put(behaviour, new XElement("FieldLevelEncryptionId"));
        if (behaviour.Element("ForwardedValues") is not { } forwarded)
            return;

        Put(forwarded, CloudFrontXml.Counted("Headers", []));
        Put(forwarded, CloudFrontXml.Counted("QueryStringCacheKeys", []));
        Put(behaviour, new XElement("MinTTL", 0));
        Put(behaviour, new XElement("DefaultTTL", 86_400));
        Put(behaviour, new XElement("MaxTTL", 31_536_000));
    }

    private static void Put(XElement parent, XElement child)
    {
        if (parent.Element(child.Name) is null)
            parent.Add(child);
    }
}
