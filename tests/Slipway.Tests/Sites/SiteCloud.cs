using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

/// <summary>
/// S3 and CloudFront in memory, as hostile as they may be: the edge keeps whatever it may keep from the moment on at which it can be fetched,
/// and the run can be ended at any call. After every write it is looked whether a page can be seen whose files are not there.
/// </summary>
internal sealed partial class SiteCloud : ISiteBucket, IReleaseBucket, ICdn, IWebViewer
{
    private static readonly CacheRules ADayUnlessTold = new(TimeSpan.Zero, TimeSpan.FromDays(1), TimeSpan.FromDays(365), ByQuery: false);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _edge = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Reference, IReadOnlyList<string> Paths)> _invalidations = new(StringComparer.Ordinal);
    private int _calls;
    private int _writes;

    public SortedDictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, StoredBytes> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>S3's clock. Each write takes a second.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Objects that were asked for one by one.</summary>
    public List<string> Looks { get; } = [];

    /// <summary>Writes to the site's bucket, to the release bucket (<c>@</c>) and to CloudFront, in order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Pages that could be seen while a file of theirs was missing.</summary>
    public ConcurrentBag<string> Broken { get; } = [];

    /// <summary>The call at which the run ends as if it was killed; -1: none. Its effect happens or not.</summary>
    public int KillAt { get; set; } = -1;

    public bool KillAfterEffect { get; set; }

    public int Calls => _calls;

    /// <summary>ETags as with KMS: another one for each write, and no MD5.</summary>
    public bool Kms { get; init; }

    public string OriginPath { get; init; } = "";

    public bool RewritesRequests { get; init; } = true;

    /// <summary>Paths that the distribution leads to a service.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Invalidations that CloudFront refuses because there are too many.</summary>
    public int TooMany { get; set; }

    public Func<DeployException>? InvalidationFails { get; set; }

    public DeployException? DistributionFails { get; init; }

    /// <summary>Runs before a write: what somebody else does at that moment.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public Func<Uri, Viewed?> Answers { get; set; } = _ => null;

    public string Name => "releases";

    public void Restart() => (_calls, KillAt) = (0, -1);

    public IReadOnlyList<string> TakeLog()
    {
        lock (_lock)
        {
            var taken = Log.ToList();
            Log.Clear();
            return taken;
        }
    }

    /// <summary>Key and content of everything, as viewers get it from an edge that has seen everything.</summary>
    public IReadOnlyList<string> Seen() => [.. Objects.Keys.Select(key => $"{key} {Viewed(key)}")];

    /// <summary>Content and Cache-Control of an object, as viewers get it from an edge that has seen everything.</summary>
    public string Viewed(string key) => Fetch(key);

    /// <summary>Key, content and headers of every object, as they are stored.</summary>
    public IReadOnlyList<string> Contents() => [.. Objects.Select(item => $"{item.Key} {Encoding.UTF8.GetString(item.Value.Content)} {item.Value.Headers}")];

    /// <summary>Paths that the edge still answers although the object is gone.</summary>
    public IReadOnlyList<string> Ghosts() => [.. _edge.Keys.Where(path => !Objects.ContainsKey(KeyOf(path))).Order(StringComparer.Ordinal)];

    public void PutForeign(string key, string text, string contentType = "binary/octet-stream", string etag = "") =>
        Objects[key] = new StoredObject(Encoding.UTF8.GetBytes(text), new SiteHeaders(contentType, ""), etag.Length > 0 ? etag : Md5(Encoding.UTF8.GetBytes(text))) { Written = Tick() };

    public Task<IReadOnlyList<SiteObject>> List(string bucket, string prefix, IReadOnlyList<SeenObject> expected, CancellationToken ct) => Call<IReadOnlyList<SiteObject>>(null, () =>
        bucket == Name
            ? [.. Documents.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(item => new SiteObject(item.Key, item.Value.ETag, item.Value.Content.Length, item.Value.Written))]
            : [.. Objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(item => new SiteObject(item.Key, item.Value.ETag, item.Value.Content.Length, item.Value.Written))]);

    public Task<string?> Put(string bucket, string key, SiteBody body, SiteHeaders headers, PutCondition condition, CancellationToken ct) => Call($"put {key}", () =>
    {
        if (!Holds(condition, Objects.GetValueOrDefault(key)?.ETag))
            return null;

        using var stream = body.Open();
        var content = new byte[body.Size];
        stream.ReadExactly(content);
        Assert.Equal(body.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        return (Objects[key] = new StoredObject(content, headers, ETagOf(content)) { Written = Tick() }).ETag;
    });

    public Task<string?> CopyOntoItself(string bucket, string key, string etag, SiteHeaders headers, CancellationToken ct) => Call($"headers {key}", () =>
        Objects.TryGetValue(key, out var there) && there.ETag == etag ? (Objects[key] = there with { Headers = headers, ETag = Kms ? ETagOf(there.Content) : there.ETag, Written = Tick() }).ETag : null);

    public Task<HashedObject?> Hash(string bucket, string key, CancellationToken ct) => Call(null, () =>
    {
        Looks.Add($"read {key}");
        return Objects.TryGetValue(key, out var there) ? new HashedObject(there.ETag, Convert.ToHexStringLower(SHA256.HashData(there.Content))) : null;
    });

    public Task<bool> Read(string bucket, string key, Stream to, CancellationToken ct) => Call(null, () =>
    {
        if ((bucket == Name ? Documents.GetValueOrDefault(key)?.Content : Objects.GetValueOrDefault(key)?.Content) is not { } content)
            return false;

        to.Write(content);
        return true;
    });

    public Task<StoredHeaders?> Headers(string bucket, string key, CancellationToken ct) => Call(null, () =>
    {
        Looks.Add($"look {key}");
        return Objects.TryGetValue(key, out var there) ? new StoredHeaders(there.ETag, there.Headers) : null;
    });

    public Task<bool> CopyAway(string bucket, string key, string etag, string toBucket, string toKey, CancellationToken ct) => Call($"@{Short(toKey)}", () =>
    {
        if (!Objects.TryGetValue(key, out var there) || there.ETag != etag)
            return false;

        Document(toKey, there.Content);
        return true;
    });

    public async Task<IReadOnlyList<string>> Delete(string bucket, IReadOnlyList<SeenObject> objects, CancellationToken ct)
    {
        List<string> others = [];
        foreach (var (key, etag) in objects)
        {
            if (!await Delete(bucket, key, etag))
                others.Add(key);
        }

        return others;
    }

    private Task<bool> Delete(string bucket, string key, string etag) => Call(bucket == Name ? $"@delete {Short(key)}" : $"delete {key}", () =>
    {
        if (bucket == Name)
            return Documents.GetValueOrDefault(key)?.ETag == etag && Documents.Remove(key);

        if (Objects.TryGetValue(key, out var there) && there.ETag != etag)
            return false;

        Objects.Remove(key);
        return true;
    });

    Task<StoredDocument?> IReleaseBucket.Get(string key, CancellationToken ct) => Call(null, () =>
        Documents.TryGetValue(key, out var found) ? new StoredDocument(found.Content, found.ETag, found.Written, Now) : null);

    Task<Written?> IReleaseBucket.Put(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken ct) => Call($"@{Short(key)}", () =>
    {
        if (!Holds(condition, Documents.TryGetValue(key, out var there) ? there.ETag : null))
            return null;

        Document(key, content.ToArray());
        return new Written(Documents[key].ETag, Now);
    });

    Task<bool> IReleaseBucket.Delete(string key, string etag, CancellationToken ct) => throw new NotSupportedException("sites delete nothing there");

    Task<IReadOnlyList<string>> IReleaseBucket.List(string prefix, CancellationToken ct) => Call<IReadOnlyList<string>>(null, () =>
        [.. Documents.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);

    public Task<DistributionFacts?> Distribution(string id, CancellationToken ct) => Call<DistributionFacts?>(null, () => DistributionFails is { } failure ? throw failure : new DistributionFacts(
        id, "d111.cloudfront.test", ["www.shop.test"], Enabled: true, "index.html", [new OriginFacts("site", "shop-web.s3.eu-west-1.amazonaws.com", OriginPath)],
        [.. Routes.Select(path => new BehaviorFacts(path, "service", false)), new BehaviorFacts("*", "site", RewritesRequests) { Cache = ADayUnlessTold }], []));

    public Task<string?> Invalidate(string distribution, string reference, IReadOnlyList<string> paths, CancellationToken ct) => Call($"invalidate {string.Join(' ', paths)}", () =>
    {
        if (InvalidationFails?.Invoke() is { } failure)
            throw failure;
        if (TooMany-- > 0)
            return null;

        if (_invalidations.Values.FirstOrDefault(made => made.Reference == reference) is { Paths: { } before })
            Assert.Equal(before, paths);
        _invalidations[$"i-{reference}"] = (reference, paths);
        return $"i-{reference}";
    });

    public Task<bool> IsCompleted(string distribution, string invalidation, CancellationToken ct) => Call(null, () =>
    {
        // The edge knows paths as viewers write them, escaped.
        var paths = _invalidations[invalidation].Paths.Select(Uri.UnescapeDataString).ToList();
        foreach (var path in _edge.Keys.Where(path => paths.Any(stale => stale.EndsWith('*') ? path.StartsWith(stale[..^1], StringComparison.Ordinal) : path == stale)).ToList())
            _edge.Remove(path);
        return true;
    });

    public Task<Viewed> Get(Uri address, CancellationToken ct)
    {
        var key = KeyOf(Uri.UnescapeDataString(address.AbsolutePath));
        return Task.FromResult(Answers(address) ?? (Objects.TryGetValue(key, out var found)
            ? new Viewed(200, found.Headers.ContentType.Split(';')[0], Encoding.UTF8.GetString(found.Content))
            {
                CacheControl = found.Headers.CacheControl,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(found.Content)),
            }
            : new Viewed(403, "application/xml", "")));
    }

    private Task<T> Call<T>(string? write, Func<T> effect)
    {
        lock (_lock)
        {
            if (write is not null)
                Before(write);
            var dies = KillAt >= 0 && _calls >= KillAt;
            var first = _calls++ == KillAt;
            if (dies && !(first && KillAfterEffect))
                throw new KilledException();

            var result = effect();
            if (write is not null)
            {
                Log.Add(result is null or false ? $"{write} refused" : write);
                Look();
            }

            return dies ? throw new KilledException() : Task.FromResult(result);
        }
    }

    // Viewers everywhere ask for everything, all the time.
    private void Look()
    {
        foreach (var key in Objects.Keys)
        {
            var page = Fetch(key);
            foreach (var file in Reference().Matches(page).Select(match => match.Groups[1].Value).Where(path => !Objects.ContainsKey(KeyOf(path)) && !_edge.ContainsKey(path)))
                Broken.Add($"{key} needs {file}");
        }
    }

    private string Fetch(string key)
    {
        var there = Objects[key];
        var text = $"{Encoding.UTF8.GetString(there.Content)} [{there.Headers.CacheControl}]";
        if (PathOf(key) is not { } path)
            return text;

        if (there.Headers.CacheControl.Contains("s-maxage=0", StringComparison.Ordinal))
        {
            // What was cached before under other headers is served on.
            return _edge.GetValueOrDefault(path, text);
        }

        // The function rewrites folders before the cache is asked; the root may be known by both of its names.
        if (path == "/index.html")
            _edge.TryAdd("/", text);
        _edge.TryAdd(path, text);
        return path == "/index.html" && _edge["/"] != _edge[path] ? "two versions" : _edge[path];
    }

    /// <summary>The path by which viewers get an object; null: it lies outside the origin's folder.</summary>
    public string? PathOf(string key) => $"/{key}" is var path && path.StartsWith($"{OriginPath}/", StringComparison.Ordinal) ? path[OriginPath.Length..] : null;

    private string KeyOf(string path) => $"{OriginPath}{path}{(path.EndsWith('/') ? "index.html" : "")}"[1..];

    private static bool Holds(PutCondition condition, string? etag) => condition switch
    {
        PutCondition.IfAbsent => etag is null,
        PutCondition.IfMatch match => match.ETag == etag,
        _ => true,
    };

    private void Document(string key, byte[] content) => Documents[key] = new StoredBytes(content, $"w{Interlocked.Increment(ref _writes)}", Tick());

    private DateTimeOffset Tick() => Now += TimeSpan.FromSeconds(1);

    private string ETagOf(byte[] content) => Kms ? $"kms{Interlocked.Increment(ref _writes)}" : Md5(content);

#pragma warning disable CA5351 // What S3 does.
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351

    private static string Short(string key) => key.Replace("sites/web/", "", StringComparison.Ordinal) is var name && name.StartsWith("blobs/", StringComparison.Ordinal) ? "copy" : name;

    [GeneratedRegex("src=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

internal sealed record StoredObject(byte[] Content, SiteHeaders Headers, string ETag)
{
    public DateTimeOffset Written { get; init; }
}

internal sealed record StoredBytes(byte[] Content, string ETag, DateTimeOffset Written);

/// <summary>The end of a process that nobody can handle.</summary>
internal sealed class KilledException : Exception;
