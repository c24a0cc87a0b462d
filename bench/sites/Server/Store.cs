using System.Collections.Concurrent;

namespace SiteServer;

/// <summary>All that the server knows.</summary>
internal sealed class Store(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Bucket>> _snapshots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Bucket, string Kind), int> _counts = new();

    public TimeProvider Time => time;

    public ConcurrentDictionary<string, Bucket> Buckets { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, MultipartUpload> Uploads { get; } = new(StringComparer.Ordinal);

    /// <summary>Time that each request waits before it is answered.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Requests since the last reset, by bucket (empty: none) and kind.</summary>
    public IReadOnlyDictionary<(string Bucket, string Kind), int> Counts => _counts;

    /// <exception cref="S3Error">There is no such bucket.</exception>
    public Bucket Bucket(string name) => Buckets.GetValueOrDefault(name) ?? throw new S3Error(404, "NoSuchBucket");

    public void Count(string bucket, string kind) => _counts.AddOrUpdate((bucket, kind), 1, static (_, count) => count + 1);

    public void ResetCounts() => _counts.Clear();

    public Task Wait(CancellationToken ct) => Latency == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(Latency, time, ct);

    public void Snapshot(string name) => _snapshots[name] = [.. Buckets.Values.Select(bucket => bucket.Copy())];

    /// <summary>Makes the buckets those of a snapshot; none where there is no such snapshot.</summary>
    public void Restore(string name)
    {
        Buckets.Clear();
        Uploads.Clear();
        foreach (var bucket in _snapshots.GetValueOrDefault(name) ?? [])
            Buckets[bucket.Name] = bucket.Copy();
    }
}
