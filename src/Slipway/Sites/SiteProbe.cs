namespace Slipway.Sites;

/// <summary>An address that is asked once a site is published, and what is right there.</summary>
internal abstract record SiteProbe(Uri Address)
{
    /// <summary>A file of the release, at its own address or at one that leads to it.</summary>
    /// <param name="From">What leads there.</param>
    internal sealed record Wanted(Uri Address, SiteFile File, Lead From) : SiteProbe(Address);

    /// <summary>A script or style sheet that a page loads and that is none of the release's files.</summary>
    /// <param name="Page">That names it.</param>
    /// <param name="IsOwn">Whether it would be the site's: it is in its folder.</param>
    internal sealed record Loaded(Uri Address, Uri Page, bool IsOwn) : SiteProbe(Address);

    /// <summary>A script that nobody has.</summary>
    /// <param name="IsExplained">Whether an error page of the distribution, which nothing forbids there, answers it with a page.</param>
    internal sealed record Missing(Uri Address, bool IsExplained) : SiteProbe(Address);

    /// <summary>A page that the release does not have any more.</summary>
    internal sealed record Gone(Uri Address, string Sha256) : SiteProbe(Address);

    /// <summary>A path of a service behind the same distribution, at which it surely has nothing.</summary>
    /// <param name="Home">The site's first page.</param>
    internal sealed record Served(Uri Address, string Pattern, SiteFile Home) : SiteProbe(Address);
}

/// <summary>How viewers come to a file.</summary>
internal enum Lead
{
    /// <summary>By its own name.</summary>
    Name,

    /// <summary>By the site's folder.</summary>
    Folder,

    /// <summary>By a path of a single-page application that has no file.</summary>
    DeepLink,

    /// <summary>By its name, from a page of an earlier release that is still open somewhere.</summary>
    OpenTab,
}
