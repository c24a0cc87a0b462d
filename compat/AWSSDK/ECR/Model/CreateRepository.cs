using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class CreateRepositoryRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public ImageTagMutability? ImageTagMutability { get; set; }
    public List<ImageTagMutabilityExclusionFilter>? ImageTagMutabilityExclusionFilters { get; set; } = Initial.List<ImageTagMutabilityExclusionFilter>();
    public ImageScanningConfiguration? ImageScanningConfiguration { get; set; }
    public EncryptionConfiguration? EncryptionConfiguration { get; set; }
}

public class CreateRepositoryResponse : AmazonWebServiceResponse
{
    public Repository? Repository { get; set; }
}
