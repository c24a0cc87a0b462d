using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class Repository
{
    public string? RepositoryArn { get; set; }
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? RepositoryUri { get; set; }
    public DateTime? CreatedAt { get; set; }
    public ImageTagMutability? ImageTagMutability { get; set; }
    public List<ImageTagMutabilityExclusionFilter>? ImageTagMutabilityExclusionFilters { get; set; } = Initial.List<ImageTagMutabilityExclusionFilter>();
    public ImageScanningConfiguration? ImageScanningConfiguration { get; set; }
    public EncryptionConfiguration? EncryptionConfiguration { get; set; }
}

public class EncryptionConfiguration
{
    public EncryptionType? EncryptionType { get; set; }
    public string? KmsKey { get; set; }
}

public class ImageScanningConfiguration
{
    public bool? ScanOnPush { get; set; }
}

public class ImageTagMutabilityExclusionFilter
{
    public ImageTagMutabilityExclusionFilterType? FilterType { get; set; }
    public string? Filter { get; set; }
}
