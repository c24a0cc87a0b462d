using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class DistributionConfig
{
    public string? CallerReference { get; set; }
    public Aliases? Aliases { get; set; }
    public string? DefaultRootObject { get; set; }
    public Origins? Origins { get; set; }
    public OriginGroups? OriginGroups { get; set; }
    public DefaultCacheBehavior? DefaultCacheBehavior { get; set; }
    public CacheBehaviors? CacheBehaviors { get; set; }
    public CustomErrorResponses? CustomErrorResponses { get; set; }
    public string? Comment { get; set; }
    public LoggingConfig? Logging { get; set; }
    public PriceClass? PriceClass { get; set; }
    public bool? Enabled { get; set; }
    public ViewerCertificate? ViewerCertificate { get; set; }
    public Restrictions? Restrictions { get; set; }
    public string? WebACLId { get; set; }
    public HttpVersion? HttpVersion { get; set; }
    public bool? IsIPV6Enabled { get; set; }
    public string? ContinuousDeploymentPolicyId { get; set; }
    public bool? Staging { get; set; }
    public string? AnycastIpListId { get; set; }
    public TenantConfig? TenantConfig { get; set; }
    public ConnectionMode? ConnectionMode { get; set; }
    public ViewerMtlsConfig? ViewerMtlsConfig { get; set; }
    public ConnectionFunctionAssociation? ConnectionFunctionAssociation { get; set; }
    public CacheTagConfig? CacheTagConfig { get; set; }
}

public class Aliases
{
    public int? Quantity { get; set; }
    [ItemName("CNAME")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class CacheTagConfig
{
    public string? HeaderName { get; set; }
}

public class ConnectionFunctionAssociation
{
    public string? Id { get; set; }
}

public class CustomErrorResponse
{
    public int? ErrorCode { get; set; }
    public string? ResponsePagePath { get; set; }
    public string? ResponseCode { get; set; }
    public long? ErrorCachingMinTTL { get; set; }
}

public class CustomErrorResponses
{
    public int? Quantity { get; set; }
    [ItemName("CustomErrorResponse")]
    public List<CustomErrorResponse>? Items { get; set; } = Initial.List<CustomErrorResponse>();
}

public class GeoRestriction
{
    public GeoRestrictionType? RestrictionType { get; set; }
    public int? Quantity { get; set; }
    [ItemName("Location")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class LoggingConfig
{
    public bool? Enabled { get; set; }
    public bool? IncludeCookies { get; set; }
    public string? Bucket { get; set; }
    public string? Prefix { get; set; }
}

public class ParameterDefinition
{
    public string? Name { get; set; }
    public ParameterDefinitionSchema? Definition { get; set; }
}

public class ParameterDefinitionSchema
{
    public StringSchemaConfig? StringSchema { get; set; }
}

public class Restrictions
{
    public GeoRestriction? GeoRestriction { get; set; }
}

public class StringSchemaConfig
{
    public string? Comment { get; set; }
    public string? DefaultValue { get; set; }
    public bool? Required { get; set; }
}

public class TenantConfig
{
    public List<ParameterDefinition>? ParameterDefinitions { get; set; } = Initial.List<ParameterDefinition>();
}

public class TrustStoreConfig
{
    public string? TrustStoreId { get; set; }
    public bool? AdvertiseTrustStoreCaNames { get; set; }
    public bool? IgnoreCertificateExpiry { get; set; }
}

public class ViewerMtlsConfig
{
    public ViewerMtlsMode? Mode { get; set; }
    public TrustStoreConfig? TrustStoreConfig { get; set; }
}
