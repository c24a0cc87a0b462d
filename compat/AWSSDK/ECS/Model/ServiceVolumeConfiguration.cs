using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class ServiceVolumeConfiguration
{
    public string? Name { get; set; }
    public ServiceManagedEBSVolumeConfiguration? ManagedEBSVolume { get; set; }
}

public class EBSTagSpecification
{
    public EBSResourceType? ResourceType { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public PropagateTags? PropagateTags { get; set; }
}

public class ServiceManagedEBSVolumeConfiguration
{
    public bool? Encrypted { get; set; }
    public string? KmsKeyId { get; set; }
    public string? VolumeType { get; set; }
    public int? SizeInGiB { get; set; }
    public string? SnapshotId { get; set; }
    public int? VolumeInitializationRate { get; set; }
    public int? Iops { get; set; }
    public int? Throughput { get; set; }
    public List<EBSTagSpecification>? TagSpecifications { get; set; } = Initial.List<EBSTagSpecification>();
    public string? RoleArn { get; set; }
    public TaskFilesystemType? FilesystemType { get; set; }
}
