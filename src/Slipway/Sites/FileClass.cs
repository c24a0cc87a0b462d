namespace Slipway.Sites;

/// <summary>How long copies of a file live in browsers and edges, and so when it is published.</summary>
internal enum FileClass
{
    /// <summary>Its name changes with its content. Kept for a year, published first, never overwritten.</summary>
    Immutable,

    /// <summary>Fonts, pictures, robots.txt: kept for an hour, published before the documents that refer to it.</summary>
    Shared,

    /// <summary>A page, or data that must be of the same build as its page.</summary>
    Document,

    /// <summary>A service worker or version file, by which browsers notice a new release. Published when everything else can be seen.</summary>
    Beacon,
}
