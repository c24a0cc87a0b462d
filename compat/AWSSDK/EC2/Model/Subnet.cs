using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class Subnet
{
    public string? AvailabilityZoneId { get; set; }
    public int? EnableLniAtDeviceIndex { get; set; }
    public bool? MapCustomerOwnedIpOnLaunch { get; set; }
    public string? CustomerOwnedIpv4Pool { get; set; }
    public string? OwnerId { get; set; }
    public bool? AssignIpv6AddressOnCreation { get; set; }
    public List<SubnetIpv6CidrBlockAssociation>? Ipv6CidrBlockAssociationSet { get; set; } = Initial.List<SubnetIpv6CidrBlockAssociation>();
    [WireName("tagSet")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? SubnetArn { get; set; }
    public string? OutpostArn { get; set; }
    public bool? EnableDns64 { get; set; }
    public bool? Ipv6Native { get; set; }
    public PrivateDnsNameOptionsOnLaunch? PrivateDnsNameOptionsOnLaunch { get; set; }
    public BlockPublicAccessStates? BlockPublicAccessStates { get; set; }
    public string? Type { get; set; }
    public string? SubnetId { get; set; }
    public SubnetState? State { get; set; }
    public string? VpcId { get; set; }
    public string? CidrBlock { get; set; }
    public int? AvailableIpAddressCount { get; set; }
    public string? AvailabilityZone { get; set; }
    public bool? DefaultForAz { get; set; }
    public bool? MapPublicIpOnLaunch { get; set; }
}

public class BlockPublicAccessStates
{
    public BlockPublicAccessMode? InternetGatewayBlockMode { get; set; }
}

public class PrivateDnsNameOptionsOnLaunch
{
    public HostnameType? HostnameType { get; set; }
    public bool? EnableResourceNameDnsARecord { get; set; }
    public bool? EnableResourceNameDnsAAAARecord { get; set; }
}

public class SubnetCidrBlockState
{
    public SubnetCidrBlockStateCode? State { get; set; }
    public string? StatusMessage { get; set; }
}

public class SubnetIpv6CidrBlockAssociation
{
    public string? AssociationId { get; set; }
    public string? Ipv6CidrBlock { get; set; }
    public SubnetCidrBlockState? Ipv6CidrBlockState { get; set; }
    public Ipv6AddressAttribute? Ipv6AddressAttribute { get; set; }
    public IpSource? IpSource { get; set; }
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}
