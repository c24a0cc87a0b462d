using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline.Model;

public class ListPipelineExecutionsRequest : AmazonWebServiceRequest
{
    public string? PipelineName { get; set; }
    public int? MaxResults { get; set; }
    public PipelineExecutionFilter? Filter { get; set; }
    public string? NextToken { get; set; }
}

public class PipelineExecutionFilter
{
    public SucceededInStageFilter? SucceededInStage { get; set; }
}

public class SucceededInStageFilter
{
    public string? StageName { get; set; }
}

public class ListPipelineExecutionsResponse : AmazonWebServiceResponse
{
    public List<PipelineExecutionSummary>? PipelineExecutionSummaries { get; set; } = Initial.List<PipelineExecutionSummary>();
    public string? NextToken { get; set; }
}

public class PipelineExecutionSummary
{
    public string? PipelineExecutionId { get; set; }
    public PipelineExecutionStatus? Status { get; set; }
    public string? StatusSummary { get; set; }
    public DateTime? StartTime { get; set; }
    public DateTime? LastUpdateTime { get; set; }
    public List<SourceRevision>? SourceRevisions { get; set; } = Initial.List<SourceRevision>();
    public ExecutionTrigger? Trigger { get; set; }
    public StopExecutionTrigger? StopTrigger { get; set; }
    public ExecutionMode? ExecutionMode { get; set; }
    public ExecutionType? ExecutionType { get; set; }
    public PipelineRollbackMetadata? RollbackMetadata { get; set; }
}

public class PipelineRollbackMetadata
{
    public string? RollbackTargetPipelineExecutionId { get; set; }
}

public class SourceRevision
{
    public string? ActionName { get; set; }
    public string? RevisionId { get; set; }
    public string? RevisionSummary { get; set; }
    public string? RevisionUrl { get; set; }
}

public class ExecutionTrigger
{
    public TriggerType? TriggerType { get; set; }
    public string? TriggerDetail { get; set; }
}

public class StopExecutionTrigger
{
    public string? Reason { get; set; }
}
