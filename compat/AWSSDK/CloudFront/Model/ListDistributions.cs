using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/distribution")]
public class ListDistributionsRequest : AmazonWebServiceRequest
{
    [InQuery]
    public string? Marker { get; set; }
    [InQuery]
    public string? MaxItems { get; set; }
}

public class ListDistributionsResponse : AmazonWebServiceResponse
{
    [Payload]
    public DistributionList? DistributionList { get; set; }
}
