using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Backing;

namespace Slipway.Rehearsal.Tests.Backing;

/// <summary>Data stores without containers: what is asked of them is recorded in order.</summary>
internal sealed class ScriptedStores : IStoreContainers
{
    private readonly ConcurrentDictionary<string, RunningStore> _running = new(StringComparer.Ordinal);
    private int _ids;

    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Where the next one is run that was nowhere yet.</summary>
    public IPEndPoint Next { get; set; } = new(IPAddress.Parse("10.1.2.1"), 40001);

    /// <summary>Whether the last address is free.</summary>
    public bool AddressIsFree { get; set; } = true;

    /// <summary>What happens instead of an answer of a store that was started.</summary>
    public Exception? Failure { get; set; }

    /// <summary>All containers end, as with the engine.</summary>
    public void EndAll() => _running.Clear();

    public Task<string> Image(BackingEngine engine, string? last, CancellationToken ct)
    {
        Calls.Enqueue($"image {engine.Name} {last ?? "new"}");
        return Task.FromResult(last ?? $"{engine.Name}:1");
    }

    public Task<RunningStore?> Find(Store store, CancellationToken ct) => Task.FromResult(_running.GetValueOrDefault(store.Name));

    public Task<RunningStore> Run(Store store, string image, CancellationToken ct)
    {
        Calls.Enqueue($"run {store.Name} {image}");
        var address = store.Port != 0 && AddressIsFree ? new IPEndPoint(IPAddress.Parse(store.Host!), store.Port) : Next;
        return Task.FromResult(_running[store.Name] = new RunningStore($"{Interlocked.Increment(ref _ids)}", address));
    }

    public async Task Answers(Store store, RunningStore running, CancellationToken ct)
    {
        Calls.Enqueue($"answers {store.Name}");
        // Others get a turn here, as they would while a real one starts.
        await Task.Yield();
        if (Failure is null)
            return;

        _running.TryRemove(store.Name, out _);
        throw Failure;
    }

    /// <summary>What a dump waits for; null: nothing.</summary>
    public Task? Dumping { get; set; }

    public async Task Dump(Store store, RunningStore running, Stream to, CancellationToken ct)
    {
        Calls.Enqueue($"dump {store.Name}");
        await (Dumping ?? Task.CompletedTask).WaitAsync(ct);
        if (Failure is not null)
            throw Failure;

        await to.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"-- {store.Database}\n"), ct);
    }
}
