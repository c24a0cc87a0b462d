using System.Globalization;

namespace Slipway.Sites;

/// <summary>Refuses what is nearly always a mistake of the build or of the definition.</summary>
internal static class SiteGuards
{
    // A small site may lose half of its pages because somebody tidied up.
    private const int Fewest = 20;

    /// <exception cref="DeployException">The site would lose more of its pages and other lasting files than <see cref="StaticSite.MayShrink"/> says.</exception>
    public static void RefuseShrinking(SitePlan plan)
    {
        if (plan.Seen.Live is not { } live)
            return;

        var before = live.Files.Count(file => file.File.IsMutable);
        var after = plan.Uploads.Count(upload => upload.File.IsMutable) + plan.Unchanged.Count(file => file.File.IsMutable);
        var least = (int)Math.Ceiling(before * (1 - plan.Site.MayShrink));
        if (before < Fewest || after >= least)
            return;

        throw new DeployException(
            $"""
             Site {plan.Site.Name} would shrink from {before} pages and files to {after}. Nothing was changed.
               limit  MayShrink = {plan.Site.MayShrink.ToString("0.##", CultureInfo.InvariantCulture)}, so that {least} must remain; files with a content hash in their name do not count
               try    check what the build wrote; or raise MayShrink of the site for this release
             """);
    }

    /// <exception cref="DeployException">Files of the site would lie in the folder of another site in the same bucket.</exception>
    public static void RefuseNeighbours(StaticSite site, SiteInfrastructure place, IReadOnlyList<SiteFile> files)
    {
        var inside = place.Beside.Count == 0 ? [] : files.Where(file => place.IsBeside(file.Key)).Select(file => file.Key).ToList();
        if (inside.Count == 0)
            return;

        throw new DeployException(
            $"""
             Site {site.Name} has files in the folder of another site in s3://{place.Bucket}. Nothing was changed.
               files    {SitePlanText.Some(inside)}
               folders  {string.Join(", ", place.Beside)}
               try      leave these files out of {site.Source}, or give the other site another Prefix
             """);
    }
}
