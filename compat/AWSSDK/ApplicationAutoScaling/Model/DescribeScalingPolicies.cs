using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class DescribeScalingPoliciesRequest : AmazonWebServiceRequest
{
    public List<string>? PolicyNames { get; set; } = Initial.List<string>();
    public ServiceNamespace? ServiceNamespace { get; set; }
    public string? ResourceId { get; set; }
    public ScalableDimension? ScalableDimension { get; set; }
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
}

public class DescribeScalingPoliciesResponse : AmazonWebServiceResponse
{
    public List<ScalingPolicy>? ScalingPolicies { get; set; } = Initial.List<ScalingPolicy>();
    public string? NextToken { get; set; }
}
