namespace Amazon.CloudFront.Model;

public class OriginAccessControl
{
    public string? Id { get; set; }
    public OriginAccessControlConfig? OriginAccessControlConfig { get; set; }
}

public class OriginAccessControlConfig
{
    public string? Name { get; set; }
    public string? Description { get; set; }
    public OriginAccessControlSigningProtocols? SigningProtocol { get; set; }
    public OriginAccessControlSigningBehaviors? SigningBehavior { get; set; }
    public OriginAccessControlOriginTypes? OriginAccessControlOriginType { get; set; }
}
