using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CodePipeline;

public class ExecutionType(string value) : ConstantClass(value)
{
    public static readonly ExecutionType STANDARD = new("STANDARD");
    public static readonly ExecutionType ROLLBACK = new("ROLLBACK");

    public static ExecutionType FindValue(string value) => FindValue<ExecutionType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ExecutionType?(string? value) => FindValue<ExecutionType>(value);
}

public class ExecutionMode(string value) : ConstantClass(value)
{
    public static readonly ExecutionMode QUEUED = new("QUEUED");
    public static readonly ExecutionMode SUPERSEDED = new("SUPERSEDED");
    public static readonly ExecutionMode PARALLEL = new("PARALLEL");

    public static ExecutionMode FindValue(string value) => FindValue<ExecutionMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ExecutionMode?(string? value) => FindValue<ExecutionMode>(value);
}

public class PipelineExecutionStatus(string value) : ConstantClass(value)
{
    public static readonly PipelineExecutionStatus Cancelled = new("Cancelled");
    public static readonly PipelineExecutionStatus InProgress = new("InProgress");
    public static readonly PipelineExecutionStatus Stopped = new("Stopped");
    public static readonly PipelineExecutionStatus Stopping = new("Stopping");
    public static readonly PipelineExecutionStatus Succeeded = new("Succeeded");
    public static readonly PipelineExecutionStatus Superseded = new("Superseded");
    public static readonly PipelineExecutionStatus Failed = new("Failed");

    public static PipelineExecutionStatus FindValue(string value) => FindValue<PipelineExecutionStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PipelineExecutionStatus?(string? value) => FindValue<PipelineExecutionStatus>(value);
}

public class TriggerType(string value) : ConstantClass(value)
{
    public static readonly TriggerType CreatePipeline = new("CreatePipeline");
    public static readonly TriggerType StartPipelineExecution = new("StartPipelineExecution");
    public static readonly TriggerType PollForSourceChanges = new("PollForSourceChanges");
    public static readonly TriggerType Webhook = new("Webhook");
    public static readonly TriggerType CloudWatchEvent = new("CloudWatchEvent");
    public static readonly TriggerType PutActionRevision = new("PutActionRevision");
    public static readonly TriggerType WebhookV2 = new("WebhookV2");
    public static readonly TriggerType ManualRollback = new("ManualRollback");
    public static readonly TriggerType AutomatedRollback = new("AutomatedRollback");

    public static TriggerType FindValue(string value) => FindValue<TriggerType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TriggerType?(string? value) => FindValue<TriggerType>(value);
}
