using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DescribeRulesRequest : AmazonWebServiceRequest
{
    public string? ListenerArn { get; set; }
    public List<string>? RuleArns { get; set; } = Initial.List<string>();
    public string? Marker { get; set; }
    public int? PageSize { get; set; }
}

public class DescribeRulesResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; } = Initial.List<Rule>();
    public string? NextMarker { get; set; }
}
