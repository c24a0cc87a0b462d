using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class ModifyTargetGroupRequest : AmazonWebServiceRequest
{
    public string? TargetGroupArn { get; set; }
    public ProtocolEnum? HealthCheckProtocol { get; set; }
    public string? HealthCheckPort { get; set; }
    public string? HealthCheckPath { get; set; }
    public bool? HealthCheckEnabled { get; set; }
    public int? HealthCheckIntervalSeconds { get; set; }
    public int? HealthCheckTimeoutSeconds { get; set; }
    public int? HealthyThresholdCount { get; set; }
    public int? UnhealthyThresholdCount { get; set; }
    public Matcher? Matcher { get; set; }
}

public class ModifyTargetGroupResponse : AmazonWebServiceResponse
{
    public List<TargetGroup>? TargetGroups { get; set; } = Initial.List<TargetGroup>();
}
