using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class ListServiceDeploymentsRequest : AmazonWebServiceRequest
{
    public string? Service { get; set; }
    public string? Cluster { get; set; }
    public List<string>? Status { get; set; } = Initial.List<string>();
    public CreatedAt? CreatedAt { get; set; }
    public string? NextToken { get; set; }
    public int? MaxResults { get; set; }
}

public class ListServiceDeploymentsResponse : AmazonWebServiceResponse
{
    public List<ServiceDeploymentBrief>? ServiceDeployments { get; set; } = Initial.List<ServiceDeploymentBrief>();
    public string? NextToken { get; set; }
}
