using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

public class DnsRecordIpType(string value) : ConstantClass(value)
{
    public static readonly DnsRecordIpType Ipv4 = new("ipv4");
    public static readonly DnsRecordIpType Dualstack = new("dualstack");
    public static readonly DnsRecordIpType Ipv6 = new("ipv6");
    public static readonly DnsRecordIpType ServiceDefined = new("service-defined");

    public static DnsRecordIpType FindValue(string value) => FindValue<DnsRecordIpType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator DnsRecordIpType?(string? value) => FindValue<DnsRecordIpType>(value);
}

public class IpAddressType(string value) : ConstantClass(value)
{
    public static readonly IpAddressType Ipv4 = new("ipv4");
    public static readonly IpAddressType Dualstack = new("dualstack");
    public static readonly IpAddressType Ipv6 = new("ipv6");

    public static IpAddressType FindValue(string value) => FindValue<IpAddressType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator IpAddressType?(string? value) => FindValue<IpAddressType>(value);
}

public class State(string value) : ConstantClass(value)
{
    public static readonly State PendingAcceptance = new("PendingAcceptance");
    public static readonly State Pending = new("Pending");
    public static readonly State Available = new("Available");
    public static readonly State Deleting = new("Deleting");
    public static readonly State Deleted = new("Deleted");
    public static readonly State Rejected = new("Rejected");
    public static readonly State Failed = new("Failed");
    public static readonly State Expired = new("Expired");
    public static readonly State Partial = new("Partial");

    public static State FindValue(string value) => FindValue<State>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator State?(string? value) => FindValue<State>(value);
}

public class VpcEndpointType(string value) : ConstantClass(value)
{
    public static readonly VpcEndpointType Interface = new("Interface");
    public static readonly VpcEndpointType Gateway = new("Gateway");
    public static readonly VpcEndpointType GatewayLoadBalancer = new("GatewayLoadBalancer");
    public static readonly VpcEndpointType Resource = new("Resource");
    public static readonly VpcEndpointType ServiceNetwork = new("ServiceNetwork");

    public static VpcEndpointType FindValue(string value) => FindValue<VpcEndpointType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator VpcEndpointType?(string? value) => FindValue<VpcEndpointType>(value);
}
