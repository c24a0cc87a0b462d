using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class AdvertiseTrustStoreCaNamesEnum(string value) : ConstantClass(value)
{
    public static readonly AdvertiseTrustStoreCaNamesEnum On = new("on");
    public static readonly AdvertiseTrustStoreCaNamesEnum Off = new("off");

    public static AdvertiseTrustStoreCaNamesEnum FindValue(string value) => FindValue<AdvertiseTrustStoreCaNamesEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AdvertiseTrustStoreCaNamesEnum?(string? value) => FindValue<AdvertiseTrustStoreCaNamesEnum>(value);
}

public class ProtocolEnum(string value) : ConstantClass(value)
{
    public static readonly ProtocolEnum HTTP = new("HTTP");
    public static readonly ProtocolEnum HTTPS = new("HTTPS");
    public static readonly ProtocolEnum TCP = new("TCP");
    public static readonly ProtocolEnum TLS = new("TLS");
    public static readonly ProtocolEnum UDP = new("UDP");
    public static readonly ProtocolEnum TCP_UDP = new("TCP_UDP");
    public static readonly ProtocolEnum GENEVE = new("GENEVE");
    public static readonly ProtocolEnum QUIC = new("QUIC");
    public static readonly ProtocolEnum TCP_QUIC = new("TCP_QUIC");

    public static ProtocolEnum FindValue(string value) => FindValue<ProtocolEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ProtocolEnum?(string? value) => FindValue<ProtocolEnum>(value);
}

public class TrustStoreAssociationStatusEnum(string value) : ConstantClass(value)
{
    public static readonly TrustStoreAssociationStatusEnum Active = new("active");
    public static readonly TrustStoreAssociationStatusEnum Removed = new("removed");

    public static TrustStoreAssociationStatusEnum FindValue(string value) => FindValue<TrustStoreAssociationStatusEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TrustStoreAssociationStatusEnum?(string? value) => FindValue<TrustStoreAssociationStatusEnum>(value);
}
