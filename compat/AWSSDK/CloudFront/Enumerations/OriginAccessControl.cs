using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class OriginAccessControlOriginTypes(string value) : ConstantClass(value)
{
    public static readonly OriginAccessControlOriginTypes S3 = new("s3");
    public static readonly OriginAccessControlOriginTypes Mediastore = new("mediastore");
    public static readonly OriginAccessControlOriginTypes Mediapackagev2 = new("mediapackagev2");
    public static readonly OriginAccessControlOriginTypes Lambda = new("lambda");

    public static OriginAccessControlOriginTypes FindValue(string value) => FindValue<OriginAccessControlOriginTypes>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginAccessControlOriginTypes?(string? value) => FindValue<OriginAccessControlOriginTypes>(value);
}

public class OriginAccessControlSigningBehaviors(string value) : ConstantClass(value)
{
    public static readonly OriginAccessControlSigningBehaviors Never = new("never");
    public static readonly OriginAccessControlSigningBehaviors Always = new("always");
    public static readonly OriginAccessControlSigningBehaviors NoOverride = new("no-override");

    public static OriginAccessControlSigningBehaviors FindValue(string value) => FindValue<OriginAccessControlSigningBehaviors>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginAccessControlSigningBehaviors?(string? value) => FindValue<OriginAccessControlSigningBehaviors>(value);
}

public class OriginAccessControlSigningProtocols(string value) : ConstantClass(value)
{
    public static readonly OriginAccessControlSigningProtocols Sigv4 = new("sigv4");

    public static OriginAccessControlSigningProtocols FindValue(string value) => FindValue<OriginAccessControlSigningProtocols>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginAccessControlSigningProtocols?(string? value) => FindValue<OriginAccessControlSigningProtocols>(value);
}
