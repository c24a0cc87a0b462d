namespace Slipway.Sites;

/// <summary>All that is known about a site's place before anything is decided.</summary>
/// <param name="StateETag">Of the state's document; null: there is none.</param>
/// <param name="Now">S3's clock.</param>
/// <param name="Live">The manifest of the release that was completed last; null: there was none.</param>
/// <param name="BrokenOff">The manifest of the release that a run did not complete; null: there is none.</param>
/// <param name="Objects">What lies below the site's prefix, by key; the folders of other sites apart.</param>
/// <param name="Looked">What objects were found to be that were looked at one by one, by key.</param>
internal sealed record SiteObservation(
    SiteState State, string? StateETag, DateTimeOffset Now, SiteManifest? Live, SiteManifest? BrokenOff,
    IReadOnlyDictionary<string, SiteObject> Objects, IReadOnlyDictionary<string, StoredFile> Looked)
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (StoredFile File, DateTimeOffset Written)> _recorded = Record(Live, BrokenOff);
    private readonly HashSet<string> _touched = State.Touching.ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What the object of a key is: what was found by looking, or what a release wrote to it, if that is still there. Not so for a key that a run was
    /// about to overwrite when it was broken off: a change of headers alone leaves the ETag as it was.
    /// </summary>
    public StoredFile? Known(string key) =>
        Looked.GetValueOrDefault(key) ?? (!_touched.Contains(key) && IsRecorded(key) ? _recorded[key].File : null);

    /// <summary>Whether the object has the content that a release recorded.</summary>
    public bool IsRecorded(string key) => Recording(key) is { ETag: { } etag } && Objects.GetValueOrDefault(key)?.ETag == etag;

    /// <summary>
    /// Whether somebody wrote the object after the release that recorded it was complete. The content is the same where the ETag is; the headers may be others.
    /// </summary>
    // Manifests tell their time by the second, listings by less.
    public bool IsRewritten(string key) =>
        _recorded.TryGetValue(key, out var recorded) && recorded.Written != default && Objects.TryGetValue(key, out var there) && there.LastModified >= recorded.Written + ClockTick;

    /// <summary>Whether a run of this site was about to overwrite the key when it was broken off.</summary>
    public bool IsTouched(string key) => _touched.Contains(key);

    /// <summary>What a release recorded of the key, there or not, and as it was or not.</summary>
    public StoredFile? Recording(string key) => _recorded.TryGetValue(key, out var recorded) ? recorded.File : null;

    /// <summary>
    /// Whether edges have no copy of the key, since all that releases put there, one that was broken off included, was a beacon. What somebody else wrote
    /// may be anywhere.
    /// </summary>
    public bool IsNowhereCached(string key) =>
        Recording(key) is { File.Class: FileClass.Beacon } recorded && (recorded.ETag is null || IsTouched(key) || Known(key)?.File.Class == FileClass.Beacon);

    /// <summary>Everything that a release of this site put into the bucket, there or not, and as it was or not.</summary>
    public IEnumerable<StoredFile> Recorded => _recorded.Values.Select(recorded => recorded.File);

    /// <summary>What went before the live release, with the copies that a broken-off run made.</summary>
    public SiteHistory History
    {
        get
        {
            var history = Live?.History ?? SiteHistory.None;
            var copies = BrokenOff?.History?.Copies ?? [];
            return copies.Count == 0 ? history : history with { Copies = [.. history.Copies.Concat(copies).DistinctBy(copy => copy.Sha256, StringComparer.Ordinal)] };
        }
    }

    /// <summary>
    /// The newest record of each key. A broken-off release's own files count where no other release had the key; a beacon of which it made something that
    /// edges keep is as good as a page.
    /// </summary>
    private static Dictionary<string, (StoredFile File, DateTimeOffset Written)> Record(SiteManifest? live, SiteManifest? brokenOff)
    {
        var recorded = new Dictionary<string, (StoredFile File, DateTimeOffset Written)>((live?.Files.Count ?? 0) + (live?.Kept.Count ?? 0), StringComparer.Ordinal);
        foreach (var manifest in new[] { live, brokenOff }.OfType<SiteManifest>())
        {
            foreach (var file in manifest.Files.Concat(manifest.Kept))
            {
                if (recorded.TryGetValue(file.File.Key, out var newer) && newer.File.File.Class == FileClass.Beacon && file.File.Class != FileClass.Beacon)
                    recorded[file.File.Key] = newer with { File = newer.File with { File = newer.File.File with { Class = FileClass.Document } } };
                else
                    recorded.TryAdd(file.File.Key, (file.LastIn is null ? file with { LastIn = manifest.Release } : file, manifest.Written));
            }
        }

        return recorded;
    }
}
