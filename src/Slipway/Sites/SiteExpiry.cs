namespace Slipway.Sites;

/// <summary>Which files of earlier releases have stayed long enough.</summary>
internal static class SiteExpiry
{
    /// <summary>Files that one release removes at most; the others go with the next ones. A rule that is wrong is noticed before everything is gone.</summary>
    public const int MostAtOnce = 1000;

    // And never more than half of what the site has.
    private const int Part = 2;

    /// <param name="kept">Files that the new release does not have. Those without an ETag stay: nobody knows that they are ours.</param>
    /// <returns>What goes now, from the oldest release on, and how many files go later.</returns>
    public static (IReadOnlyList<Removal> Now, int Later) Of(SiteRetention retention, IReadOnlyList<StoredFile> kept, SiteObservation seen)
    {
        if (kept.Count == 0)
            return ([], 0);

        var history = seen.History.Then(release: null, seen.Live?.Release, seen.State.To, seen.Now);
        var over = history.Over(retention, seen.Now);
        if (over.Count == 0)
            return ([], 0);

        var age = history.Past.Select((past, i) => (past.Release, i)).ToDictionary(past => past.Release, past => past.i, StringComparer.Ordinal);
        var expired = kept.Where(file => file is { ETag: not null, LastIn: { } lastIn } && over.Contains(lastIn))
            .OrderByDescending(file => age[file.LastIn!]).ThenBy(file => file.File.Key, StringComparer.Ordinal)
            .Select(file => new Removal(file.File, file.ETag!)).ToList();
        var now = expired.Take(Math.Min(MostAtOnce, seen.Recorded.Count() / Part)).ToList();
        return (now, expired.Count - now.Count);
    }
}
