using Amazon.Runtime;

namespace Amazon.ECR.Model;

public class SetRepositoryPolicyRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? PolicyText { get; set; }
    public bool? Force { get; set; }
}

public class SetRepositoryPolicyResponse : AmazonWebServiceResponse
{
    public string? RegistryId { get; set; }
    public string? RepositoryName { get; set; }
    public string? PolicyText { get; set; }
}
