using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("POST", "/2020-05-31/distribution/{DistributionId}/invalidation")]
public class CreateInvalidationRequest : AmazonWebServiceRequest
{
    public string? DistributionId { get; set; }
    [Payload]
    public InvalidationBatch? InvalidationBatch { get; set; }
}

public class CreateInvalidationResponse : AmazonWebServiceResponse
{
    [InHeader("Location")]
    public string? Location { get; set; }
    [Payload]
    public Invalidation? Invalidation { get; set; }
}
