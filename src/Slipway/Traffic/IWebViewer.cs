namespace Slipway.Traffic;

/// <summary>Fetches pages as a browser does, redirects not followed.</summary>
internal interface IWebViewer
{
    /// <exception cref="DeployException">No connection, or no answer in time.</exception>
    Task<Viewed> Get(Uri address, CancellationToken ct);
}

/// <param name="MediaType">Of the Content-Type, without its parameters; null: none was said.</param>
/// <param name="Body">The beginning of the body as text; empty where it is no text.</param>
internal sealed record Viewed(int Status, string? MediaType, string Body)
{
    /// <summary>As it was said; null: it was not.</summary>
    public string? CacheControl { get; init; }

    /// <summary>SHA-256, in hexadecimal, of the body as it was before it was compressed for the way; null: it is no text, or too large to be read whole.</summary>
    public string? Sha256 { get; init; }
}
