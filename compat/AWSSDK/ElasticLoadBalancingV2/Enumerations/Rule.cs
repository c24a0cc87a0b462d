using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class SourceIpAddressTypeEnum(string value) : ConstantClass(value)
{
    public static readonly SourceIpAddressTypeEnum Ipv4 = new("ipv4");
    public static readonly SourceIpAddressTypeEnum Ipv6 = new("ipv6");

    public static SourceIpAddressTypeEnum FindValue(string value) => FindValue<SourceIpAddressTypeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SourceIpAddressTypeEnum?(string? value) => FindValue<SourceIpAddressTypeEnum>(value);
}

public class TransformTypeEnum(string value) : ConstantClass(value)
{
    public static readonly TransformTypeEnum HostHeaderRewrite = new("host-header-rewrite");
    public static readonly TransformTypeEnum UrlRewrite = new("url-rewrite");

    public static TransformTypeEnum FindValue(string value) => FindValue<TransformTypeEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TransformTypeEnum?(string? value) => FindValue<TransformTypeEnum>(value);
}
