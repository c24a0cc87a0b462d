using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("POST", "/2020-05-31/distribution")]
public class CreateDistributionRequest : AmazonWebServiceRequest
{
    [Payload]
    public DistributionConfig? DistributionConfig { get; set; }
}

public class CreateDistributionResponse : AmazonWebServiceResponse
{
    [Payload]
    public Distribution? Distribution { get; set; }
    [InHeader("Location")]
    public string? Location { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
