using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.S3;

/// <summary>All buckets. A name exists once, whatever the account and the region.</summary>
internal sealed partial class Buckets : IDisposable
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string _folder;

    /// <exception cref="DeployException">A bucket's journal cannot be read.</exception>
    public Buckets(string folder, TimeProvider clock)
    {
        _folder = Path.Combine(folder, "buckets");
        Directory.CreateDirectory(_folder);
        Blobs = new BlobFiles(folder, clock);
        foreach (var path in Directory.EnumerateFiles(_folder, "*.jsonl"))
            _buckets[Path.GetFileNameWithoutExtension(path)] = Bucket.Load(path, Blobs);

        Blobs.DeleteUnused();
    }

    public BlobFiles Blobs { get; }

    public Bucket? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <exception cref="Protocols.AwsError">NoSuchBucket.</exception>
    public Bucket Known(string name) => Find(name) ?? throw S3Refusals.NoSuchBucket();

    /// <summary>By name.</summary>
    public IReadOnlyList<BucketSettings> All() =>
        [.. _buckets.Values.Select(bucket => bucket.Settings).OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];

    /// <exception cref="Protocols.AwsError">The name is not one, or is taken.</exception>
    public void Create(BucketSettings settings)
    {
        if (!IsName(settings.Name))
            throw S3Refusals.InvalidBucketName();

        lock (_gate)
        {
            if (Find(settings.Name)?.Settings is not { } other)
                _buckets[settings.Name] = Bucket.Create(Path.Combine(_folder, $"{settings.Name}.jsonl"), Blobs, settings);
            else if (other.Account != settings.Account)
                throw S3Refusals.BucketAlreadyExists();
            // AWS, for compatibility: a bucket that is made again in us-east-1 by its owner is made.
            else if (other.Region != "us-east-1" || settings.Region != "us-east-1")
                throw S3Refusals.BucketAlreadyOwnedByYou();
        }
    }

    /// <exception cref="Protocols.AwsError">NoSuchBucket; BucketNotEmpty.</exception>
    public void Delete(string name)
    {
        lock (_gate)
        {
            Known(name).Delete();
            _buckets.TryRemove(name, out _);
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets.Values)
            bucket.Dispose();
    }

    private static bool IsName(string name) =>
        Name().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) && !Address().IsMatch(name)
        && !name.StartsWith("xn--", StringComparison.Ordinal) && !name.EndsWith("-s3alias", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9]+(\\.[0-9]+){3}\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
