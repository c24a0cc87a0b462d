namespace Slipway.Sites;

/// <summary>What went before a release of a site, as far as something of it is still kept; part of the release's manifest.</summary>
/// <param name="Past">Earlier releases, the one that served last first.</param>
/// <param name="Copies">What the release bucket has copies of, because a release overwrote or deleted it.</param>
internal sealed record SiteHistory(IReadOnlyList<PastRelease> Past, IReadOnlyList<KeptCopy> Copies)
{
    // The run that publishes a release may have to take it back, whatever the definition says.
    private const int FewestReleases = 2;

    public static SiteHistory None { get; } = new([], []);

    /// <summary>The history of a release that takes the place of another.</summary>
    /// <param name="release">Null: it has no name yet.</param>
    /// <param name="live">The release that served until now; null: none did.</param>
    /// <param name="brokenOff">A release that a run did not complete; null: there is none.</param>
    public SiteHistory Then(string? release, string? live, string? brokenOff, DateTimeOffset now)
    {
        var past = Past.ToList();
        Put(brokenOff, served: false);
        Put(live, served: true);
        past.RemoveAll(one => one.Release == release);
        return this with { Past = past };

        void Put(string? name, bool served)
        {
            if (name is null)
                return;

            served |= past.Find(one => one.Release == name)?.Served == true;
            past.RemoveAll(one => one.Release == name);
            past.Insert(0, new PastRelease(name, now, served));
        }
    }

    /// <summary>The same with the copies of what <paramref name="files"/> name.</summary>
    /// <param name="lastIn">The release that had them, where a file does not say otherwise.</param>
    public SiteHistory With(IEnumerable<StoredFile> files, string? lastIn)
    {
        var copies = Copies.ToDictionary(copy => copy.Sha256, StringComparer.Ordinal);
        foreach (var file in files)
            copies[file.File.Sha256] = new KeptCopy(file.File.Sha256, file.LastIn ?? lastIn!);

        return this with { Copies = [.. copies.Values.OrderBy(copy => copy.Sha256, StringComparer.Ordinal)] };
    }

    /// <summary>
    /// The releases that neither limit keeps. Releases that never served are kept by their days and do not push others out: a row of failed
    /// deploys must not take away what there is to go back to.
    /// </summary>
    public IReadOnlySet<string> Over(SiteRetention retention, DateTimeOffset now)
    {
        HashSet<string> over = new(StringComparer.Ordinal);
        var newer = 1;
        foreach (var past in Past)
        {
            if (newer >= Math.Max(retention.Releases, FewestReleases) && past.Until.AddDays(retention.Days) <= now)
                over.Add(past.Release);
            if (past.Served)
                newer++;
        }

        return over;
    }

    /// <summary>What remains of the history.</summary>
    /// <param name="over">Releases that nothing keeps.</param>
    /// <param name="named">Releases that files in the site's bucket are still recorded under.</param>
    public SiteHistory Without(IReadOnlySet<string> over, IEnumerable<string> named, DateTimeOffset now)
    {
        var needed = named.ToHashSet(StringComparer.Ordinal);
        List<PastRelease> past = [.. Past.Where(one => !over.Contains(one.Release) || needed.Contains(one.Release))];
        // A release of which nobody knows when it ended, ends now.
        past.AddRange(needed.Except(past.Select(one => one.Release), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new PastRelease(name, now, Served: false)));
        return new SiteHistory(past, [.. Copies.Where(copy => !over.Contains(copy.LastIn))]);
    }
}

/// <summary>A release that was live.</summary>
/// <param name="Until">When another took its place, by S3's clock.</param>
/// <param name="Served">Whether it was ever complete.</param>
internal sealed record PastRelease(string Release, DateTimeOffset Until, bool Served);

/// <summary>A copy in the release bucket.</summary>
/// <param name="LastIn">The last release that had the content.</param>
internal sealed record KeptCopy(string Sha256, string LastIn);
