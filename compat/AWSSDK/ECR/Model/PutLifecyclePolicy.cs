using Amazon.Runtime;

namespace Amazon.ECR.Model;

public class PutLifecyclePolicyRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? LifecyclePolicyText { get; set; }
}

public class PutLifecyclePolicyResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? LifecyclePolicyText { get; set; }
}
