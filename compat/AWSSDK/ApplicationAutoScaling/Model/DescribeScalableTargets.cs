using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ApplicationAutoScaling.Model;

public class DescribeScalableTargetsRequest : AmazonWebServiceRequest
{
    public ServiceNamespace? ServiceNamespace { get; set; }
    public List<string>? ResourceIds { get; set; } = Initial.List<string>();
    public ScalableDimension? ScalableDimension { get; set; }
    public int? MaxResults { get; set; }
    public string? NextToken { get; set; }
}

public class DescribeScalableTargetsResponse : AmazonWebServiceResponse
{
    public List<ScalableTarget>? ScalableTargets { get; set; } = Initial.List<ScalableTarget>();
    public string? NextToken { get; set; }
}
