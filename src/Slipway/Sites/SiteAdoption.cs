namespace Slipway.Sites;

/// <summary>
/// What a site's place holds before a release that no release says it holds: files of another tool, or of somebody's hand. It is recorded as a release of its
/// own, so that a release that fails leads back to exactly what was there.
/// </summary>
internal static class SiteAdoption
{
    private const string Prefix = "adopted-";

    /// <summary>The name of the record that a release makes before it begins.</summary>
    public static string Name(string release) => Prefix + release;

    /// <summary>Whether a release is such a record.</summary>
    public static bool IsAdopted(string release) => release.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the last release does not say what the plan begins with.</summary>
    public static bool IsNeeded(SitePlan plan) => !plan.GoesBack && plan.Seen switch
    {
        { Live: null } => Taken(plan).Any(),
        var seen => Taken(plan).Any(file => file.Upload is not null) || seen.Live.Files.Any(file => !IsAsRecorded(file, seen)),
    };

    /// <summary>Objects that become the site's with this plan, with the upload that changes them; null: nothing has to.</summary>
    public static IEnumerable<(string Key, Upload? Upload)> Taken(SitePlan plan) =>
        plan.Uploads.Where(upload => upload.Replaces is not null).Select(upload => (upload.File.Key, (Upload?)upload))
            .Concat(plan.Unchanged.Select(file => (file.File.Key, (Upload?)null)))
            .Where(file => !plan.Seen.IsTouched(file.Key) && !plan.Seen.IsRecorded(file.Key));

    /// <summary>The record: of the live release what is there, and what is taken over.</summary>
    /// <param name="taken">As it was found.</param>
    public static SiteManifest Record(SitePlan plan, string release, IReadOnlyList<StoredFile> taken)
    {
        var (seen, keys) = (plan.Seen, taken.Select(file => file.File.Key).ToHashSet(StringComparer.Ordinal));
        return new SiteManifest(
            plan.Site.Name, Name(release), plan.Place.Bucket,
            [.. Remaining(seen.Live?.Files).Where(file => IsAsRecorded(file, seen)).Concat(taken).OrderBy(file => file.File.Key, StringComparer.Ordinal)],
            [.. Remaining(seen.Live?.Kept)])
        {
            History = seen.History.Then(Name(release), seen.Live?.Release, seen.State.To, seen.Now),
        };

        IEnumerable<StoredFile> Remaining(IReadOnlyList<StoredFile>? files) => (files ?? []).Where(file => !keys.Contains(file.File.Key));
    }

    /// <summary>What a way back removes that was added to what there was.</summary>
    public static IReadOnlyList<Removal> Added(SitePlan back, SiteManifest to)
    {
        var before = to.Kept.Select(file => file.File.Key).ToHashSet(StringComparer.Ordinal);
        return [.. back.Kept.Where(file => file.ETag is not null && !before.Contains(file.File.Key)).Select(file => new Removal(file.File, file.ETag!))];
    }

    // What a broken-off run was about to overwrite has its copy, whatever is there now.
    private static bool IsAsRecorded(StoredFile file, SiteObservation seen) => seen.IsTouched(file.File.Key) || seen.Known(file.File.Key) is not null;
}
