using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("POST", "/2020-05-31/function/{Name}/publish")]
public class PublishFunctionRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    [InHeader("If-Match")]
    public string? IfMatch { get; set; }
}

public class PublishFunctionResponse : AmazonWebServiceResponse
{
    [Payload]
    public FunctionSummary? FunctionSummary { get; set; }
}
