using System.Security.Cryptography;
using System.Text;
using Slipway.Releases;

namespace Slipway.Tests.Releases;

/// <summary>S3 as it matters here: conditions hold or not, an ETag is a hash of the content, times come in whole seconds.</summary>
internal sealed class MemoryBucket(TimeProvider serverTime) : IReleaseBucket
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (byte[] Content, string ETag, DateTimeOffset At)> _objects = new(StringComparer.Ordinal);

    public string Name => "slipway-chat-prod-111122223333";

    /// <summary>Every write that came about, as <c>put key</c> or <c>delete key</c>.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>The ETags that a key had, oldest first.</summary>
    public List<string> ETags { get; } = [];

    public bool IsMissing { get; set; }

    /// <summary>Runs before a call, as <c>get key</c>, <c>put key</c> and <c>delete key</c>: what another run does in between, or what goes wrong.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether the answer of such a call is lost, so that the client sends it a second time, which then finds the first one's work.</summary>
    public Func<string, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Whether the connection breaks after such a call has done its work.</summary>
    public Func<string, bool> Breaks { get; set; } = _ => false;

    public string Text(string key) => Encoding.UTF8.GetString(_objects[key].Content);

    public bool Has(string key)
    {
        lock (_lock)
            return _objects.ContainsKey(key);
    }

    public void Write(string key, string text) => Store(key, Encoding.UTF8.GetBytes(text));

    public async Task<StoredDocument?> Get(string key, CancellationToken ct)
    {
        await Before($"get {key}", ct);
        lock (_lock)
            return _objects.TryGetValue(key, out var found) ? new StoredDocument(found.Content, found.ETag, found.At, Now()) : null;
    }

    public async Task<Written?> Put(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken ct)
    {
        await Before($"put {key}", ct);
        if (IsMissing)
            throw new DeployException("The release bucket does not exist.\n  try  ./build.sh Bootstrap", Verdict.Refused);

        lock (_lock)
        {
            if (!Holds(key, condition))
                return null;

            var etag = Store(key, content.ToArray());
            Writes.Add($"put {key}");
            if (Breaks($"put {key}"))
                throw new DeployException("The connection was reset.") { MayPass = true };

            return LosesAnswer($"put {key}") ? null : new Written(etag, Now());
        }
    }

    public async Task<bool> Delete(string key, string etag, CancellationToken ct)
    {
        await Before($"delete {key}", ct);
        lock (_lock)
        {
            if (!Holds(key, new PutCondition.IfMatch(etag)))
                return false;

            _objects.Remove(key);
            Writes.Add($"delete {key}");
            return !LosesAnswer($"delete {key}");
        }
    }

    public Task<IReadOnlyList<string>> List(string prefix, CancellationToken ct)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<string>>([.. _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);
    }

    private bool Holds(string key, PutCondition condition) => condition switch
    {
        PutCondition.IfAbsent => !_objects.ContainsKey(key),
        PutCondition.IfMatch(var etag) => _objects.TryGetValue(key, out var found) && found.ETag == etag,
        _ => true,
    };

    private string Store(string key, byte[] content)
    {
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        lock (_lock)
        {
            _objects[key] = (content, etag, Now());
            ETags.Add(etag);
        }

        return etag;
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(serverTime.GetUtcNow().ToUnixTimeSeconds());
}
