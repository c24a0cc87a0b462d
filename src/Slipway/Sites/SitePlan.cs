namespace Slipway.Sites;

/// <summary>Why a file is written.</summary>
internal enum UploadReason
{
    /// <summary>There is no such object.</summary>
    New,

    /// <summary>Its content is another than the last release's.</summary>
    Changed,

    /// <summary>Its content is there already; its headers are others.</summary>
    Headers,

    /// <summary>What is there was not written by a release of this site.</summary>
    Foreign,
}

/// <summary>A file that will be written.</summary>
/// <param name="Replaces">ETag of the object that it takes the place of; null: there must be none.</param>
/// <param name="Phase">When it is written: as its class says, except that what browsers may have cached is replaced before the edges are told to drop it.</param>
internal sealed record Upload(SiteFile File, UploadReason Reason, string? Replaces, FileClass Phase)
{
    /// <summary>Whether the content of what is there gives way to another one.</summary>
    public bool Overwrites => Replaces is not null && Reason != UploadReason.Headers;
}

/// <summary>An object that will be deleted if it is still the one that was seen.</summary>
internal sealed record Removal(SiteFile File, string ETag);

/// <summary>Everything that publishing a site will do, decided before anything is done.</summary>
/// <param name="Uploads">In ordinal order of their keys.</param>
/// <param name="Unchanged">Files that are there as they should be, in the same order.</param>
/// <param name="Kept">Files of earlier releases that stay for open tabs.</param>
/// <param name="LeftAlone">Keys below the site's prefix that no release recorded, and files that somebody changed since; never touched.</param>
/// <param name="Stale">What edges may hold an old copy of, once this plan is applied: what it overwrites, and what earlier runs still owe.</param>
/// <param name="Seen">What the decisions rest on.</param>
/// <param name="Distribution">The distribution as it is.</param>
internal sealed record SitePlan(
    StaticSite Site, SiteInfrastructure Place, IReadOnlyList<Upload> Uploads, IReadOnlyList<Removal> Removals, IReadOnlyList<StoredFile> Unchanged,
    IReadOnlyList<StoredFile> Kept, IReadOnlyList<string> LeftAlone, IReadOnlyList<string> Stale, SiteObservation Seen, DistributionFacts Distribution)
{
    /// <summary>Whether this goes back to an earlier release.</summary>
    public bool GoesBack { get; init; }

    /// <summary>Of <see cref="Kept"/>, what nothing keeps any more. It goes at the end of a release; it is no reason for one.</summary>
    public IReadOnlyList<Removal> Expired { get; init; } = [];

    /// <summary>Files that would go too, if one release removed all of them.</summary>
    public int ExpiresLater { get; init; }

    /// <summary>What people should know before they agree.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The release that it goes back to; null: it goes forward.</summary>
    public string? ReturnsTo { get; init; }

    /// <summary>Whether files are written or deleted.</summary>
    public bool ChangesFiles => Uploads.Count + Removals.Count > 0;

    /// <summary>Whether there is a release to publish: one that was broken off counts.</summary>
    public bool IsRelease => ChangesFiles || Seen.State.To is not null || ChangesRelease;

    /// <summary>Whether anything is done at all; an unpaid invalidation counts.</summary>
    public bool ChangesSomething => IsRelease || Stale.Count > 0;

    /// <summary>
    /// Whether another release is live afterwards although no file may change: the one that is left only added some, files that lay there for open tabs
    /// belong to the site again, or a bucket was right before there was any release.
    /// </summary>
    public bool ChangesRelease => ReturnsTo is { } to ? to != Previous
        : Seen.Live is not { } live ? Unchanged.Count > 0
        : !HasKeysOf(live.Files);

    /// <summary>The release that is live now; null: none.</summary>
    public string? Previous => Seen.Live?.Release;

    /// <summary>The path of the site's folder, as viewers name it.</summary>
    public string Home => Origin?.HomeOf(Site) ?? $"/{SiteFolder.KeyPrefix(Site)}";

    // Asked for each address of each page.
    private OriginFacts? Origin { get; } = Distribution.OriginOf(Site, Place.Bucket);

    /// <summary>The path of an object, as viewers name it; unescaped.</summary>
    public string PathOf(string key) => Origin?.PathOf(key) ?? $"/{key}";

    /// <summary>The keys whose objects have a path; unescaped, that in the origin's folder first.</summary>
    public IEnumerable<string> KeysOf(string path) => new[] { $"{Origin?.Path}{path}"[1..], path[1..] }.Where(key => PathOf(key) == path);

    /// <summary>The plan as a person reads it.</summary>
    public IReadOnlyList<string> Lines() => SitePlanText.Lines(this);

    /// <summary>Decisions and what they rest on, for the plan's hash; without times and counts that may move.</summary>
    public string Content => SitePlanText.Content(this);

    /// <param name="files">What the site is to consist of.</param>
    /// <exception cref="DeployException">A file that browsers keep for a year would change; all such files are named.</exception>
    public static SitePlan Create(
        StaticSite site, SiteInfrastructure place, IReadOnlyList<SiteFile> files, SiteObservation seen, DistributionFacts distribution)
    {
        var decided = files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (File: file, Upload: Decide(file, seen))).ToList();
        RefuseCollisions(site, [.. decided.Where(item => item.Upload is not null).Select(item => item.Upload!)], seen);

        var wanted = files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        var gone = seen.Recorded.Where(file => !wanted.Contains(file.File.Key) && !file.File.IsFound && seen.Objects.ContainsKey(file.File.Key)).ToList();
        var removals = gone.Where(file => IsPage(file.File) && IsOurs(file, seen))
            .Select(file => new Removal(file.File, seen.Objects[file.File.Key].ETag)).OrderBy(removal => removal.File.Key, StringComparer.Ordinal).ToList();
        var kept = gone.Where(file => !IsPage(file.File) && IsOurs(file, seen))
            .Select(file => seen.Known(file.File.Key) is { } known ? file with { File = known.File, ETag = known.ETag } : file with { ETag = null }).OrderBy(file => file.File.Key, StringComparer.Ordinal).ToList();
        // From here on, all keys that the plan accounts for.
        wanted.UnionWith(removals.Select(removal => removal.File.Key).Concat(kept.Select(file => file.File.Key)));

        var plan = new SitePlan(
            site, place, [.. decided.Select(item => item.Upload).OfType<Upload>()], removals,
            [.. decided.Where(item => item.Upload is null).Select(item => Stays(item.File, seen.Known(item.File.Key)!))], kept,
            [.. seen.Objects.Keys.Where(key => !wanted.Contains(key)).Order(StringComparer.Ordinal)], [], seen, distribution);
        var (expired, later) = SiteExpiry.Of(site.Retention, kept, seen);
        return plan with { Stale = StaleOf(plan), Expired = expired, ExpiresLater = later };
    }

    /// <summary>Whether the plan is for just these keys. All lists are in their order, and may be long.</summary>
    private bool HasKeysOf(IReadOnlyList<StoredFile> files)
    {
        if (files.Count != Uploads.Count + Unchanged.Count)
            return false;

        var (uploads, unchanged) = (0, 0);
        foreach (var key in files.Select(file => file.File.Key))
        {
            if (unchanged < Unchanged.Count && Unchanged[unchanged].File.Key == key)
                unchanged++;
            else if (uploads < Uploads.Count && Uploads[uploads].File.Key == key)
                uploads++;
            else
                return false;
        }

        return true;
    }

    private static Upload? Decide(SiteFile file, SiteObservation seen)
    {
        if (!seen.Objects.TryGetValue(file.Key, out var there))
            return new Upload(file, UploadReason.New, null, file.Class);

        var known = seen.Known(file.Key);
        // An edge never keeps a beacon, so it can wait for the invalidation. What was something else before cannot.
        var phase = file.Class == FileClass.Beacon && !seen.IsNowhereCached(file.Key) ? FileClass.Document : file.Class;
        if (known is null)
            return new Upload(file, UploadReason.Foreign, there.ETag, phase);

        if (known.File.Sha256 != file.Sha256)
            return new Upload(file, UploadReason.Changed, there.ETag, phase);

        return known.File.Headers == file.Headers && known.File.Class == file.Class ? null : new Upload(file, UploadReason.Headers, there.ETag, phase);
    }

    private static StoredFile Stays(SiteFile wanted, StoredFile known) =>
        known with { LastIn = null, File = known.File.IsFound == wanted.IsFound ? known.File : known.File with { IsFound = wanted.IsFound } };

    private static void RefuseCollisions(StaticSite site, IReadOnlyList<Upload> uploads, SiteObservation seen)
    {
        var collisions = uploads
            .Where(upload => upload.Reason is UploadReason.Changed or UploadReason.Foreign
                && (seen.Known(upload.File.Key)?.File.Class ?? upload.File.Class) == FileClass.Immutable)
            .Select(upload => upload.File.Key)
            .ToList();
        if (collisions.Count > 0)
            throw ImmutableCollision.Of(site, collisions);
    }

    /// <summary>A page that stays leads people astray, other files that stay keep open tabs working.</summary>
    private static bool IsPage(SiteFile file) => file.Class is FileClass.Document or FileClass.Beacon;

    private static bool IsOurs(StoredFile file, SiteObservation seen) =>
        file.ETag is null || seen.IsTouched(file.File.Key) || seen.Known(file.File.Key) is not null;

    private static IReadOnlyList<string> StaleOf(SitePlan plan) => SiteStaleness.Of(plan);
}
