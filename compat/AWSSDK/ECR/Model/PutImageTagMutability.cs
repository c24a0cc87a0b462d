using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class PutImageTagMutabilityRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public ImageTagMutability? ImageTagMutability { get; set; }
    public List<ImageTagMutabilityExclusionFilter>? ImageTagMutabilityExclusionFilters { get; set; } = Initial.List<ImageTagMutabilityExclusionFilter>();
}

public class PutImageTagMutabilityResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public ImageTagMutability? ImageTagMutability { get; set; }
    public List<ImageTagMutabilityExclusionFilter>? ImageTagMutabilityExclusionFilters { get; set; } = Initial.List<ImageTagMutabilityExclusionFilter>();
}
