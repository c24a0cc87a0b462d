using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/distribution/{Id}/config")]
public class GetDistributionConfigRequest : AmazonWebServiceRequest
{
    public string? Id { get; set; }
}

public class GetDistributionConfigResponse : AmazonWebServiceResponse
{
    [Payload]
    public DistributionConfig? DistributionConfig { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
