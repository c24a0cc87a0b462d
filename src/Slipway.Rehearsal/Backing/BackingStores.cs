using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Backing;

/// <summary>The data stores of the rehearsal: started when asked for, there again after a restart, with the same data, password and address.</summary>
internal sealed class BackingStores
{
    private const string Document = "backing";
    private readonly IStateStore _state;
    private readonly StoreSecrets _secrets;
    private readonly IStoreContainers? _containers;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    // By name, the container that has answered.
    private readonly ConcurrentDictionary<string, string> _ready = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Store> _stores;

    /// <param name="containers">Null: this cloud runs no containers.</param>
    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public BackingStores(IStateStore state, StoreSecrets secrets, IStoreContainers? containers)
    {
        (_state, _secrets, _containers) = (state, secrets, containers);
        _stores = state.Load<Saved>(Document)?.Stores ?? ImmutableSortedDictionary.Create<string, Store>(StringComparer.Ordinal);
    }

    /// <summary>Starts a store unless it runs, waits until it answers, and keeps its secret. Quick, and without effect, when all of that is so already.</summary>
    /// <exception cref="DeployException">Refused: another store has the name. Failed: it does not run.</exception>
    /// <exception cref="AwsError">The secret's name is none.</exception>
    public async Task<BackingAnswer> Ensure(BackingRequest request, CancellationToken ct)
    {
        using var turn = await Turn(request.Name, ct);
        var store = Agreeing(request) ?? Store.New(request);
        DemandFree(request);

        var (running, started) = await Run(store, ct);
        var (arn, changed) = await _secrets.Keep(request.Secret, running.SecretJson(), ct);
        Keep(running.With(request.Secret).With(request.Place));
        return new BackingAnswer(started || changed, running.Host!, running.Port, arn);
    }

    /// <summary>Starts what ran when the cloud ended. What cannot be started does not hold up the others, and is told by <see cref="List"/>.</summary>
    public Task Resume(CancellationToken ct) => Task.WhenAll(_stores.Keys.Select(name => Resume(name, ct)));

    public async Task<IReadOnlyList<BackingShown>> List(CancellationToken ct)
    {
        var shown = new List<BackingShown>();
        foreach (var store in _stores.Values)
        {
            var running = _containers is null ? null : await _containers.Find(store, ct);
            var state = running is null ? "stopped" : _ready.GetValueOrDefault(store.Name) == running.Id ? "running" : "starting";
            shown.Add(new BackingShown(store.Name, store.Engine, state, store.Host, store.Port, store.Secrets, running is null ? _failures.GetValueOrDefault(store.Name) : null));
        }

        return shown;
    }

    /// <summary>What RDS knows in an account and region, in the order of the stores' names.</summary>
    public IReadOnlyList<(DatabasePlace Place, Store Store)> Databases(string account, string region) =>
    [
        .. from store in _stores.Values
           from place in store.Databases
           where place.Account == account && place.Region == region
           select (place, store),
    ];

    public async Task<bool> Runs(string name, CancellationToken ct) => _containers is not null && _stores.TryGetValue(name, out var store) && await _containers.Find(store, ct) is not null;

    /// <summary>Writes all that a store has now, as SQL.</summary>
    /// <exception cref="DeployException">It does not run, or its program failed.</exception>
    public async Task Dump(string name, Stream to, CancellationToken ct)
    {
        var store = _stores[name];
        var running = _containers is null ? null : await _containers.Find(store, ct);
        await (running is null ? throw new DeployException($"The backing store {name} was not dumped: it does not run.") : _containers!.Dump(store, running, to, ct));
    }

    private async Task Resume(string name, CancellationToken ct)
    {
        using var turn = await Turn(name, ct);
        try
        {
            var (running, _) = await Run(_stores[name], ct);
            // The address can be another one, when something else took it.
            foreach (var secret in running.Secrets)
                await _secrets.Keep(secret, running.SecretJson(), ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            // Whatever it is, tasks are not to wait for it: the list tells, and whoever asks for the store is told again.
            _failures[name] = exception.Message;
        }
    }

    /// <summary>The store of that name, when it is what the request wants; null: there is none.</summary>
    private Store? Agreeing(BackingRequest request) =>
        _stores.GetValueOrDefault(request.Name) is not { } store ? null
        : store.Engine == request.Engine.Name && store.Database == request.Database ? store
        : throw new DeployException(
            $"""
             The backing store {request.Name} was not started: one of that name is there and is another. Nothing was changed.
               asked for  {request.Engine.Name} {request.Database}
               found      {store.Engine} {store.Database}
               try        give the new one another name
             """,
            Verdict.Refused);

    /// <exception cref="DeployException">Refused: another store is that database.</exception>
    private void DemandFree(BackingRequest request)
    {
        if (request.Place is { } place && Databases(place.Account, place.Region).FirstOrDefault(one => one.Place.Identifier == place.Identifier && one.Store.Name != request.Name).Store is { } other)
        {
            throw new DeployException(
                $"""
                 The backing store {request.Name} was not started: another one is {place.Identifier} in RDS. Nothing was changed.
                   found  {other.Name}
                   try    give one of them another Instance
                 """,
                Verdict.Refused);
        }
    }

    private async Task<(Store Running, bool Started)> Run(Store store, CancellationToken ct)
    {
        var containers = _containers ?? throw new DeployException($"The backing store {store.Name} was not started: this cloud runs no containers. Nothing was changed.");
        try
        {
            var (running, image, started) = (await containers.Find(store, ct), store.Image, false);
            if (running is null)
            {
                image = await containers.Image(store.Kind(), store.Image, ct);
                // Before the container: one whose password is not kept would be of no use to anybody.
                Keep(store with { Image = image });
                running = await containers.Run(store, image, ct);
                started = true;
            }

            if (_ready.GetValueOrDefault(store.Name) != running.Id)
            {
                await containers.Answers(store, running, ct);
                _ready[store.Name] = running.Id;
            }

            var now = store.At(image!, running.Address);
            Keep(now);
            _failures.TryRemove(store.Name, out _);
            return (now, started);
        }
        catch (DeployException exception)
        {
            _failures[store.Name] = exception.Message;
            throw;
        }
    }

    private void Keep(Store store)
    {
        lock (_gate)
        {
            if (_stores.GetValueOrDefault(store.Name) is { } kept && kept == store)
                return;

            _stores = _stores.SetItem(store.Name, store);
            _state.Save(Document, new Saved(_stores));
        }
    }

    /// <summary>One at a time for each name.</summary>
    private async Task<IDisposable> Turn(string name, CancellationToken ct)
    {
        var turn = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(ct);
        return new Held(turn);
    }

    private sealed record Saved(ImmutableSortedDictionary<string, Store> Stores);

    private sealed class Held(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <param name="Changed">The store was started, or its secret says something else than before.</param>
internal sealed record BackingAnswer(bool Changed, string Host, int Port, string SecretArn);

/// <param name="State">running, starting or stopped.</param>
/// <param name="Failure">Why it does not run.</param>
internal sealed record BackingShown(string Name, string Engine, string State, string? Host, int Port, IReadOnlyList<SecretPlace> Secrets, string? Failure);
