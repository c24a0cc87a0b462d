namespace Slipway;

/// <summary>A request through the public address after a deploy. When it fails, services and sites go back to the previous release.</summary>
/// <param name="Path">Path and query, such as <c>/api/version</c>.</param>
public sealed record SmokeCheck(string Path)
{
    /// <summary>The site or service whose address is asked; null: the first site, or the first routed service where there is no site.</summary>
    public string? At { get; init; }

    /// <summary>The HTTP status to see. Default 200. Redirects are not followed.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Text that the body must contain; null: any body.</summary>
    public string? Contains { get; init; }

    /// <summary>Time within which the check must have succeeded once; it is tried again until then. Default 30 seconds.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);
}
