namespace Slipway.Rehearsal.S3;

/// <summary>A line of a listing of versions; without a version: the common prefix of several keys.</summary>
internal sealed record VersionEntry(string Name, ObjectVersion? Version = null, bool IsLatest = false);

internal sealed record VersionPage(IReadOnlyList<VersionEntry> Entries, bool IsTruncated);

/// <summary>Cuts a page out of the versions of a bucket's keys: by key, and newest first.</summary>
internal static class VersionListing
{
    /// <param name="versionMarker">The last version of the key <see cref="ListRequest.After"/> that was listed; null: all of them were.</param>
    public static VersionPage Page(ObjectIndex index, ListRequest request, string? versionMarker)
    {
        if (request.Size == 0)
            return new VersionPage([], IsTruncated: false);

        // A key has one version at least: as many keys, and one more to see that there is more, are enough.
        var keys = Listing.Page(index, request with { Size = request.Size + 1 }, _ => true).Entries;
        var rest = versionMarker is null
            ? []
            : Of(index, request.After).SkipWhile(entry => entry.Version!.Id != versionMarker).Skip(1);
        var entries = rest
            .Concat(keys.SelectMany(entry => entry.IsPrefix ? [new VersionEntry(entry.Name)] : Of(index, entry.Name)))
            .Take(request.Size + 1)
            .ToList();

        return entries.Count > request.Size ? new VersionPage(entries[..request.Size], IsTruncated: true) : new VersionPage(entries, IsTruncated: false);
    }

    private static IEnumerable<VersionEntry> Of(ObjectIndex index, string key) =>
        index.Versions(key).Select((version, place) => new VersionEntry(key, version, IsLatest: place == 0));
}
