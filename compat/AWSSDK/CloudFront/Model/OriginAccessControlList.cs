using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class OriginAccessControlList
{
    public string? Marker { get; set; }
    public string? NextMarker { get; set; }
    public int? MaxItems { get; set; }
    public bool? IsTruncated { get; set; }
    public int? Quantity { get; set; }
    [ItemName("OriginAccessControlSummary")]
    public List<OriginAccessControlSummary>? Items { get; set; } = Initial.List<OriginAccessControlSummary>();
}

public class OriginAccessControlSummary
{
    public string? Id { get; set; }
    public string? Description { get; set; }
    public string? Name { get; set; }
    public OriginAccessControlSigningProtocols? SigningProtocol { get; set; }
    public OriginAccessControlSigningBehaviors? SigningBehavior { get; set; }
    public OriginAccessControlOriginTypes? OriginAccessControlOriginType { get; set; }
}
