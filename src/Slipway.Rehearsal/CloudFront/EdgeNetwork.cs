using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>CloudFront of the cloud: holds the state of all accounts, and carries every change of it out, on disk and at the edge.</summary>
internal sealed class EdgeNetwork : IAsyncDisposable
{
    private const string Document = "cloudfront";

    private readonly IStateStore _store;
    private readonly RehearsalTime _time;
    private readonly LoopbackProxy _proxy = new();
    private readonly EdgeServers _servers;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, EdgeCache> _caches = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, CloudFrontState> _accounts;
    private volatile FrozenDictionary<string, Served> _served = FrozenDictionary<string, Served>.Empty;

    private EdgeNetwork(IStateStore store, IOriginBuckets buckets, EdgeFunctions functions, ILogStreams logs, RehearsalTime time)
    {
        (_store, _time, Functions) = (store, time, functions);
        _accounts = store.Load<Saved>(Document)?.Accounts ?? ImmutableDictionary<string, CloudFrontState>.Empty;
        _servers = new EdgeServers(new Edge(View, new Origins(buckets, _proxy, time.Clock), _proxy, new ViewerFunctions(functions, new FunctionLogs(logs, time.Clock)), time));
    }

    public EdgeFunctions Functions { get; }

    /// <summary>Serves the distributions that were saved, at the ports that they had where those are free.</summary>
    /// <param name="functions">Disposed with the network.</param>
    public static async Task<EdgeNetwork> Start(
        IStateStore store, IOriginBuckets buckets, EdgeFunctions functions, ILogStreams logs, RehearsalTime time, CancellationToken ct)
    {
        var network = new EdgeNetwork(store, buckets, functions, logs, time);
        try
        {
            ct.ThrowIfCancellationRequested();
            var moved = network._accounts.ToImmutableDictionary(account => account.Key, account => account.Value with
            {
                Distributions = account.Value.Distributions.ConvertAll(one => one with { Port = network._servers.Reserve(one.Port) }),
            });
            await network.Commit(moved);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public CloudFrontState StateOf(string account) => _accounts.GetValueOrDefault(account) ?? new CloudFrontState();

    /// <summary>Carries out an operation of an account; a refusal leaves everything as it was.</summary>
    public async Task<Reply> Change(Operation operation, RestCall call, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var before = StateOf(call.Caller.Account);
            var reply = operation(before, call with { Port = _servers.Reserve });
            if (!ReferenceEquals(reply.State, before))
                await Commit(_accounts.SetItem(call.Caller.Account, reply.State));

            return reply;
        }
        finally
        {
            _servers.Release();
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        Functions.Dispose();
        _proxy.Dispose();
        _gate.Dispose();
    }

    /// <summary>Once it has begun it is not left half done.</summary>
    private async Task Commit(ImmutableDictionary<string, CloudFrontState> next)
    {
        var served = next.Values.SelectMany(state => state.Distributions.Select(one => new Served(one, state, _time.Now))).ToFrozenDictionary(one => one.Distribution.Id, StringComparer.Ordinal);
        _store.Save(Document, new Saved(next));
        (_accounts, _served) = (next, served);
        foreach (var gone in _caches.Keys.Except(_served.Keys).ToList())
            _caches.TryRemove(gone, out _);

        Functions.Follow(next.Values.SelectMany(state => state.Functions));
        await _servers.Follow([.. _served.Values.Select(one => one.Distribution)], CancellationToken.None);
    }

    private EdgeView? View(string id) => _served.TryGetValue(id, out var served) ? served.At(_time.Now, _caches.GetOrAdd(id, _ => new EdgeCache())) : null;

    private sealed record Saved(ImmutableDictionary<string, CloudFrontState> Accounts);

    /// <summary>A distribution made ready for requests: its configs are read once per change, not once per request.</summary>
    private sealed class Served(Distribution distribution, CloudFrontState state, DateTimeOffset now)
    {
        private readonly DistributionSettings _settings = DistributionSettings.Read(distribution.ReadConfig(), state);
        private readonly DistributionSettings _served = DistributionSettings.Read(distribution.ReadServed(now), state);
        private readonly Purge[] _purges = [.. state.Invalidations.Where(one => one.DistributionId == distribution.Id).Select(one => new Purge(one))];

        public Distribution Distribution { get; } = distribution;

        public EdgeView At(DateTimeOffset now, EdgeCache cache) => new(
            Distribution.Id, Distribution.Arn, Distribution.DomainName, Distribution.IsDeployed(now) ? _settings : _served, _purges, cache,
            arn => state.Functions.Find(one => one.Arn == arn)?.Live);
    }
}
