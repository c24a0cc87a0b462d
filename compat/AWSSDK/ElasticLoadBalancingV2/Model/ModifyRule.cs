using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class ModifyRuleRequest : AmazonWebServiceRequest
{
    public string? RuleArn { get; set; }
    public List<RuleCondition>? Conditions { get; set; } = Initial.List<RuleCondition>();
    public List<Action>? Actions { get; set; } = Initial.List<Action>();
    public List<RuleTransform>? Transforms { get; set; } = Initial.List<RuleTransform>();
    public bool? ResetTransforms { get; set; }
}

public class ModifyRuleResponse : AmazonWebServiceResponse
{
    public List<Rule>? Rules { get; set; } = Initial.List<Rule>();
}
