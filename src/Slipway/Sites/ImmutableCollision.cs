namespace Slipway.Sites;

/// <summary>A file whose name promises its content has another one.</summary>
internal static class ImmutableCollision
{
    public static DeployException Of(StaticSite site, IReadOnlyList<string> keys) => new(
        $"""
         Site {site.Name} would give files that browsers keep for a year another content under the same name. No page was changed.
           files  {SitePlanText.Some(keys)}
           try    let the build put a content hash into these names, or rename the files; a pattern in Immutable may be too wide
         """);
}
