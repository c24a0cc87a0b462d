using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class DistributionList
{
    public string? Marker { get; set; }
    public string? NextMarker { get; set; }
    public int? MaxItems { get; set; }
    public bool? IsTruncated { get; set; }
    public int? Quantity { get; set; }
    [ItemName("DistributionSummary")]
    public List<DistributionSummary>? Items { get; set; } = Initial.List<DistributionSummary>();
}

public class DistributionSummary
{
    public string? Id { get; set; }
    public string? ARN { get; set; }
    public string? ETag { get; set; }
    public string? Status { get; set; }
    public DateTime? LastModifiedTime { get; set; }
    public string? DomainName { get; set; }
    public Aliases? Aliases { get; set; }
    public Origins? Origins { get; set; }
    public OriginGroups? OriginGroups { get; set; }
    public DefaultCacheBehavior? DefaultCacheBehavior { get; set; }
    public CacheBehaviors? CacheBehaviors { get; set; }
    public CustomErrorResponses? CustomErrorResponses { get; set; }
    public string? Comment { get; set; }
    public PriceClass? PriceClass { get; set; }
    public bool? Enabled { get; set; }
    public ViewerCertificate? ViewerCertificate { get; set; }
    public Restrictions? Restrictions { get; set; }
    public string? WebACLId { get; set; }
    public HttpVersion? HttpVersion { get; set; }
    public bool? IsIPV6Enabled { get; set; }
    [ItemName("AliasICPRecordal")]
    public List<AliasICPRecordal>? AliasICPRecordals { get; set; } = Initial.List<AliasICPRecordal>();
    public bool? Staging { get; set; }
    public ConnectionMode? ConnectionMode { get; set; }
    public string? AnycastIpListId { get; set; }
    public ViewerMtlsConfig? ViewerMtlsConfig { get; set; }
    public ConnectionFunctionAssociation? ConnectionFunctionAssociation { get; set; }
}
