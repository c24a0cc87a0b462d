using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch.Model;

public class LabelOptions
{
    public string? Timezone { get; set; }
}

public class LogAlarm
{
    public string? AlarmName { get; set; }
    public string? AlarmArn { get; set; }
    public string? AlarmDescription { get; set; }
    public DateTime? AlarmConfigurationUpdatedTimestamp { get; set; }
    public bool? ActionsEnabled { get; set; }
    public List<string>? OKActions { get; set; } = Initial.List<string>();
    public List<string>? AlarmActions { get; set; } = Initial.List<string>();
    public List<string>? InsufficientDataActions { get; set; } = Initial.List<string>();
    public StateValue? StateValue { get; set; }
    public string? StateReason { get; set; }
    public string? StateReasonData { get; set; }
    public DateTime? StateUpdatedTimestamp { get; set; }
    public ScheduledQueryConfiguration? ScheduledQueryConfiguration { get; set; }
    public int? QueryResultsToEvaluate { get; set; }
    public int? QueryResultsToAlarm { get; set; }
    public double? Threshold { get; set; }
    public ComparisonOperator? ComparisonOperator { get; set; }
    public string? TreatMissingData { get; set; }
    public DateTime? StateTransitionedTimestamp { get; set; }
    public EvaluationState? EvaluationState { get; set; }
    public int? ActionLogLineCount { get; set; }
    public string? ActionLogLineRoleArn { get; set; }
}

public class ScheduleConfiguration
{
    public string? ScheduleExpression { get; set; }
    public long? StartTimeOffset { get; set; }
    public long? EndTimeOffset { get; set; }
}

public class ScheduledQueryConfiguration
{
    public string? QueryString { get; set; }
    public List<string>? LogGroupIdentifiers { get; set; } = Initial.List<string>();
    public string? QueryARN { get; set; }
    public string? ScheduledQueryRoleARN { get; set; }
    public ScheduleConfiguration? ScheduleConfiguration { get; set; }
    public string? AggregationExpression { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}
