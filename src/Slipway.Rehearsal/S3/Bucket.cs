using Slipway.Rehearsal.Iam;

namespace Slipway.Rehearsal.S3;

/// <summary>One bucket: its index in memory, the same in a journal on disk. What it tells is what was last written.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BlobFiles _blobs;
    private readonly ObjectIndex _index;
    private readonly Journal _journal;
    private readonly string _path;
    private PolicyDocument? _policy;
    private bool _deleted;

    private Bucket(string path, BlobFiles blobs, ObjectIndex index, Journal journal)
    {
        (_path, _blobs, _index, _journal) = (path, blobs, index, journal);
        _policy = ParsedPolicy();
    }

    public BucketSettings Settings
    {
        get
        {
            lock (_gate)
                return _index.Settings;
        }
    }

    public PolicyDocument? Policy
    {
        get
        {
            lock (_gate)
                return _policy;
        }
    }

    public static Bucket Create(string path, BlobFiles blobs, BucketSettings settings) =>
        new(path, blobs, new ObjectIndex(settings), Journal.Create(path, new BucketChange { Settings = settings }));

    /// <exception cref="DeployException">The journal cannot be read.</exception>
    public static Bucket Load(string path, BlobFiles blobs)
    {
        var index = new ObjectIndex(new BucketSettings(Path.GetFileNameWithoutExtension(path), "", "", default));
        var journal = Journal.Open(path, change => index.Apply(change), index.Snapshot);
        foreach (var file in index.Files())
            blobs.Keep(file);

        return new Bucket(path, blobs, index, journal);
    }

    public T Read<T>(Func<ObjectIndex, T> read)
    {
        lock (_gate)
            return read(_index);
    }

    /// <summary>
    /// Decides on a change and makes it, with nothing in between. Where <paramref name="decide"/> refuses, or returns no change,
    /// nothing is written. The files of what it puts must have been taken or kept by then.
    /// </summary>
    public T Change<T>(Func<ObjectIndex, (BucketChange? Change, T Result)> decide)
    {
        lock (_gate)
        {
            if (_deleted)
                throw S3Refusals.NoSuchBucket();

            var (change, result) = decide(_index);
            if (change is not null)
                Commit(change);

            return result;
        }
    }

    public void Change(Func<BucketSettings, BucketSettings> change) =>
        Change(index => (new BucketChange { Settings = change(index.Settings) }, true));

    /// <exception cref="Protocols.AwsError">BucketNotEmpty.</exception>
    public void Delete()
    {
        lock (_gate)
        {
            if (_deleted)
                throw S3Refusals.NoSuchBucket();

            // As on AWS, uploads that were never completed do not keep a bucket.
            if (_index.KeysFrom("").Any())
                throw S3Refusals.BucketNotEmpty();

            _deleted = true;
            _journal.Dispose();
            File.Delete(_path);
            foreach (var file in _index.Files())
                _blobs.Release(file);
        }
    }

    public void Dispose() => _journal.Dispose();

    private void Commit(BucketChange change)
    {
        _journal.Append(change);
        foreach (var file in _index.Apply(change))
            _blobs.Release(file);

        if (change.Settings is not null)
            _policy = ParsedPolicy();
    }

    private PolicyDocument? ParsedPolicy() => _index.Settings.Policy is { } policy ? BucketPolicyText.Parse(policy, _index.Settings) : null;
}
