using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class OriginRequestPolicyCookieBehavior(string value) : ConstantClass(value)
{
    public static readonly OriginRequestPolicyCookieBehavior None = new("none");
    public static readonly OriginRequestPolicyCookieBehavior Whitelist = new("whitelist");
    public static readonly OriginRequestPolicyCookieBehavior All = new("all");
    public static readonly OriginRequestPolicyCookieBehavior AllExcept = new("allExcept");

    public static OriginRequestPolicyCookieBehavior FindValue(string value) => FindValue<OriginRequestPolicyCookieBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginRequestPolicyCookieBehavior?(string? value) => FindValue<OriginRequestPolicyCookieBehavior>(value);
}

public class OriginRequestPolicyHeaderBehavior(string value) : ConstantClass(value)
{
    public static readonly OriginRequestPolicyHeaderBehavior None = new("none");
    public static readonly OriginRequestPolicyHeaderBehavior Whitelist = new("whitelist");
    public static readonly OriginRequestPolicyHeaderBehavior AllViewer = new("allViewer");
    public static readonly OriginRequestPolicyHeaderBehavior AllViewerAndWhitelistCloudFront = new("allViewerAndWhitelistCloudFront");
    public static readonly OriginRequestPolicyHeaderBehavior AllExcept = new("allExcept");

    public static OriginRequestPolicyHeaderBehavior FindValue(string value) => FindValue<OriginRequestPolicyHeaderBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginRequestPolicyHeaderBehavior?(string? value) => FindValue<OriginRequestPolicyHeaderBehavior>(value);
}

public class OriginRequestPolicyQueryStringBehavior(string value) : ConstantClass(value)
{
    public static readonly OriginRequestPolicyQueryStringBehavior None = new("none");
    public static readonly OriginRequestPolicyQueryStringBehavior Whitelist = new("whitelist");
    public static readonly OriginRequestPolicyQueryStringBehavior All = new("all");
    public static readonly OriginRequestPolicyQueryStringBehavior AllExcept = new("allExcept");

    public static OriginRequestPolicyQueryStringBehavior FindValue(string value) => FindValue<OriginRequestPolicyQueryStringBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginRequestPolicyQueryStringBehavior?(string? value) => FindValue<OriginRequestPolicyQueryStringBehavior>(value);
}
