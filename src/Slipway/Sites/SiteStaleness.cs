namespace Slipway.Sites;

/// <summary>What edges may hold an old copy of once a plan is applied, by what the distribution really does with the site's objects.</summary>
internal static class SiteStaleness
{
    /// <summary>What the answers of another service that lie under a wildcard are taken for.</summary>
    private const long Answers = 1 << 20;

    /// <summary>The paths of the plan's invalidation, what earlier runs still owe included: escaped, in ordinal order, within <see cref="CoverLimits.Standard"/>.</summary>
    public static IReadOnlyList<string> Of(SitePlan plan)
    {
        var owed = plan.Seen.State.PendingInvalidation?.Paths ?? [];
        var paths = new CachedPaths(plan.Site, plan.Place.Bucket, plan.Distribution);
        var changed = Changed(plan, paths).ToList();
        var stale = changed.SelectMany(one => paths.Of(one.Key, one.CacheControl)).Distinct().ToList();
        // What is owed and nothing else is asked for as it was before, so that it is the same invalidation.
        if (stale.Count == 0)
            return owed;

        var cached = stale.Count + owed.Count == 1 ? [] : Cached(plan, paths, [.. changed.Select(one => one.Key)]);
        return [.. InvalidationCover.Of(owed.Select(StalePath.Read).Concat(stale), cached, paths.Homes, CoverLimits.Standard).Select(path => path.ToString()).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// What is overwritten or deleted, with the header under which edges have it; null: not known. A name that was not there is in no cache, except
    /// as an error where errors are kept for long. Beacons come after the invalidation: edges never keep them.
    /// </summary>
    private static IEnumerable<(string Key, string? CacheControl)> Changed(SitePlan plan, CachedPaths paths)
    {
        foreach (var upload in plan.Uploads.Where(upload => upload.Phase != FileClass.Beacon))
        {
            if (upload.Replaces is not null)
                yield return (upload.File.Key, HeaderOf(upload.File.Key, plan.Seen));
            else if (upload.File.IsMutable && paths.KeepErrors)
                yield return (upload.File.Key, null);
        }

        foreach (var file in plan.Removals.Select(removal => removal.File).Where(file => file.Class is not (FileClass.Beacon or FileClass.Immutable)))
            yield return (file.Key, HeaderOf(file.Key, plan.Seen));
    }

    // What an object of somebody else has, or one that had to be looked at, says nothing of what it had when an edge took it.
    private static string? HeaderOf(string key, SiteObservation seen) =>
        !seen.Looked.ContainsKey(key) && seen.Known(key)?.File is { IsFound: false } file ? file.Headers.CacheControl : null;

    /// <summary>What edges may hold and need not give up.</summary>
    private static List<CachedPath> Cached(SitePlan plan, CachedPaths paths, HashSet<string> changed)
    {
        var classes = plan.Unchanged.Concat(plan.Kept).Select(file => file.File).Concat(plan.Uploads.Select(upload => upload.File))
            .DistinctBy(file => file.Key).ToDictionary(file => file.Key, StringComparer.Ordinal);
        var files = plan.Seen.Objects.Values.Select(found => (found.Key, found.Size))
            .Concat(plan.Uploads.Where(upload => upload.Replaces is null).Select(upload => (upload.File.Key, upload.File.Size)))
            .Where(found => !changed.Contains(found.Key));

        var cached = new List<CachedPath>();
        foreach (var (key, size) in files)
        {
            var file = classes.GetValueOrDefault(key);
            if (file?.Class != FileClass.Beacon)
                cached.AddRange(paths.Plain(key).Select(path => new CachedPath(path, size, file?.Class == FileClass.Immutable)));
        }

        cached.AddRange(paths.OfOthers.Select(path => new CachedPath(path, Answers, IsImmutable: false)));
        return cached;
    }
}
