using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("PUT", "/2020-05-31/distribution/{Id}/config")]
public class UpdateDistributionRequest : AmazonWebServiceRequest
{
    [Payload]
    public DistributionConfig? DistributionConfig { get; set; }
    public string? Id { get; set; }
    [InHeader("If-Match")]
    public string? IfMatch { get; set; }
}

public class UpdateDistributionResponse : AmazonWebServiceResponse
{
    [Payload]
    public Distribution? Distribution { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
