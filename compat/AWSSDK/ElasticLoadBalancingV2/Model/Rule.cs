using Amazon.Runtime.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model;

public class Rule
{
    public string? RuleArn { get; set; }
    public string? Priority { get; set; }
    public List<RuleCondition>? Conditions { get; set; } = Initial.List<RuleCondition>();
    public List<Action>? Actions { get; set; } = Initial.List<Action>();
    public bool? IsDefault { get; set; }
    public List<RuleTransform>? Transforms { get; set; } = Initial.List<RuleTransform>();
}

public class HostHeaderConditionConfig
{
    public List<string>? Values { get; set; } = Initial.List<string>();
    public List<string>? RegexValues { get; set; } = Initial.List<string>();
}

public class HostHeaderRewriteConfig
{
    public List<RewriteConfig>? Rewrites { get; set; } = Initial.List<RewriteConfig>();
}

public class HttpHeaderConditionConfig
{
    public string? HttpHeaderName { get; set; }
    public List<string>? Values { get; set; } = Initial.List<string>();
    public List<string>? RegexValues { get; set; } = Initial.List<string>();
}

public class HttpRequestMethodConditionConfig
{
    public List<string>? Values { get; set; } = Initial.List<string>();
}

public class PathPatternConditionConfig
{
    public List<string>? Values { get; set; } = Initial.List<string>();
    public List<string>? RegexValues { get; set; } = Initial.List<string>();
}

public class QueryStringConditionConfig
{
    public List<QueryStringKeyValuePair>? Values { get; set; } = Initial.List<QueryStringKeyValuePair>();
}

public class QueryStringKeyValuePair
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public class RewriteConfig
{
    public string? Regex { get; set; }
    public string? Replace { get; set; }
}

public class RuleCondition
{
    public string? Field { get; set; }
    public List<string>? Values { get; set; } = Initial.List<string>();
    public HostHeaderConditionConfig? HostHeaderConfig { get; set; }
    public PathPatternConditionConfig? PathPatternConfig { get; set; }
    public HttpHeaderConditionConfig? HttpHeaderConfig { get; set; }
    public QueryStringConditionConfig? QueryStringConfig { get; set; }
    public HttpRequestMethodConditionConfig? HttpRequestMethodConfig { get; set; }
    public SourceIpConditionConfig? SourceIpConfig { get; set; }
    public List<string>? RegexValues { get; set; } = Initial.List<string>();
}

public class RuleTransform
{
    public TransformTypeEnum? Type { get; set; }
    public HostHeaderRewriteConfig? HostHeaderRewriteConfig { get; set; }
    public UrlRewriteConfig? UrlRewriteConfig { get; set; }
}

public class SourceIpConditionConfig
{
    public List<string>? Values { get; set; } = Initial.List<string>();
    public SourceIpAddressTypeEnum? IpAddressType { get; set; }
}

public class UrlRewriteConfig
{
    public List<RewriteConfig>? Rewrites { get; set; } = Initial.List<RewriteConfig>();
}
