using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline.Model;

public class ListActionExecutionsRequest : AmazonWebServiceRequest
{
    public string? PipelineName { get; set; }
    public ActionExecutionFilter? Filter { get; set; }
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
}

public class ListActionExecutionsResponse : AmazonWebServiceResponse
{
    public List<ActionExecutionDetail>? ActionExecutionDetails { get; set; } = Initial.List<ActionExecutionDetail>();
    public string? NextToken { get; set; }
}
