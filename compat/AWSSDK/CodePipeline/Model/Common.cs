namespace Amazon.CodePipeline.Model;

public class ActionExecutionFilter
{
    public string? PipelineExecutionId { get; set; }
    public LatestInPipelineExecutionFilter? LatestInPipelineExecution { get; set; }
}

public class LatestInPipelineExecutionFilter
{
    public string? PipelineExecutionId { get; set; }
    public StartTimeRange? StartTimeRange { get; set; }
}
