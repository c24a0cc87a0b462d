using Amazon.Runtime;

namespace Amazon.ECR.Model;

public class GetLifecyclePolicyRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
}

public class GetLifecyclePolicyResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? LifecyclePolicyText { get; set; }
    public DateTime? LastEvaluatedAt { get; set; }
}
