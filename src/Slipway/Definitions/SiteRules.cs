using System.Globalization;

namespace Slipway;

/// <summary>What must hold of a site.</summary>
internal static class SiteRules
{
    public static void Check(Problems at, StaticSite site, Func<string, bool> exists)
    {
        at.Name("name", site.Name, AwsLimits.ServiceName);
        at.Unless(
            IsInside(site.Source), "Source", $"\"{site.Source}\"; valid is a folder inside the repository, relative to its root");
        at.Unless(
            !IsInside(site.Source) || site.Prepare is not null || exists(site.Source),
            "Source", $"\"{site.Source}\" does not exist; build the site first, or say in Prepare what builds it");
        at.Unless(
            site.Prefix.Length == 0 || (!site.Prefix.StartsWith('/') && !site.Prefix.EndsWith('/') && !site.Prefix.Contains("//", StringComparison.Ordinal)),
            "Prefix", $"\"{site.Prefix}\"; valid is a folder without slashes around it, such as app");
        at.Unless(
            site.EdgeCache >= TimeSpan.Zero && site.EdgeCache <= TimeSpan.FromDays(365), "EdgeCache", $"{site.EdgeCache}; valid are 0 to 365 days");
        at.Unless(site.Retention.Releases >= 1, "Retention", $"{site.Retention.Releases} releases; valid is 1 or more");
        at.Unless(site.Retention.Days >= 0, "Retention", $"{site.Retention.Days} days; valid is 0 or more");
        at.Unless(site.MayShrink is >= 0 and <= 1, "MayShrink", string.Create(CultureInfo.InvariantCulture, $"{site.MayShrink}; valid is a part from 0 to 1, such as 0.5"));

        at.Unless(
            site.Routing != SiteRouting.Assets || site.Beacons.Count == 0, "Beacons",
            $"{string.Join(", ", site.Beacons)}; valid is none with SiteRouting.Assets, whose files come before the service that announces them");

        foreach (var pattern in site.Immutable.Concat(site.Beacons).Where(pattern => pattern.Length == 0 || pattern.StartsWith('/')))
            at.Add("patterns", $"\"{pattern}\"; valid is a pattern relative to Source, such as assets/**");
    }

    private static bool IsInside(string path) => path.Length > 0 && !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..");
}
