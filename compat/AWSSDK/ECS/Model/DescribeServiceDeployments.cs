using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeServiceDeploymentsRequest : AmazonWebServiceRequest
{
    public List<string>? ServiceDeploymentArns { get; set; } = Initial.List<string>();
}

public class DescribeServiceDeploymentsResponse : AmazonWebServiceResponse
{
    public List<ServiceDeployment>? ServiceDeployments { get; set; } = Initial.List<ServiceDeployment>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
