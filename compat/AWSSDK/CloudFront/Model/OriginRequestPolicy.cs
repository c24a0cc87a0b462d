namespace Amazon.CloudFront.Model;

public class OriginRequestPolicy
{
    public string? Id { get; set; }
    public DateTime? LastModifiedTime { get; set; }
    public OriginRequestPolicyConfig? OriginRequestPolicyConfig { get; set; }
}

public class OriginRequestPolicyConfig
{
    public string? Comment { get; set; }
    public string? Name { get; set; }
    public OriginRequestPolicyHeadersConfig? HeadersConfig { get; set; }
    public OriginRequestPolicyCookiesConfig? CookiesConfig { get; set; }
    public OriginRequestPolicyQueryStringsConfig? QueryStringsConfig { get; set; }
}

public class OriginRequestPolicyCookiesConfig
{
    public OriginRequestPolicyCookieBehavior? CookieBehavior { get; set; }
    public CookieNames? Cookies { get; set; }
}

public class OriginRequestPolicyHeadersConfig
{
    public OriginRequestPolicyHeaderBehavior? HeaderBehavior { get; set; }
    public Headers? Headers { get; set; }
}

public class OriginRequestPolicyQueryStringsConfig
{
    public OriginRequestPolicyQueryStringBehavior? QueryStringBehavior { get; set; }
    public QueryStringNames? QueryStrings { get; set; }
}
