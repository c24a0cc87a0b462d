using Slipway.Output;

namespace Slipway.Sites;

/// <summary>A site is as it should be.</summary>
internal sealed record SiteUnchanged(string Site, int Files) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;
    public override string Text => $"Site {Site} is unchanged, {SitePlanText.Count(Files, "file")}";
}

/// <summary>A site's files begin to be written.</summary>
internal sealed record SitePublishing(string Site, int Files, long Bytes, int Deletes) : OutputEvent
{
    public override string Text =>
        $"Publishing site {Site}: {SitePlanText.Count(Files, "file")}, {Bytes / 1e6:0.0} MB{(Deletes == 0 ? "" : $", {SitePlanText.Count(Deletes, "page")} to delete")}";
}

/// <summary>Files of the site were written by somebody else since the last release; they are overwritten.</summary>
internal sealed record ForeignFiles(string Site, IReadOnlyList<string> Keys) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"Site {Site}: somebody else wrote {SitePlanText.Some(Keys)}; the release's own files take their place";
}

/// <summary>An invalidation is asked for and waited for.</summary>
internal sealed record SiteInvalidating(string Site, IReadOnlyList<string> Paths) : OutputEvent
{
    public override string Text => $"Site {Site}: invalidating {SitePlanText.Some(Paths)}";
}

/// <summary>Other invalidations have to be done before CloudFront takes this one. Told once.</summary>
internal sealed record SiteInvalidationQueued(string Site, string Distribution) : OutputEvent
{
    public override string Text => $"Site {Site}: distribution {Distribution} has too many invalidations in progress; waiting for a turn";
}

/// <summary>Every edge has dropped its old copies.</summary>
internal sealed record SiteInvalidated(string Site, int Paths, TimeSpan Took) : OutputEvent
{
    public override string Text => $"Site {Site}: invalidated {SitePlanText.Count(Paths, "path")} in {Took.TotalSeconds:0.0} s";
}

/// <summary>Edges may still serve old copies; the next run will ask again.</summary>
internal sealed record InvalidationOwed(string Site, string Distribution, IReadOnlyList<string> Paths, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"""
         Site {Site}: edges may still serve old copies of {SitePlanText.Some(Paths)}. The next deploy invalidates them, also when nothing else changed.
           distribution  {Distribution}
           reason        {Reason.ReplaceLineEndings("\n                 ")}
         """;
}

/// <summary>A release of a site is live.</summary>
internal sealed record SitePublished(SiteResult Result, TimeSpan Took) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text =>
        $"Site {Result.Site} is at {Result.Release} after {Took.TotalSeconds:0.0} s: {Result.Uploaded} written, {Result.Deleted} deleted, {Result.Unchanged} unchanged";
}

/// <summary>Files of earlier releases were removed.</summary>
/// <param name="Later">Files that go with the next releases.</param>
internal sealed record SiteSwept(string Site, int Files, int Later) : OutputEvent
{
    public override string Text =>
        $"Site {Site}: removed {SitePlanText.Count(Files, "file")} of releases that are not kept any more{(Later == 0 ? "" : $"; {Later} more go with the next releases")}";
}

/// <summary>What nothing keeps any more could not be removed.</summary>
internal sealed record SiteNotSwept(string Site, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"""
         Site {Site}: files of earlier releases could not be removed. The release is live; the next one tries again.
           reason  {Reason.ReplaceLineEndings("\n          ")}
         """;
}

/// <summary>A site goes back to its previous release.</summary>
internal sealed record SiteTakingBack(string Site, string To, string Why) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"Taking site {Site} back to {To} {Why}";
}

/// <summary>There is nothing to take a site back to.</summary>
internal sealed record SiteStays(string Site, string Bucket, string Why) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"Site {Site} should be taken back {Why}, but this is its first release: what was written stays in s3://{Bucket} and may be seen. The next deploy goes on from there";
}
