using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class LogGroup
{
    public string? LogGroupName { get; set; }
    [EpochMilliseconds]
    public DateTime? CreationTime { get; set; }
    public int? RetentionInDays { get; set; }
    public int? MetricFilterCount { get; set; }
    public string? Arn { get; set; }
    public long? StoredBytes { get; set; }
    public string? KmsKeyId { get; set; }
    public DataProtectionStatus? DataProtectionStatus { get; set; }
    public List<string>? InheritedProperties { get; set; } = Initial.List<string>();
    public LogGroupClass? LogGroupClass { get; set; }
    public string? LogGroupArn { get; set; }
    public bool? DeletionProtectionEnabled { get; set; }
    public bool? BearerTokenAuthenticationEnabled { get; set; }
}
