using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("GET", "/2020-05-31/function/{Name}/describe")]
public class DescribeFunctionRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    [InQuery]
    public FunctionStage? Stage { get; set; }
}

public class DescribeFunctionResponse : AmazonWebServiceResponse
{
    [Payload]
    public FunctionSummary? FunctionSummary { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
