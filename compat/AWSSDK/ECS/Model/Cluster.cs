using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class Cluster
{
    public string? ClusterArn { get; set; }
    public string? ClusterName { get; set; }
    public ClusterConfiguration? Configuration { get; set; }
    public string? Status { get; set; }
    public int? RegisteredContainerInstancesCount { get; set; }
    public int? RunningTasksCount { get; set; }
    public int? PendingTasksCount { get; set; }
    public int? ActiveServicesCount { get; set; }
    public List<KeyValuePair>? Statistics { get; set; } = Initial.List<KeyValuePair>();
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public List<ClusterSetting>? Settings { get; set; } = Initial.List<ClusterSetting>();
    public List<string>? CapacityProviders { get; set; } = Initial.List<string>();
    public List<CapacityProviderStrategyItem>? DefaultCapacityProviderStrategy { get; set; } = Initial.List<CapacityProviderStrategyItem>();
    public List<Attachment>? Attachments { get; set; } = Initial.List<Attachment>();
    public string? AttachmentsStatus { get; set; }
    public ClusterServiceConnectDefaults? ServiceConnectDefaults { get; set; }
}

public class Attachment
{
    public string? Id { get; set; }
    public string? Type { get; set; }
    public string? Status { get; set; }
    public List<KeyValuePair>? Details { get; set; } = Initial.List<KeyValuePair>();
}

public class CapacityProviderStrategyItem
{
    public string? CapacityProvider { get; set; }
    public int? Weight { get; set; }
    public int? Base { get; set; }
}

public class ClusterConfiguration
{
    public ExecuteCommandConfiguration? ExecuteCommandConfiguration { get; set; }
    public ManagedStorageConfiguration? ManagedStorageConfiguration { get; set; }
}

public class ClusterServiceConnectDefaults
{
    public string? Namespace { get; set; }
}

public class ClusterSetting
{
    public ClusterSettingName? Name { get; set; }
    public string? Value { get; set; }
}

public class ExecuteCommandConfiguration
{
    public string? KmsKeyId { get; set; }
    public ExecuteCommandLogging? Logging { get; set; }
    public ExecuteCommandLogConfiguration? LogConfiguration { get; set; }
}

public class ExecuteCommandLogConfiguration
{
    public string? CloudWatchLogGroupName { get; set; }
    public bool? CloudWatchEncryptionEnabled { get; set; }
    public string? S3BucketName { get; set; }
    public bool? S3EncryptionEnabled { get; set; }
    public string? S3KeyPrefix { get; set; }
}

public class ManagedStorageConfiguration
{
    public string? KmsKeyId { get; set; }
    public string? FargateEphemeralStorageKmsKeyId { get; set; }
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}
