using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class CacheBehaviors
{
    public int? Quantity { get; set; }
    [ItemName("CacheBehavior")]
    public List<CacheBehavior>? Items { get; set; } = Initial.List<CacheBehavior>();
}

public class AllowedMethods
{
    public int? Quantity { get; set; }
    [ItemName("Method")]
    public List<string>? Items { get; set; } = Initial.List<string>();
    public CachedMethods? CachedMethods { get; set; }
}

public class CacheBehavior
{
    public string? PathPattern { get; set; }
    public string? TargetOriginId { get; set; }
    public TrustedSigners? TrustedSigners { get; set; }
    public TrustedKeyGroups? TrustedKeyGroups { get; set; }
    public ViewerProtocolPolicy? ViewerProtocolPolicy { get; set; }
    public AllowedMethods? AllowedMethods { get; set; }
    public bool? SmoothStreaming { get; set; }
    public bool? Compress { get; set; }
    public LambdaFunctionAssociations? LambdaFunctionAssociations { get; set; }
    public FunctionAssociations? FunctionAssociations { get; set; }
    public string? FieldLevelEncryptionId { get; set; }
    public string? RealtimeLogConfigArn { get; set; }
    public string? CachePolicyId { get; set; }
    public string? OriginRequestPolicyId { get; set; }
    public string? ResponseHeadersPolicyId { get; set; }
    public GrpcConfig? GrpcConfig { get; set; }
    [Obsolete("This field is deprecated. Use CachePolicy instead.")]
    public ForwardedValues? ForwardedValues { get; set; }
    [Obsolete("This field is deprecated. Use CachePolicy instead.")]
    public long? MinTTL { get; set; }
    [Obsolete("This field is deprecated. Use CachePolicy instead.")]
    public long? DefaultTTL { get; set; }
    [Obsolete("This field is deprecated. Use CachePolicy instead.")]
    public long? MaxTTL { get; set; }
}

public class CachedMethods
{
    public int? Quantity { get; set; }
    [ItemName("Method")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class CookiePreference
{
    public ItemSelection? Forward { get; set; }
    public CookieNames? WhitelistedNames { get; set; }
}

public class ForwardedValues
{
    public bool? QueryString { get; set; }
    public CookiePreference? Cookies { get; set; }
    public Headers? Headers { get; set; }
    public QueryStringCacheKeys? QueryStringCacheKeys { get; set; }
}

public class FunctionAssociation
{
    public string? FunctionARN { get; set; }
    public EventType? EventType { get; set; }
}

public class FunctionAssociations
{
    public int? Quantity { get; set; }
    [ItemName("FunctionAssociation")]
    public List<FunctionAssociation>? Items { get; set; } = Initial.List<FunctionAssociation>();
}

public class GrpcConfig
{
    public bool? Enabled { get; set; }
}

public class LambdaFunctionAssociation
{
    public string? LambdaFunctionARN { get; set; }
    public EventType? EventType { get; set; }
    public bool? IncludeBody { get; set; }
}

public class LambdaFunctionAssociations
{
    public int? Quantity { get; set; }
    [ItemName("LambdaFunctionAssociation")]
    public List<LambdaFunctionAssociation>? Items { get; set; } = Initial.List<LambdaFunctionAssociation>();
}

public class QueryStringCacheKeys
{
    public int? Quantity { get; set; }
    [ItemName("Name")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class TrustedKeyGroups
{
    public bool? Enabled { get; set; }
    public int? Quantity { get; set; }
    [ItemName("KeyGroup")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class TrustedSigners
{
    public bool? Enabled { get; set; }
    public int? Quantity { get; set; }
    [ItemName("AwsAccountNumber")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}
