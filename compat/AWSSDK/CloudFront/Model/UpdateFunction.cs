using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("PUT", "/2020-05-31/function/{Name}")]
public class UpdateFunctionRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    [InHeader("If-Match")]
    public string? IfMatch { get; set; }
    public FunctionConfig? FunctionConfig { get; set; }
    public MemoryStream? FunctionCode { get; set; }
}

public class UpdateFunctionResponse : AmazonWebServiceResponse
{
    [Payload]
    public FunctionSummary? FunctionSummary { get; set; }
    [InHeader("ETtag")]
    public string? ETag { get; set; }
}
