using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class LoadBalancer
{
    public string? LoadBalancerArn { get; set; }
    public string? DNSName { get; set; }
    public string? CanonicalHostedZoneId { get; set; }
    public DateTime? CreatedTime { get; set; }
    public string? LoadBalancerName { get; set; }
    public LoadBalancerSchemeEnum? Scheme { get; set; }
    public string? VpcId { get; set; }
    public LoadBalancerState? State { get; set; }
    public LoadBalancerTypeEnum? Type { get; set; }
    public List<AvailabilityZone>? AvailabilityZones { get; set; } = Initial.List<AvailabilityZone>();
    public List<string>? SecurityGroups { get; set; } = Initial.List<string>();
    public IpAddressType? IpAddressType { get; set; }
    public string? CustomerOwnedIpv4Pool { get; set; }
    public string? EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic { get; set; }
    public EnablePrefixForIpv6SourceNatEnum? EnablePrefixForIpv6SourceNat { get; set; }
    public IpamPools? IpamPools { get; set; }
}

public class AvailabilityZone
{
    public string? ZoneName { get; set; }
    public string? SubnetId { get; set; }
    public string? OutpostId { get; set; }
    public List<LoadBalancerAddress>? LoadBalancerAddresses { get; set; } = Initial.List<LoadBalancerAddress>();
    public List<string>? SourceNatIpv6Prefixes { get; set; } = Initial.List<string>();
}

public class IpamPools
{
    public string? Ipv4IpamPoolId { get; set; }
}

public class LoadBalancerAddress
{
    public string? IpAddress { get; set; }
    public string? AllocationId { get; set; }
    public string? PrivateIPv4Address { get; set; }
    public string? IPv6Address { get; set; }
}

public class LoadBalancerState
{
    public LoadBalancerStateEnum? Code { get; set; }
    public string? Reason { get; set; }
}
