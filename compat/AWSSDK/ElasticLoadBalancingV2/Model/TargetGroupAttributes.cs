using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class TargetGroupAttribute
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public class DescribeTargetGroupAttributesRequest : AmazonWebServiceRequest
{
    public string? TargetGroupArn { get; set; }
}

public class DescribeTargetGroupAttributesResponse : AmazonWebServiceResponse
{
    public List<TargetGroupAttribute>? Attributes { get; set; } = Initial.List<TargetGroupAttribute>();
}

public class ModifyTargetGroupAttributesRequest : AmazonWebServiceRequest
{
    public string? TargetGroupArn { get; set; }
    public List<TargetGroupAttribute>? Attributes { get; set; } = Initial.List<TargetGroupAttribute>();
}

public class ModifyTargetGroupAttributesResponse : AmazonWebServiceResponse
{
    public List<TargetGroupAttribute>? Attributes { get; set; } = Initial.List<TargetGroupAttribute>();
}
