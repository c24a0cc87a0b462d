using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class IpAddressType(string value) : ConstantClass(value)
{
    public static readonly IpAddressType Ipv4 = new("ipv4");
    public static readonly IpAddressType Ipv6 = new("ipv6");
    public static readonly IpAddressType Dualstack = new("dualstack");

    public static IpAddressType FindValue(string value) => FindValue<IpAddressType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator IpAddressType?(string? value) => FindValue<IpAddressType>(value);
}

public class OriginProtocolPolicy(string value) : ConstantClass(value)
{
    public static readonly OriginProtocolPolicy HttpOnly = new("http-only");
    public static readonly OriginProtocolPolicy MatchViewer = new("match-viewer");
    public static readonly OriginProtocolPolicy HttpsOnly = new("https-only");

    public static OriginProtocolPolicy FindValue(string value) => FindValue<OriginProtocolPolicy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginProtocolPolicy?(string? value) => FindValue<OriginProtocolPolicy>(value);
}

public class SslProtocol(string value) : ConstantClass(value)
{
    public static readonly SslProtocol SSLv3 = new("SSLv3");
    public static readonly SslProtocol TLSv1 = new("TLSv1");
    public static readonly SslProtocol TLSv11 = new("TLSv1.1");
    public static readonly SslProtocol TLSv12 = new("TLSv1.2");

    public static SslProtocol FindValue(string value) => FindValue<SslProtocol>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SslProtocol?(string? value) => FindValue<SslProtocol>(value);
}
