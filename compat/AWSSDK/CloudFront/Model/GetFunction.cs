using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/function/{Name}")]
public class GetFunctionRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    [InQuery]
    public FunctionStage? Stage { get; set; }
}

public class GetFunctionResponse : AmazonWebServiceResponse
{
    [Payload]
    public MemoryStream? FunctionCode { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
    [InHeader("Content-Type")]
    public string? ContentType { get; set; }
}
