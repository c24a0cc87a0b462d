using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class DeleteRuleRequest : AmazonWebServiceRequest
{
    public string? RuleArn { get; set; }
}

public class DeleteRuleResponse : AmazonWebServiceResponse;
