namespace Slipway.Rehearsal.S3;

/// <summary>What a bucket holds, in memory. Not for two threads at once.</summary>
internal sealed class ObjectIndex(BucketSettings settings)
{
    private readonly Dictionary<string, List<ObjectVersion>> _versions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(KeyOrder.Instance);
    private readonly Dictionary<string, OpenUpload> _uploads = new(StringComparer.Ordinal);

    public BucketSettings Settings { get; private set; } = settings;

    public bool IsEmpty => _keys.Count == 0 && _uploads.Count == 0;

    public IEnumerable<OpenUpload> Uploads => _uploads.Values;

    /// <summary>The newest version; null: there is none, or it is a delete marker.</summary>
    public ObjectVersion? Current(string key) => Newest(key) is { Object: not null } current ? current : null;

    /// <summary>The newest version, be it a delete marker.</summary>
    public ObjectVersion? Newest(string key) => _versions.TryGetValue(key, out var versions) ? versions[^1] : null;

    public ObjectVersion? Find(string key, string id) =>
        _versions.TryGetValue(key, out var versions) ? versions.Find(version => version.Id == id) : null;

    /// <summary>Newest first.</summary>
    public IEnumerable<ObjectVersion> Versions(string key) => _versions.TryGetValue(key, out var versions) ? versions.AsEnumerable().Reverse() : [];

    /// <summary>The keys from <paramref name="start"/> on, itself included, in their order.</summary>
    public IEnumerable<string> KeysFrom(string start) =>
        KeyOrder.Instance.Compare(start, KeyOrder.Last) > 0 ? [] : _keys.GetViewBetween(start, KeyOrder.Last);

    public OpenUpload? Upload(string id) => _uploads.GetValueOrDefault(id);

    /// <summary>Everything, as the changes that lead there.</summary>
    public IEnumerable<BucketChange> Snapshot()
    {
        yield return new BucketChange { Settings = Settings };
        foreach (var version in _keys.SelectMany(key => _versions[key]))
            yield return new BucketChange { Put = version };

        foreach (var upload in _uploads.Values)
        {
            yield return new BucketChange { Begin = upload.Upload };
            foreach (var part in upload.Parts.Values)
                yield return new BucketChange { Part = part };
        }
    }

    /// <summary>The files that this holds, each as often as something refers to it.</summary>
    public IEnumerable<string> Files() =>
        Snapshot().Select(each => (each.Put?.Object?.Content ?? each.Part?.Content)?.Sha256).OfType<string>();

    /// <summary>Carries a change out; the files that it no longer refers to.</summary>
    public IReadOnlyList<string> Apply(BucketChange change)
    {
        var dropped = new List<string?>();
        Settings = change.Settings ?? Settings;
        if (change.Remove is { } removed)
            dropped.Add(Remove(removed.Key, removed.Id));

        if (change.Put is { } put)
        {
            dropped.Add(Remove(put.Key, put.Id));
            Add(put);
        }

        if (change.Retag is { } retagged && _versions.TryGetValue(retagged.Key, out var versions))
            versions[versions.FindIndex(version => version.Id == retagged.Id)] = retagged;

        if (change.Begin is { } begun)
            _uploads[begun.Id] = new OpenUpload(begun);

        if (change.Part is { } part && _uploads.TryGetValue(part.Upload, out var upload))
        {
            dropped.Add(upload.Parts.GetValueOrDefault(part.Number)?.Content.Sha256);
            upload.Parts[part.Number] = part;
        }

        if (change.End is { } ended && _uploads.Remove(ended, out var over))
            dropped.AddRange(over.Parts.Values.Select(each => each.Content.Sha256));

        return [.. dropped.OfType<string>()];
    }

    private void Add(ObjectVersion version)
    {
        if (!_versions.TryGetValue(version.Key, out var versions))
        {
            _versions[version.Key] = versions = [];
            _keys.Add(version.Key);
        }

        versions.Add(version);
    }

    private string? Remove(string key, string id)
    {
        if (!_versions.TryGetValue(key, out var versions) || versions.Find(version => version.Id == id) is not { } version)
            return null;

        versions.Remove(version);
        if (versions.Count == 0)
        {
            _versions.Remove(key);
            _keys.Remove(key);
        }

        return version.Object?.Content.Sha256;
    }
}

/// <summary>A multipart upload and what has come of it.</summary>
internal sealed record OpenUpload(Upload Upload)
{
    public SortedDictionary<int, UploadedPart> Parts { get; } = [];
}
