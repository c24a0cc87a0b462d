namespace Amazon.CloudFront.Model;

public class DefaultCacheBehavior
{
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
