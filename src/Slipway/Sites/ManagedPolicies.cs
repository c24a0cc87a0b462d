namespace Slipway.Sites;

/// <summary>
/// CloudFront's managed policies, the same in every account:
/// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
/// </summary>
internal static class ManagedPolicies
{
    /// <summary>Keeps files as their headers say, compressed too, whatever query strings and cookies come with a request.</summary>
    public const string CachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    /// <summary>Keeps nothing.</summary>
    public const string CachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    /// <summary>Sends every header, the viewer's Host among them, every cookie and query string to the origin. WebSockets need their headers.</summary>
    public const string AllViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

    /// <summary>The methods of a behavior that lets every request through.</summary>
    public static IReadOnlyList<string> AnyMethod { get; } = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];
}
