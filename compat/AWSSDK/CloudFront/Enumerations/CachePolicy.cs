using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class CachePolicyCookieBehavior(string value) : ConstantClass(value)
{
    public static readonly CachePolicyCookieBehavior None = new("none");
    public static readonly CachePolicyCookieBehavior Whitelist = new("whitelist");
    public static readonly CachePolicyCookieBehavior AllExcept = new("allExcept");
    public static readonly CachePolicyCookieBehavior All = new("all");

    public static CachePolicyCookieBehavior FindValue(string value) => FindValue<CachePolicyCookieBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator CachePolicyCookieBehavior?(string? value) => FindValue<CachePolicyCookieBehavior>(value);
}

public class CachePolicyHeaderBehavior(string value) : ConstantClass(value)
{
    public static readonly CachePolicyHeaderBehavior None = new("none");
    public static readonly CachePolicyHeaderBehavior Whitelist = new("whitelist");

    public static CachePolicyHeaderBehavior FindValue(string value) => FindValue<CachePolicyHeaderBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator CachePolicyHeaderBehavior?(string? value) => FindValue<CachePolicyHeaderBehavior>(value);
}

public class CachePolicyQueryStringBehavior(string value) : ConstantClass(value)
{
    public static readonly CachePolicyQueryStringBehavior None = new("none");
    public static readonly CachePolicyQueryStringBehavior Whitelist = new("whitelist");
    public static readonly CachePolicyQueryStringBehavior AllExcept = new("allExcept");
    public static readonly CachePolicyQueryStringBehavior All = new("all");

    public static CachePolicyQueryStringBehavior FindValue(string value) => FindValue<CachePolicyQueryStringBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator CachePolicyQueryStringBehavior?(string? value) => FindValue<CachePolicyQueryStringBehavior>(value);
}
