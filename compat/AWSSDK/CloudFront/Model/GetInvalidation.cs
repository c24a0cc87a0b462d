using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/distribution/{DistributionId}/invalidation/{Id}")]
public class GetInvalidationRequest : AmazonWebServiceRequest
{
    public string? DistributionId { get; set; }
    public string? Id { get; set; }
}

public class GetInvalidationResponse : AmazonWebServiceResponse
{
    [Payload]
    public Invalidation? Invalidation { get; set; }
}
