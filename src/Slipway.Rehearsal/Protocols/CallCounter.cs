using System.Collections.Concurrent;

namespace Slipway.Rehearsal.Protocols;

/// <summary>How often each operation was called, refused calls included, since the cloud was started.</summary>
internal sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public void Count(string service, string operation) =>
        _calls.AddOrUpdate($"{service}:{operation}", 1, (_, count) => count + 1);

    /// <summary>Count by <c>service:Operation</c>, in that order.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() =>
        new SortedDictionary<string, int>(_calls.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
