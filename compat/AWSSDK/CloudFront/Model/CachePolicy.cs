using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class CachePolicy
{
    public string? Id { get; set; }
    public DateTime? LastModifiedTime { get; set; }
    public CachePolicyConfig? CachePolicyConfig { get; set; }
}

public class CachePolicyConfig
{
    public string? Comment { get; set; }
    public string? Name { get; set; }
    public long? DefaultTTL { get; set; }
    public long? MaxTTL { get; set; }
    public long? MinTTL { get; set; }
    public ParametersInCacheKeyAndForwardedToOrigin? ParametersInCacheKeyAndForwardedToOrigin { get; set; }
}

public class CachePolicyCookiesConfig
{
    public CachePolicyCookieBehavior? CookieBehavior { get; set; }
    public CookieNames? Cookies { get; set; }
}

public class CachePolicyHeadersConfig
{
    public CachePolicyHeaderBehavior? HeaderBehavior { get; set; }
    public Headers? Headers { get; set; }
}

public class CachePolicyQueryStringsConfig
{
    public CachePolicyQueryStringBehavior? QueryStringBehavior { get; set; }
    public QueryStringNames? QueryStrings { get; set; }
}

public class CookieNames
{
    public int? Quantity { get; set; }
    [ItemName("Name")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class Headers
{
    public int? Quantity { get; set; }
    [ItemName("Name")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}

public class ParametersInCacheKeyAndForwardedToOrigin
{
    public bool? EnableAcceptEncodingGzip { get; set; }
    public bool? EnableAcceptEncodingBrotli { get; set; }
    public CachePolicyHeadersConfig? HeadersConfig { get; set; }
    public CachePolicyCookiesConfig? CookiesConfig { get; set; }
    public CachePolicyQueryStringsConfig? QueryStringsConfig { get; set; }
}

public class QueryStringNames
{
    public int? Quantity { get; set; }
    [ItemName("Name")]
    public List<string>? Items { get; set; } = Initial.List<string>();
}
