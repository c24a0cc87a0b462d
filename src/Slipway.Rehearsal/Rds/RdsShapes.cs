using System.Text.Json.Nodes;
using Slipway.Rehearsal.Backing;

namespace Slipway.Rehearsal.Rds;

/// <summary>Resources as RDS's model shows them.</summary>
internal static class RdsShapes
{
    private const int StorageGiB = 20;

    public static JsonObject Snapshot(DbSnapshot one)
    {
        var shown = one.IsCluster
            ? new JsonObject
            {
                ["DBClusterSnapshotIdentifier"] = one.Identifier,
                ["DBClusterIdentifier"] = one.Database,
                ["DBClusterSnapshotArn"] = one.Arn,
                ["StorageEncrypted"] = false,
            }
            : new JsonObject
            {
                ["DBSnapshotIdentifier"] = one.Identifier,
                ["DBInstanceIdentifier"] = one.Database,
                ["DBSnapshotArn"] = one.Arn,
                ["Encrypted"] = false,
                ["OriginalSnapshotCreateTime"] = JsonValue.Create(one.Created),
            };
        shown["SnapshotCreateTime"] = JsonValue.Create(one.Created);
        shown["Engine"] = one.Engine;
        shown["AllocatedStorage"] = StorageGiB;
        shown["Status"] = one.Status;
        shown["Port"] = one.Port;
        shown["MasterUsername"] = one.Username;
        shown["SnapshotType"] = "manual";
        shown["PercentProgress"] = one.Percent;
        shown["TagList"] = Tags(one.Tags);
        return shown;
    }

    /// <summary>The last that there is to say of a snapshot.</summary>
    public static JsonObject Event(DbSnapshot one) => new()
    {
        ["SourceIdentifier"] = one.Database,
        ["SourceType"] = SourceType(one.IsCluster),
        ["SourceArn"] = RdsArns.Of(one.Account, one.Region, one.IsCluster ? "cluster" : "db", one.Database),
        ["Message"] = one.Status switch
        {
            DbSnapshot.Creating => $"Creating manual snapshot {one.Identifier}",
            DbSnapshot.Failed => $"Manual snapshot {one.Identifier} failed: {one.Failure}",
            _ => $"Manual snapshot {one.Identifier} created",
        },
        ["EventCategories"] = new JsonArray("backup"),
        ["Date"] = JsonValue.Create(one.Created),
    };

    public static string SourceType(bool isCluster) => isCluster ? "db-cluster" : "db-instance";

    /// <param name="status">Such as <c>available</c>.</param>
    public static JsonObject Database(DatabasePlace place, Store store, string status)
    {
        var shown = place.IsCluster
            ? new JsonObject
            {
                ["DBClusterIdentifier"] = place.Identifier,
                ["DBClusterArn"] = place.Arn,
                ["Status"] = status,
                ["DatabaseName"] = store.Database,
                ["Endpoint"] = store.Host,
                ["Port"] = store.Port,
            }
            : new JsonObject
            {
                ["DBInstanceIdentifier"] = place.Identifier,
                ["DBInstanceArn"] = place.Arn,
                ["DBInstanceClass"] = "db.t4g.micro",
                ["DBInstanceStatus"] = status,
                ["DBName"] = store.Database,
                ["Endpoint"] = new JsonObject { ["Address"] = store.Host, ["Port"] = store.Port },
            };
        shown["Engine"] = Engine(place, store);
        shown["MasterUsername"] = store.Database;
        shown["AllocatedStorage"] = StorageGiB;
        return shown;
    }

    public static string Engine(DatabasePlace place, Store store) =>
        !place.IsCluster ? store.Engine : store.Engine == BackingEngine.Postgres.Name ? "aurora-postgresql" : "aurora-mysql";

    public static JsonArray Tags(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];
}
