using System.Globalization;

namespace Slipway.Sites;

/// <summary>The headers that S3 keeps with a file and CloudFront passes on. They are part of what is compared.</summary>
internal sealed record SiteHeaders(string ContentType, string CacheControl)
{
    /// <param name="edge">Time for which edges keep a document; browsers ask again at each use.</param>
    public static SiteHeaders Of(string path, FileClass fileClass, TimeSpan edge) => new(MediaTypes.Of(path), fileClass switch
    {
        FileClass.Immutable => "public, max-age=31536000, immutable",
        FileClass.Shared => "public, max-age=3600, stale-while-revalidate=86400",
        // Not no-store: that forbids the answer 304 and the browser's way back.
        FileClass.Document => string.Create(CultureInfo.InvariantCulture, $"public, must-revalidate, max-age=0, s-maxage={(long)edge.TotalSeconds}"),
        _ => "no-cache, s-maxage=0",
    });
}
