using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline.Model;

public class ListPipelineExecutionsRequest : AmazonWebServiceRequest
{
    public string? PipelineName { get; set; }
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
}

public class ListPipelineExecutionsResponse : AmazonWebServiceResponse
{
    public List<PipelineExecutionSummary>? PipelineExecutionSummaries { get; set; } = Initial.List<PipelineExecutionSummary>();
    public string? NextToken { get; set; }
}

public class PipelineExecutionSummary
{
    public string? PipelineExecutionId { get; set; }
    public ExecutionType? ExecutionType { get; set; }
    public PipelineRollbackMetadata? RollbackMetadata { get; set; }
}

public class PipelineRollbackMetadata
{
    public string? RollbackTargetPipelineExecutionId { get; set; }
}
