namespace Amazon.CloudFront.Model;

public class ViewerCertificate
{
    public bool? CloudFrontDefaultCertificate { get; set; }
    public string? IAMCertificateId { get; set; }
    public string? ACMCertificateArn { get; set; }
    public SSLSupportMethod? SSLSupportMethod { get; set; }
    public MinimumProtocolVersion? MinimumProtocolVersion { get; set; }
    [Obsolete("This field has been deprecated. Use one of the following fields instead: ACMCertificateArn, IAMCertificateId or CloudFrontDefaultCertificate.")]
    public string? Certificate { get; set; }
    [Obsolete("This field has been deprecated. Use one of the following fields instead: ACMCertificateArn, IAMCertificateId or CloudFrontDefaultCertificate.")]
    public CertificateSource? CertificateSource { get; set; }
}
