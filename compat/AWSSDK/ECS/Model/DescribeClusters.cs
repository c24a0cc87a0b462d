using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ECS.Model;

public class DescribeClustersRequest : AmazonWebServiceRequest
{
    public List<string>? Clusters { get; set; } = Initial.List<string>();
    public List<string>? Include { get; set; } = Initial.List<string>();
}

public class DescribeClustersResponse : AmazonWebServiceResponse
{
    public List<Cluster>? Clusters { get; set; } = Initial.List<Cluster>();
    public List<Failure>? Failures { get; set; } = Initial.List<Failure>();
}
