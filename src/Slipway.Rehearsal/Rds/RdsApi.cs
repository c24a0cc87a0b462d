using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Rds;

/// <summary>Amazon RDS, as far as snapshots by hand go: its DB instances and clusters are the data stores that have a database.</summary>
internal sealed class RdsApi(BackingStores stores, DbSnapshots snapshots, TimeProvider clock) : IAwsApi
{
    private const int LongestSnapshot = 255;

    public string SigningName => "rds";

    public async Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) => operation switch
    {
        "DescribeDBInstances" => await Databases(input, caller, isCluster: false, ct),
        "DescribeDBClusters" => await Databases(input, caller, isCluster: true, ct),
        "CreateDBSnapshot" => new() { ["DBSnapshot"] = await Create(input, caller, isCluster: false, ct) },
        "CreateDBClusterSnapshot" => new() { ["DBClusterSnapshot"] = await Create(input, caller, isCluster: true, ct) },
        "DescribeDBSnapshots" => Snapshots(input, caller, isCluster: false),
        "DescribeDBClusterSnapshots" => Snapshots(input, caller, isCluster: true),
        "DeleteDBSnapshot" => new() { ["DBSnapshot"] = Delete(input, caller, isCluster: false) },
        "DeleteDBClusterSnapshot" => new() { ["DBClusterSnapshot"] = Delete(input, caller, isCluster: true) },
        "DescribeEvents" => Events(input, caller),
        "ListTagsForResource" => Tags(input.Required("ResourceName")),
        _ => throw AwsError.UnknownOperation(operation),
    };

    private async Task<JsonObject> Databases(JsonObject input, Caller caller, bool isCluster, CancellationToken ct)
    {
        var wanted = input.OptionalString($"{Database(isCluster)}Identifier")?.ToLowerInvariant();
        List<(DatabasePlace Place, Store Store)> found = [.. stores.Databases(caller.Account, caller.Region).Where(one => one.Place.IsCluster == isCluster && (wanted is null || one.Place.Identifier == wanted))];
        if (wanted is not null && found.Count == 0)
            throw RdsRefusals.NoDatabase(isCluster, wanted);

        List<JsonObject> shown = [];
        foreach (var (place, store) in found)
            shown.Add(RdsShapes.Database(place, store, await Status(place, store, ct)));

        return Page(input, $"{Database(isCluster)}s", shown);
    }

    private async Task<JsonObject> Create(JsonObject input, Caller caller, bool isCluster, CancellationToken ct)
    {
        var identifier = RdsRefusals.Identifier($"{Snapshot(isCluster)}Identifier", input.Required($"{Snapshot(isCluster)}Identifier"), LongestSnapshot);
        var database = input.Required($"{Database(isCluster)}Identifier").ToLowerInvariant();
        var (place, store) = stores.Databases(caller.Account, caller.Region).FirstOrDefault(one => one.Place.IsCluster == isCluster && one.Place.Identifier == database);
        if (store is null)
            throw RdsRefusals.NoDatabase(isCluster, database);

        if (await Status(place!, store, ct) is not "available" and var status)
            throw RdsRefusals.NotAvailable(isCluster, database, status);

        var wanted = new DbSnapshot(
            caller.Account, caller.Region, identifier, isCluster, database, store.Name, RdsShapes.Engine(place!, store), store.Kind().Port, store.Database, clock.GetUtcNow(), DbSnapshot.Creating, Percent: 0)
        {
            Tags = input.Objects("Tags").ToImmutableSortedDictionary(tag => tag.Required("Key"), tag => tag.OptionalString("Value") ?? "", StringComparer.Ordinal),
        };
        return RdsShapes.Snapshot(snapshots.Begin(wanted, place!));
    }

    private JsonObject Snapshots(JsonObject input, Caller caller, bool isCluster)
    {
        var identifier = input.OptionalString($"{Snapshot(isCluster)}Identifier")?.ToLowerInvariant();
        var database = input.OptionalString($"{Database(isCluster)}Identifier")?.ToLowerInvariant();
        var isManual = input.OptionalString("SnapshotType") is null or "manual";
        List<DbSnapshot> found =
        [
            .. snapshots.Of(caller.Account, caller.Region, isCluster)
                .Where(one => isManual && (identifier is null || one.Identifier == identifier) && (database is null || one.Database == database) && input.Objects("Filters").All(filter => Passes(one, filter))),
        ];
        return identifier is not null && found.Count == 0
            ? throw RdsRefusals.NoSnapshot(isCluster, identifier)
            : Page(input, $"{Snapshot(isCluster)}s", [.. found.Select(RdsShapes.Snapshot)]);
    }

    private JsonObject Delete(JsonObject input, Caller caller, bool isCluster)
    {
        var identifier = input.Required($"{Snapshot(isCluster)}Identifier").ToLowerInvariant();
        var one = snapshots.Of(caller.Account, caller.Region, isCluster).FirstOrDefault(one => one.Identifier == identifier) ?? throw RdsRefusals.NoSnapshot(isCluster, identifier);
        snapshots.Delete(one);
        return RdsShapes.Snapshot(one with { Status = "deleted" });
    }

    /// <summary>What became of snapshots: of one that failed, RDS tells the reason nowhere else.</summary>
    private JsonObject Events(JsonObject input, Caller caller)
    {
        var (identifier, type) = (input.OptionalString("SourceIdentifier")?.ToLowerInvariant(), input.OptionalString("SourceType"));
        var told =
            from isCluster in new[] { false, true }
            where type is null || type == RdsShapes.SourceType(isCluster)
            from one in snapshots.Of(caller.Account, caller.Region, isCluster)
            where identifier is null || one.Database == identifier
            orderby one.Created
            select RdsShapes.Event(one);
        return Page(input, "Events", [.. told]);
    }

    private JsonObject Tags(string arn) => new() { ["TagList"] = RdsShapes.Tags((snapshots.Find(arn) ?? throw RdsRefusals.NoResource(arn)).Tags) };

    private async Task<string> Status(DatabasePlace place, Store store, CancellationToken ct) =>
        snapshots.IsBusy(place) ? "backing-up" : await stores.Runs(store.Name, ct) ? "available" : "stopped";

    private static bool Passes(DbSnapshot one, JsonObject filter)
    {
        var values = filter.Strings("Values");
        return filter.Required("Name") switch
        {
            "db-instance-id" or "db-cluster-id" => values.Any(value => value == one.Database || value == RdsArns.Of(one.Account, one.Region, one.IsCluster ? "cluster" : "db", one.Database)),
            "db-snapshot-id" or "db-cluster-snapshot-id" => values.Contains(one.Identifier),
            "snapshot-type" => values.Contains("manual"),
            "engine" => values.Contains(one.Engine),
            var name => throw new AwsError("InvalidParameterValue", $"Unrecognized filter name: {name}"),
        };
    }

    private static JsonObject Page(JsonObject input, string name, List<JsonObject> all)
    {
        var size = input.Whole("MaxRecords", 20, 100) ?? 100;
        var start = input.OptionalString("Marker") is { Length: > 0 } marker ? int.TryParse(marker, out var place) && place <= all.Count ? place : throw new AwsError("InvalidParameterValue", $"Invalid marker: {marker}") : 0;
        var result = new JsonObject { [name] = Describe.List(all.Skip(start).Take(size)) };
        if (start + size < all.Count)
            result["Marker"] = $"{start + size}";

        return result;
    }

    private static string Database(bool isCluster) => isCluster ? "DBCluster" : "DBInstance";

    private static string Snapshot(bool isCluster) => isCluster ? "DBClusterSnapshot" : "DBSnapshot";
}
