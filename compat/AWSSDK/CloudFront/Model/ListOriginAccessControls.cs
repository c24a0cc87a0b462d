using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/origin-access-control")]
public class ListOriginAccessControlsRequest : AmazonWebServiceRequest
{
    [InQuery]
    public string? Marker { get; set; }
    [InQuery]
    public string? MaxItems { get; set; }
}

public class ListOriginAccessControlsResponse : AmazonWebServiceResponse
{
    [Payload]
    public OriginAccessControlList? OriginAccessControlList { get; set; }
}
