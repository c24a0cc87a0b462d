using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Rds;

/// <summary>
/// The snapshots of data stores. Each is a dump that the store's own program makes of the running database, in <c>rds/</c> of the cloud's folder; one that a cloud was killed
/// over is begun again by the next.
/// </summary>
internal sealed class DbSnapshots : IAsyncDisposable
{
    /// <summary>The manual ones of instances, and those of clusters, in an account and region (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html).</summary>
    public const int Most = 100;

    private const string Document = "rds";

    /// <summary>What RDS takes for a small database at least, once its data are copied.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly IStateStore _state;
    private readonly BackingStores _stores;
    private readonly string _folder;
    private readonly RehearsalTime _time;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Task> _dumps = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, DbSnapshot> _all;

    /// <param name="folder">Where the dumps lie.</param>
    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public DbSnapshots(IStateStore state, BackingStores stores, string folder, RehearsalTime time)
    {
        (_state, _stores, _folder, _time) = (state, stores, folder, time);
        _all = (state.Load<Saved>(Document)?.Snapshots ?? []).ToImmutableSortedDictionary(one => one.Arn, one => one, StringComparer.Ordinal);
    }

    /// <summary>In the order of their identifiers.</summary>
    public IEnumerable<DbSnapshot> Of(string account, string region, bool isCluster) =>
        _all.Values.Where(one => one.Account == account && one.Region == region && one.IsCluster == isCluster);

    public DbSnapshot? Find(string arn) => _all.GetValueOrDefault(arn);

    /// <summary>Whether a snapshot is being made of a database: it takes no other one meanwhile.</summary>
    public bool IsBusy(DatabasePlace place) => Of(place.Account, place.Region, place.IsCluster).Any(one => one.Database == place.Identifier && one.Status == DbSnapshot.Creating);

    /// <summary>Begins one. It is available some time after this returns.</summary>
    /// <exception cref="Protocols.AwsError">There is one of the name, there are too many, or the database has another one made. Nothing was changed.</exception>
    public DbSnapshot Begin(DbSnapshot wanted, DatabasePlace place)
    {
        lock (_gate)
        {
            if (_all.ContainsKey(wanted.Arn))
                throw RdsRefusals.SnapshotExists(wanted.IsCluster, wanted.Identifier);

            if (IsBusy(place))
                throw RdsRefusals.NotAvailable(place.IsCluster, place.Identifier, "backing-up");

            if (Of(wanted.Account, wanted.Region, wanted.IsCluster).Count() >= Most)
                throw RdsRefusals.TooManySnapshots(Most);

            Keep(wanted);
        }

        Start(wanted);
        return wanted;
    }

    /// <summary>Takes one away, its dump too.</summary>
    /// <exception cref="Protocols.AwsError">It is still being made.</exception>
    public void Delete(DbSnapshot one)
    {
        lock (_gate)
        {
            if (one.Status == DbSnapshot.Creating)
                throw RdsRefusals.SnapshotIsBusy(one.IsCluster, one.Identifier);

            _all = _all.Remove(one.Arn);
            Save();
        }

        // One that failed has none.
        if (File.Exists(PathOf(one)))
            File.Delete(PathOf(one));
    }

    /// <summary>Begins those again that a cloud was ended over.</summary>
    public void Resume()
    {
        foreach (var one in _all.Values.Where(one => one.Status == DbSnapshot.Creating))
            Start(one);
    }

    /// <summary>Where the dump of a snapshot lies once it is available: SQL that the engine's own client takes.</summary>
    public string PathOf(DbSnapshot one) => Path.Combine(_folder, one.Account, one.Region, $"{(one.IsCluster ? "cluster-" : "")}{one.Identifier}.sql");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_dumps.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private void Start(DbSnapshot one) => _dumps[one.Arn] = Task.Run(() => Make(one, _end.Token));

    private async Task Make(DbSnapshot one, CancellationToken ct)
    {
        var (path, began) = (PathOf(one), _time.Clock.GetTimestamp());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var part = File.Create($"{path}.part"))
                await _stores.Dump(one.Store, part, ct);

            File.Move($"{path}.part", path, overwrite: true);
            Change(one with { Percent = 50 });
            var left = _time.Scaled(Shortest) - _time.Clock.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, _time.Clock, ct);

            Change(one with { Status = DbSnapshot.Available, Percent = 100 });
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && exception is DeployException or DockerApiException or IOException or HttpRequestException)
        {
            Change(one with { Status = DbSnapshot.Failed, Failure = exception.Message });
        }
        finally
        {
            _dumps.TryRemove(one.Arn, out _);
        }
    }

    private void Change(DbSnapshot one)
    {
        lock (_gate)
            Keep(one);
    }

    private void Keep(DbSnapshot one)
    {
        _all = _all.SetItem(one.Arn, one);
        Save();
    }

    private void Save() => _state.Save(Document, new Saved([.. _all.Values]));

    private sealed record Saved(ImmutableArray<DbSnapshot> Snapshots);
}
