using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class TargetGroupIpAddressTypeEnum(string value) : ConstantClass(value)
{
    public static readonly TargetGroupIpAddressTypeEnum Ipv4 = new("ipv4");
    public static readonly TargetGroupIpAddressTypeEnum Ipv6 = new("ipv6");

    public static TargetGroupIpAddressTypeEnum FindValue(string value) => FindValue<TargetGroupIpAddressTypeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetGroupIpAddressTypeEnum?(string? value) => FindValue<TargetGroupIpAddressTypeEnum>(value);
}

public class TargetTypeEnum(string value) : ConstantClass(value)
{
    public static readonly TargetTypeEnum Instance = new("instance");
    public static readonly TargetTypeEnum Ip = new("ip");
    public static readonly TargetTypeEnum Lambda = new("lambda");
    public static readonly TargetTypeEnum Alb = new("alb");

    public static TargetTypeEnum FindValue(string value) => FindValue<TargetTypeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetTypeEnum?(string? value) => FindValue<TargetTypeEnum>(value);
}
