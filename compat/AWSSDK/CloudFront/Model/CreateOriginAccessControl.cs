using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("POST", "/2020-05-31/origin-access-control")]
public class CreateOriginAccessControlRequest : AmazonWebServiceRequest
{
    [Payload]
    public OriginAccessControlConfig? OriginAccessControlConfig { get; set; }
}

public class CreateOriginAccessControlResponse : AmazonWebServiceResponse
{
    [Payload]
    public OriginAccessControl? OriginAccessControl { get; set; }
    [InHeader("Location")]
    public string? Location { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
