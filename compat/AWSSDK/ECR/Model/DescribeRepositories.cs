using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECR.Model;

public class DescribeRepositoriesRequest : AmazonWebServiceRequest
{
    public string? RegistryId { get; set; }
    public List<string>? RepositoryNames { get; set; } = Initial.List<string>();
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
}

public class DescribeRepositoriesResponse : AmazonWebServiceResponse
{
    public List<Repository>? Repositories { get; set; } = Initial.List<Repository>();
    public string? NextToken { get; set; }
}
