using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/distribution/{Id}")]
public class GetDistributionRequest : AmazonWebServiceRequest
{
    public string? Id { get; set; }
}

public class GetDistributionResponse : AmazonWebServiceResponse
{
    [Payload]
    public Distribution? Distribution { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
