using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/origin-request-policy/{Id}")]
public class GetOriginRequestPolicyRequest : AmazonWebServiceRequest
{
    public string? Id { get; set; }
}

public class GetOriginRequestPolicyResponse : AmazonWebServiceResponse
{
    [Payload]
    public OriginRequestPolicy? OriginRequestPolicy { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
