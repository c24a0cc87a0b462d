using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Databases;

/// <summary>A snapshot of a database that a release takes before its services, as the ledger has it.</summary>
/// <param name="Database">Identifier of the DB instance, or of the DB cluster.</param>
/// <param name="Identifier">The snapshot's.</param>
internal sealed record ReleasedSnapshot(string Database, string Identifier, bool IsCluster)
{
    /// <summary>ARN of the snapshot; null: it never became available, as far as its run could tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arn { get; init; }

    /// <summary>Such as <c>postgres</c>; null as <see cref="Arn"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Engine { get; init; }

    /// <summary>When it was taken, on RDS's clock; null as <see cref="Arn"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    [JsonIgnore]
    public bool IsAvailable => Arn is not null;

    /// <summary>What it is of, in words.</summary>
    [JsonIgnore]
    public string Title => $"DB {(IsCluster ? "cluster" : "instance")} {Database}";

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What a release is about to take.</summary>
    public static ReleasedSnapshot Of(SnapshotStep step) => new(step.Database, step.Identifier, step.IsCluster);

    /// <summary>
    /// The command that makes a new database of it beside the one that there is: RDS restores into no existing one
    /// (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html).
    /// </summary>
    public string RestoreIn(string region) => IsCluster
        ? $"aws rds restore-db-cluster-from-snapshot --region {region} --snapshot-identifier {Identifier} --db-cluster-identifier {Database}-restored --engine {Engine}"
        : $"aws rds restore-db-instance-from-db-snapshot --region {region} --db-snapshot-identifier {Identifier} --db-instance-identifier {Database}-restored";
}
