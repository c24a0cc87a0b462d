using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DescribeLoadBalancersRequest : AmazonWebServiceRequest
{
    public List<string>? LoadBalancerArns { get; set; } = Initial.List<string>();
    public List<string>? Names { get; set; } = Initial.List<string>();
    public string? Marker { get; set; }
    public int? PageSize { get; set; }
}

public class DescribeLoadBalancersResponse : AmazonWebServiceResponse
{
    public List<LoadBalancer>? LoadBalancers { get; set; } = Initial.List<LoadBalancer>();
    public string? NextMarker { get; set; }
}
