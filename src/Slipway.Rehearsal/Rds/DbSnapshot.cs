using System.Collections.Immutable;

namespace Slipway.Rehearsal.Rds;

/// <summary>A manual snapshot of a data store: a dump of its database, which lies in the cloud's folder.</summary>
/// <param name="Database">Identifier of the DB instance, or of the DB cluster.</param>
/// <param name="Store">The data store that stands for it.</param>
/// <param name="Engine">As RDS names it.</param>
/// <param name="Status">creating, available or failed.</param>
internal sealed record DbSnapshot(
    string Account, string Region, string Identifier, bool IsCluster, string Database, string Store, string Engine, int Port, string Username, DateTimeOffset Created, string Status, int Percent)
{
    public const string Creating = "creating";
    public const string Available = "available";
    public const string Failed = "failed";

    /// <summary>Why it failed; null: it has not.</summary>
    public string? Failure { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string Arn => RdsArns.Of(Account, Region, IsCluster ? "cluster-snapshot" : "snapshot", Identifier);
}

internal static class RdsArns
{
    /// <param name="kind">db, cluster, snapshot or cluster-snapshot.</param>
    public static string Of(string account, string region, string kind, string identifier) => $"arn:aws:rds:{region}:{account}:{kind}:{identifier}";
}
