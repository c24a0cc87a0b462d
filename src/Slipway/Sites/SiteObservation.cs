namespace Slipway.Sites;

/// <summary>All that is known about a site's place before anything is decided.</summary>
/// <param name="StateETag">Of the state's document; null: there is none.</param>
/// <param name="Live">The manifest of the release that was completed last; null: there was none.</param>
/// <param name="BrokenOff">The manifest of the release that a run did not complete; null: there is none.</param>
/// <param name="Objects">What lies below the site's prefix, by key.</param>
/// <param name="Same">Keys that hold the content to publish although no release is known to have written it.</param>
internal sealed record SiteObservation(
    SiteState State, string? StateETag, SiteManifest? Live, SiteManifest? BrokenOff, IReadOnlyDictionary<string, SiteObject> Objects,
    IReadOnlySet<string> Same)
{
    private readonly Dictionary<string, StoredFile> _recorded = Record(Live, BrokenOff);
    private readonly HashSet<string> _touched = State.Touching.ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What a release wrote to the key, if that is still there. Not so for a key that a run was about to overwrite when it was broken off:
    /// a change of headers alone leaves the ETag as it was.
    /// </summary>
    public StoredFile? Known(string key) =>
        !_touched.Contains(key) && _recorded.GetValueOrDefault(key) is { ETag: { } etag } file && Objects.GetValueOrDefault(key)?.ETag == etag ? file : null;

    /// <summary>Whether a run of this site was about to overwrite the key when it was broken off.</summary>
    public bool IsTouched(string key) => _touched.Contains(key);

    /// <summary>What a release recorded of the key, there or not, and as it was or not.</summary>
    public StoredFile? Recording(string key) => _recorded.GetValueOrDefault(key);

    /// <summary>
    /// Whether edges have no copy of the key, since all that releases put there, one that was broken off included, was a beacon. What somebody else wrote
    /// may be anywhere.
    /// </summary>
    public bool IsNowhereCached(string key) =>
        Recording(key)?.File.Class == FileClass.Beacon && (IsTouched(key) || Known(key) is not null);

    /// <summary>Everything that a release of this site put into the bucket, there or not, and as it was or not.</summary>
    public IEnumerable<StoredFile> Recorded => _recorded.Values;

    /// <summary>
    /// The newest record of each key. A broken-off release's own files count where no other release had the key, and where it made something that is
    /// cached of a beacon.
    /// </summary>
    private static Dictionary<string, StoredFile> Record(SiteManifest? live, SiteManifest? brokenOff)
    {
        var recorded = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        foreach (var manifest in new[] { live, brokenOff }.OfType<SiteManifest>())
        {
            foreach (var file in manifest.Files.Concat(manifest.Kept))
            {
                if (recorded.TryGetValue(file.File.Key, out var newer) && newer.File.Class == FileClass.Beacon)
                    recorded[file.File.Key] = newer with { File = newer.File with { Class = file.File.Class } };
                else
                    recorded.TryAdd(file.File.Key, file with { LastIn = file.LastIn ?? manifest.Release });
            }
        }

        return recorded;
    }
}
