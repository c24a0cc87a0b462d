using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class CreateRuleRequest : AmazonWebServiceRequest
{
    public string? ListenerArn { get; set; }
    public List<RuleCondition>? Conditions { get; set; } = Initial.List<RuleCondition>();
    public int? Priority { get; set; }
    public List<Action>? Actions { get; set; } = Initial.List<Action>();
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public List<RuleTransform>? Transforms { get; set; } = Initial.List<RuleTransform>();
}

public class CreateRuleResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; } = Initial.List<Rule>();
}
