namespace Amazon.SecretsManager.Model;

public class ExternalSecretRotationMetadataItem
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public class ReplicaRegionType
{
    public string? Region { get; set; }
    public string? KmsKeyId { get; set; }
}

public class ReplicationStatusType
{
    public string? Region { get; set; }
    public string? KmsKeyId { get; set; }
    public StatusType? Status { get; set; }
    public string? StatusMessage { get; set; }
    public DateTime? LastAccessedDate { get; set; }
}

public class RotationRulesType
{
    public long? AutomaticallyAfterDays { get; set; }
    public string? Duration { get; set; }
    public string? ScheduleExpression { get; set; }
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}
