using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class CertificateSource(string value) : ConstantClass(value)
{
    public static readonly CertificateSource Cloudfront = new("cloudfront");
    public static readonly CertificateSource Iam = new("iam");
    public static readonly CertificateSource Acm = new("acm");

    public static CertificateSource FindValue(string value) => FindValue<CertificateSource>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator CertificateSource?(string? value) => FindValue<CertificateSource>(value);
}

public class MinimumProtocolVersion(string value) : ConstantClass(value)
{
    public static readonly MinimumProtocolVersion SSLv3 = new("SSLv3");
    public static readonly MinimumProtocolVersion TLSv1 = new("TLSv1");
    public static readonly MinimumProtocolVersion TLSv1_2016 = new("TLSv1_2016");
    public static readonly MinimumProtocolVersion TLSv11_2016 = new("TLSv1.1_2016");
    public static readonly MinimumProtocolVersion TLSv12_2018 = new("TLSv1.2_2018");
    public static readonly MinimumProtocolVersion TLSv12_2019 = new("TLSv1.2_2019");
    public static readonly MinimumProtocolVersion TLSv12_2021 = new("TLSv1.2_2021");
    public static readonly MinimumProtocolVersion TLSv13_2025 = new("TLSv1.3_2025");
    public static readonly MinimumProtocolVersion TLSv12_2025 = new("TLSv1.2_2025");

    public static MinimumProtocolVersion FindValue(string value) => FindValue<MinimumProtocolVersion>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MinimumProtocolVersion?(string? value) => FindValue<MinimumProtocolVersion>(value);
}

public class SSLSupportMethod(string value) : ConstantClass(value)
{
    public static readonly SSLSupportMethod SniOnly = new("sni-only");
    public static readonly SSLSupportMethod Vip = new("vip");
    public static readonly SSLSupportMethod StaticIp = new("static-ip");

    public static SSLSupportMethod FindValue(string value) => FindValue<SSLSupportMethod>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator SSLSupportMethod?(string? value) => FindValue<SSLSupportMethod>(value);
}
