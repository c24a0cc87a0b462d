namespace Slipway.Rehearsal.CloudFront;

/// <summary>
/// AWS's managed policies that deployments of containers and sites use
/// (CloudFront developer guide, "Use managed cache policies" and "Use managed origin request policies").
/// </summary>
internal static class ManagedPolicies
{
    private const long Day = 86_400;
    private const long Year = 31_536_000;

    /// <summary>Managed policies never change, and neither does their version.</summary>
    public const string ETag = "E23ZP02F085DFQ";

    private static readonly DateTimeOffset Published = new(2020, 7, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The headers by which an origin may answer differently per method or host.</summary>
    private static readonly Selection OriginControlled = Selection.Of("Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    public static readonly IReadOnlyList<CachePolicy> Cache =
    [
        Of("658327ea-f89d-4fab-a63d-7e88639e58f6", "CachingOptimized", 1, Day, Year, compressed: true),
        Of("b2884449-e4de-46a7-ac36-70bc7f1ddd6d", "CachingOptimizedForUncompressedObjects", 1, Day, Year, compressed: false),
        Of("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled", 0, 0, 0, compressed: false),
        Of("83da9c7e-98b4-4e11-a168-04f0df8e2c65", "UseOriginCacheControlHeaders", 0, 0, Year, compressed: true) with { Headers = OriginControlled, Cookies = Selection.All },
        Of("4cc15a8a-d715-48a4-82b8-cc0b614638fe", "UseOriginCacheControlHeaders-QueryStrings", 0, 0, Year, compressed: true) with { Headers = OriginControlled, Cookies = Selection.All, Query = Selection.All },
    ];

    public static readonly IReadOnlyList<OriginRequestPolicy> OriginRequest =
    [
        new("216adef6-5c7f-47e4-b989-5492eafa07d3", "Managed-AllViewer", new("allViewer", []), Selection.All, Selection.All),
        new("b689b0a8-53d0-40ab-baf2-68738e2966ac", "Managed-AllViewerExceptHostHeader", new("allExcept", ["Host"]), Selection.All, Selection.All),
        new("59781a5b-3903-41f3-afcb-af62929ccde1", "Managed-CORS-CustomOrigin", Selection.Of("Origin"), Selection.None, Selection.None),
        new("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "Managed-CORS-S3Origin", Selection.Of("Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"), Selection.None, Selection.None),
        new("acba4595-bd28-49b8-b9fe-13317c0390fa", "Managed-UserAgentRefererHeaders", Selection.Of("User-Agent", "Referer"), Selection.None, Selection.None),
        new("bf0718e1-ba1e-49d1-88b1-f726733018ae", "Managed-HostHeaderOnly", Selection.Of("Host"), Selection.None, Selection.None),
    ];

    private static CachePolicy Of(string id, string name, long min, long standard, long max, bool compressed) => new(
        id, ETag, $"Managed-{name}", "", min, standard, max, compressed, compressed, Selection.None, Selection.None, Selection.None, Published);
}
