using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/cache-policy/{Id}")]
public class GetCachePolicyRequest : AmazonWebServiceRequest
{
    public string? Id { get; set; }
}

public class GetCachePolicyResponse : AmazonWebServiceResponse
{
    [Payload]
    public CachePolicy? CachePolicy { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
