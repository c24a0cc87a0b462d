using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

public class BlockPublicAccessMode(string value) : ConstantClass(value)
{
    public static readonly BlockPublicAccessMode Off = new("off");
    public static readonly BlockPublicAccessMode BlockBidirectional = new("block-bidirectional");
    public static readonly BlockPublicAccessMode BlockIngress = new("block-ingress");

    public static BlockPublicAccessMode FindValue(string value) => FindValue<BlockPublicAccessMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator BlockPublicAccessMode?(string? value) => FindValue<BlockPublicAccessMode>(value);
}

public class HostnameType(string value) : ConstantClass(value)
{
    public static readonly HostnameType IpName = new("ip-name");
    public static readonly HostnameType ResourceName = new("resource-name");

    public static HostnameType FindValue(string value) => FindValue<HostnameType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator HostnameType?(string? value) => FindValue<HostnameType>(value);
}

public class IpSource(string value) : ConstantClass(value)
{
    public static readonly IpSource Amazon = new("amazon");
    public static readonly IpSource Byoip = new("byoip");
    public static readonly IpSource None = new("none");

    public static IpSource FindValue(string value) => FindValue<IpSource>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator IpSource?(string? value) => FindValue<IpSource>(value);
}

public class Ipv6AddressAttribute(string value) : ConstantClass(value)
{
    public static readonly Ipv6AddressAttribute Public = new("public");
    public static readonly Ipv6AddressAttribute Private = new("private");

    public static Ipv6AddressAttribute FindValue(string value) => FindValue<Ipv6AddressAttribute>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Ipv6AddressAttribute?(string? value) => FindValue<Ipv6AddressAttribute>(value);
}

public class SubnetCidrBlockStateCode(string value) : ConstantClass(value)
{
    public static readonly SubnetCidrBlockStateCode Associating = new("associating");
    public static readonly SubnetCidrBlockStateCode Associated = new("associated");
    public static readonly SubnetCidrBlockStateCode Disassociating = new("disassociating");
    public static readonly SubnetCidrBlockStateCode Disassociated = new("disassociated");
    public static readonly SubnetCidrBlockStateCode Failing = new("failing");
    public static readonly SubnetCidrBlockStateCode Failed = new("failed");

    public static SubnetCidrBlockStateCode FindValue(string value) => FindValue<SubnetCidrBlockStateCode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SubnetCidrBlockStateCode?(string? value) => FindValue<SubnetCidrBlockStateCode>(value);
}

public class SubnetState(string value) : ConstantClass(value)
{
    public static readonly SubnetState Pending = new("pending");
    public static readonly SubnetState Available = new("available");
    public static readonly SubnetState Unavailable = new("unavailable");
    public static readonly SubnetState Failed = new("failed");
    public static readonly SubnetState FailedInsufficientCapacity = new("failed-insufficient-capacity");

    public static SubnetState FindValue(string value) => FindValue<SubnetState>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SubnetState?(string? value) => FindValue<SubnetState>(value);
}
