using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class VpcEndpoint
{
    public string? VpcEndpointId { get; set; }
    public VpcEndpointType? VpcEndpointType { get; set; }
    public string? VpcId { get; set; }
    public string? ServiceName { get; set; }
    public State? State { get; set; }
    public string? PolicyDocument { get; set; }
    [WireName("routeTableIdSet")]
    public List<string>? RouteTableIds { get; set; } = Initial.List<string>();
    [WireName("subnetIdSet")]
    public List<string>? SubnetIds { get; set; } = Initial.List<string>();
    [WireName("groupSet")]
    public List<SecurityGroupIdentifier>? Groups { get; set; } = Initial.List<SecurityGroupIdentifier>();
    public IpAddressType? IpAddressType { get; set; }
    public DnsOptions? DnsOptions { get; set; }
    public bool? PrivateDnsEnabled { get; set; }
    public bool? RequesterManaged { get; set; }
    [WireName("networkInterfaceIdSet")]
    public List<string>? NetworkInterfaceIds { get; set; } = Initial.List<string>();
    [WireName("dnsEntrySet")]
    public List<DnsEntry>? DnsEntries { get; set; } = Initial.List<DnsEntry>();
    public DateTime? CreationTimestamp { get; set; }
    [WireName("tagSet")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? OwnerId { get; set; }
    public LastError? LastError { get; set; }
    [WireName("ipv4PrefixSet")]
    public List<SubnetIpPrefixes>? Ipv4Prefixes { get; set; } = Initial.List<SubnetIpPrefixes>();
    [WireName("ipv6PrefixSet")]
    public List<SubnetIpPrefixes>? Ipv6Prefixes { get; set; } = Initial.List<SubnetIpPrefixes>();
    public string? FailureReason { get; set; }
    public string? ServiceNetworkArn { get; set; }
    public string? ResourceConfigurationArn { get; set; }
    public string? ServiceRegion { get; set; }
}

public class DnsEntry
{
    public string? DnsName { get; set; }
    public string? HostedZoneId { get; set; }
}

public class DnsOptions
{
    public DnsRecordIpType? DnsRecordIpType { get; set; }
    public bool? PrivateDnsOnlyForInboundResolverEndpoint { get; set; }
    public string? PrivateDnsPreference { get; set; }
    [WireName("privateDnsSpecifiedDomainSet")]
    public List<string>? PrivateDnsSpecifiedDomains { get; set; } = Initial.List<string>();
}

public class LastError
{
    public string? Message { get; set; }
    public string? Code { get; set; }
}

public class SecurityGroupIdentifier
{
    public string? GroupId { get; set; }
    public string? GroupName { get; set; }
}

public class SubnetIpPrefixes
{
    public string? SubnetId { get; set; }
    [WireName("ipPrefixSet")]
    public List<string>? IpPrefixes { get; set; } = Initial.List<string>();
}
