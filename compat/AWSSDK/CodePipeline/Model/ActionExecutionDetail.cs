using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline.Model;

public class ActionExecutionDetail
{
    public string? PipelineExecutionId { get; set; }
    public string? ActionExecutionId { get; set; }
    public int? PipelineVersion { get; set; }
    public string? StageName { get; set; }
    public string? ActionName { get; set; }
    public DateTime? StartTime { get; set; }
    public DateTime? LastUpdateTime { get; set; }
    public string? UpdatedBy { get; set; }
    public ActionExecutionStatus? Status { get; set; }
    public ActionExecutionInput? Input { get; set; }
    public ActionExecutionOutput? Output { get; set; }
}

public class ActionExecutionInput
{
    public ActionTypeId? ActionTypeId { get; set; }
    public Dictionary<string, string>? Configuration { get; set; } = Initial.Dictionary<string, string>();
    public Dictionary<string, string>? ResolvedConfiguration { get; set; } = Initial.Dictionary<string, string>();
    public string? RoleArn { get; set; }
    public string? Region { get; set; }
    public List<ArtifactDetail>? InputArtifacts { get; set; } = Initial.List<ArtifactDetail>();
    public string? Namespace { get; set; }
}

public class ActionExecutionOutput
{
    public List<ArtifactDetail>? OutputArtifacts { get; set; } = Initial.List<ArtifactDetail>();
    public ActionExecutionResult? ExecutionResult { get; set; }
    public Dictionary<string, string>? OutputVariables { get; set; } = Initial.Dictionary<string, string>();
}

public class ActionExecutionResult
{
    public string? ExternalExecutionId { get; set; }
    public string? ExternalExecutionSummary { get; set; }
    public string? ExternalExecutionUrl { get; set; }
    public ErrorDetails? ErrorDetails { get; set; }
    public string? LogStreamARN { get; set; }
}

public class ActionTypeId
{
    public ActionCategory? Category { get; set; }
    public ActionOwner? Owner { get; set; }
    public string? Provider { get; set; }
    public string? Version { get; set; }
}

public class ArtifactDetail
{
    public string? Name { get; set; }
    public S3Location? S3location { get; set; }
}

public class ErrorDetails
{
    public string? Code { get; set; }
    public string? Message { get; set; }
}

public class S3Location
{
    public string? Bucket { get; set; }
    public string? Key { get; set; }
}
