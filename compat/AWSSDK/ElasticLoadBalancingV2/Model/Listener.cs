using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class Listener
{
    public string? ListenerArn { get; set; }
    public string? LoadBalancerArn { get; set; }
    public int? Port { get; set; }
    public ProtocolEnum? Protocol { get; set; }
    public List<Certificate>? Certificates { get; set; } = Initial.List<Certificate>();
    public string? SslPolicy { get; set; }
    public List<Action>? DefaultActions { get; set; } = Initial.List<Action>();
    public List<string>? AlpnPolicy { get; set; } = Initial.List<string>();
    public MutualAuthenticationAttributes? MutualAuthentication { get; set; }
}

public class Certificate
{
    public string? CertificateArn { get; set; }
    public bool? IsDefault { get; set; }
}

public class MutualAuthenticationAttributes
{
    public string? Mode { get; set; }
    public string? TrustStoreArn { get; set; }
    public bool? IgnoreClientCertificateExpiry { get; set; }
    public TrustStoreAssociationStatusEnum? TrustStoreAssociationStatus { get; set; }
    public AdvertiseTrustStoreCaNamesEnum? AdvertiseTrustStoreCaNames { get; set; }
}
