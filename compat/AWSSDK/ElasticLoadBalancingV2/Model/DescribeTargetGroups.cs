using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DescribeTargetGroupsRequest : AmazonWebServiceRequest
{
    public string? LoadBalancerArn { get; set; }
    public List<string>? TargetGroupArns { get; set; } = Initial.List<string>();
    public List<string>? Names { get; set; } = Initial.List<string>();
    public string? Marker { get; set; }
    public int? PageSize { get; set; }
}

public class DescribeTargetGroupsResponse : AmazonWebServiceResponse
{
    public List<TargetGroup>? TargetGroups { get; set; } = Initial.List<TargetGroup>();
    public string? NextMarker { get; set; }
}
