using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class ConnectionMode(string value) : ConstantClass(value)
{
    public static readonly ConnectionMode Direct = new("direct");
    public static readonly ConnectionMode TenantOnly = new("tenant-only");

    public static ConnectionMode FindValue(string value) => FindValue<ConnectionMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ConnectionMode?(string? value) => FindValue<ConnectionMode>(value);
}

public class GeoRestrictionType(string value) : ConstantClass(value)
{
    public static readonly GeoRestrictionType Blacklist = new("blacklist");
    public static readonly GeoRestrictionType Whitelist = new("whitelist");
    public static readonly GeoRestrictionType None = new("none");

    public static GeoRestrictionType FindValue(string value) => FindValue<GeoRestrictionType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator GeoRestrictionType?(string? value) => FindValue<GeoRestrictionType>(value);
}

public class HttpVersion(string value) : ConstantClass(value)
{
    public static readonly HttpVersion Http11 = new("http1.1");
    public static readonly HttpVersion Http2 = new("http2");
    public static readonly HttpVersion Http3 = new("http3");
    public static readonly HttpVersion Http2and3 = new("http2and3");

    public static HttpVersion FindValue(string value) => FindValue<HttpVersion>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator HttpVersion?(string? value) => FindValue<HttpVersion>(value);
}

public class PriceClass(string value) : ConstantClass(value)
{
    public static readonly PriceClass PriceClass_100 = new("PriceClass_100");
    public static readonly PriceClass PriceClass_200 = new("PriceClass_200");
    public static readonly PriceClass PriceClass_All = new("PriceClass_All");
    public static readonly PriceClass None = new("None");

    public static PriceClass FindValue(string value) => FindValue<PriceClass>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PriceClass?(string? value) => FindValue<PriceClass>(value);
}

public class ViewerMtlsMode(string value) : ConstantClass(value)
{
    public static readonly ViewerMtlsMode Required = new("required");
    public static readonly ViewerMtlsMode Optional = new("optional");
    public static readonly ViewerMtlsMode Passthrough = new("passthrough");

    public static ViewerMtlsMode FindValue(string value) => FindValue<ViewerMtlsMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ViewerMtlsMode?(string? value) => FindValue<ViewerMtlsMode>(value);
}
