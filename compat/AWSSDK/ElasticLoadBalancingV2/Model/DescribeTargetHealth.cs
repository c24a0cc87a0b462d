using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DescribeTargetHealthRequest : AmazonWebServiceRequest
{
    public string? TargetGroupArn { get; set; }
    public List<TargetDescription>? Targets { get; set; } = Initial.List<TargetDescription>();
    public List<string>? Include { get; set; } = Initial.List<string>();
}

public class DescribeTargetHealthResponse : AmazonWebServiceResponse
{
    public List<TargetHealthDescription>? TargetHealthDescriptions { get; set; } = Initial.List<TargetHealthDescription>();
}
