using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/distribution/{DistributionId}/invalidation")]
public class ListInvalidationsRequest : AmazonWebServiceRequest
{
    public string? DistributionId { get; set; }
    [InQuery]
    public string? Marker { get; set; }
    [InQuery]
    public string? MaxItems { get; set; }
}

public class ListInvalidationsResponse : AmazonWebServiceResponse
{
    [Payload]
    public InvalidationList? InvalidationList { get; set; }
}
