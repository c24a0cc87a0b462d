namespace Slipway;

/// <summary>A folder of built files that is served from S3 through CloudFront.</summary>
/// <param name="Name">Unique among the application's sites and services; lower-case letters, digits and hyphens.</param>
public sealed record StaticSite(string Name)
{
    /// <summary>The folder whose files are published, relative to the repository's root.</summary>
    public required string Source { get; init; }

    /// <summary>What makes <see cref="Source"/>, such as <c>npm run build</c>; null: the folder is there already.</summary>
    public Preparation? Prepare { get; init; }

    /// <summary>What a path without a file leads to. Default <see cref="SiteRouting.Files"/>.</summary>
    public SiteRouting Routing { get; init; } = SiteRouting.Files;

    /// <summary>Folder of the bucket that the site lives in, without slashes around it; empty (the default): the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// Patterns (<c>*</c> within a folder, <c>**</c> across folders) of files whose name changes with their content, so that browsers may
    /// keep them for a year. Files with a content hash in their name (<c>app.3f9c1a2b.js</c>) are found without it.
    /// </summary>
    public IReadOnlyList<string> Immutable { get; init; } = [];

    /// <summary>Patterns of files that browsers ask for again and again, such as <c>version.json</c>: published last, never cached. A service worker is found without it.</summary>
    public IReadOnlyList<string> Beacons { get; init; } = [];

    /// <summary>Time for which CloudFront may keep a document; browsers always ask again. Default one day: each deploy invalidates what it changed.</summary>
    public TimeSpan EdgeCache { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long files that no page refers to any more stay, so that open tabs keep working.</summary>
    public SiteRetention Retention { get; init; } = new();

    /// <summary>
    /// The part of its pages and other files without a content hash that the site may lose in one release, from 0 to 1; default 0.5. More is taken for a build that
    /// failed in silence, and refused. Sites of fewer than 20 such files may shrink as they like.
    /// </summary>
    public double MayShrink { get; init; } = 0.5;
}

/// <summary>What a path without a file leads to.</summary>
public enum SiteRouting
{
    /// <summary>Not found. <c>/docs/</c> leads to <c>/docs/index.html</c>.</summary>
    Files,

    /// <summary>A path whose last part has no dot leads to <c>/index.html</c>, by a CloudFront function on the site's own behaviour.</summary>
    SinglePage,

    /// <summary>
    /// Not found: these are files that a service's pages load, such as <c>_next/static</c> of a server-rendered application. They need no index.html, are
    /// published before the services of the release, and stay for open tabs and for a service that goes back.
    /// </summary>
    Assets,
}

/// <summary>Files are removed when neither limit keeps them. What can be gone back to is kept as long.</summary>
public sealed record SiteRetention
{
    /// <summary>Releases of the site whose files stay, the current one included. Default 5. The one before the current one always stays.</summary>
    public int Releases { get; init; } = 5;

    /// <summary>Days that a file stays once the last release that had it is not the current one any more. Default 30.</summary>
    public int Days { get; init; } = 30;
}
