using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

[Route("POST", "/2020-05-31/function")]
public class CreateFunctionRequest : AmazonWebServiceRequest
{
    public string? Name { get; set; }
    public FunctionConfig? FunctionConfig { get; set; }
    public MemoryStream? FunctionCode { get; set; }
    public Tags? Tags { get; set; }
}

public class CreateFunctionResponse : AmazonWebServiceResponse
{
    [Payload]
    public FunctionSummary? FunctionSummary { get; set; }
    [InHeader("Location")]
    public string? Location { get; set; }
    [InHeader("ETag")]
    public string? ETag { get; set; }
}
