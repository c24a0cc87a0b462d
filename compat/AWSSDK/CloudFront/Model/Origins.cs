using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class Origins
{
    public int? Quantity { get; set; }
    [ItemName("Origin")]
    public List<Origin>? Items { get; set; } = Initial.List<Origin>();
}

public class CustomHeaders
{
    public int? Quantity { get; set; }
    [ItemName("OriginCustomHeader")]
    public List<OriginCustomHeader>? Items { get; set; } = Initial.List<OriginCustomHeader>();
}

public class CustomOriginConfig
{
    public int? HTTPPort { get; set; }
    public int? HTTPSPort { get; set; }
    public OriginProtocolPolicy? OriginProtocolPolicy { get; set; }
    public OriginSslProtocols? OriginSslProtocols { get; set; }
    public int? OriginReadTimeout { get; set; }
    public int? OriginKeepaliveTimeout { get; set; }
    public IpAddressType? IpAddressType { get; set; }
    public OriginMtlsConfig? OriginMtlsConfig { get; set; }
}

public class Origin
{
    public string? Id { get; set; }
    public string? DomainName { get; set; }
    public string? OriginPath { get; set; }
    public CustomHeaders? CustomHeaders { get; set; }
    public S3OriginConfig? S3OriginConfig { get; set; }
    public CustomOriginConfig? CustomOriginConfig { get; set; }
    public VpcOriginConfig? VpcOriginConfig { get; set; }
    public int? ConnectionAttempts { get; set; }
    public int? ConnectionTimeout { get; set; }
    public int? ResponseCompletionTimeout { get; set; }
    public OriginShield? OriginShield { get; set; }
    public string? OriginAccessControlId { get; set; }
}

public class OriginCustomHeader
{
    public string? HeaderName { get; set; }
    public string? HeaderValue { get; set; }
}

public class OriginMtlsConfig
{
    public string? ClientCertificateArn { get; set; }
}

public class OriginShield
{
    public bool? Enabled { get; set; }
    public string? OriginShieldRegion { get; set; }
}

public class OriginSslProtocols
{
    public int? Quantity { get; set; }
    [ItemName("SslProtocol")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class S3OriginConfig
{
    public string? OriginAccessIdentity { get; set; }
    public int? OriginReadTimeout { get; set; }
}

public class VpcOriginConfig
{
    public string? VpcOriginId { get; set; }
    public string? OwnerAccountId { get; set; }
    public int? OriginReadTimeout { get; set; }
    public int? OriginKeepaliveTimeout { get; set; }
}
