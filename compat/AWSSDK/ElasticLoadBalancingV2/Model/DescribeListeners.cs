using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DescribeListenersRequest : AmazonWebServiceRequest
{
    public string? LoadBalancerArn { get; set; }
    public List<string>? ListenerArns { get; set; } = Initial.List<string>();
    public string? Marker { get; set; }
    public int? PageSize { get; set; }
}

public class DescribeListenersResponse : AmazonWebServiceResponse
{
    public List<Listener>? Listeners { get; set; } = Initial.List<Listener>();
    public string? NextMarker { get; set; }
}
