using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class ModifyTargetGroupAttributesRequest : AmazonWebServiceRequest
{
    public string? TargetGroupArn { get; set; }
    public List<TargetGroupAttribute>? Attributes { get; set; } = Initial.List<TargetGroupAttribute>();
}

public class ModifyTargetGroupAttributesResponse : AmazonWebServiceResponse
{
    public List<TargetGroupAttribute>? Attributes { get; set; } = Initial.List<TargetGroupAttribute>();
}
