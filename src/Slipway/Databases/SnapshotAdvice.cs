using Slipway.Releases;

namespace Slipway.Databases;

/// <summary>What a rollback says of databases, which it leaves as they are.</summary>
internal static class SnapshotAdvice
{
    /// <summary>
    /// Of each database the first snapshot that was taken after the release that is gone back to had begun: what came later has more of the migrations in it that
    /// followed.
    /// </summary>
    /// <param name="releases">In any order; those that are older than the target do not count.</param>
    public static IReadOnlyList<string> Of(ReleaseManifest target, IReadOnlyList<ReleaseManifest> releases, string region) =>
    [
        .. from release in releases
           where string.CompareOrdinal(release.Id, target.Id) > 0
           orderby release.Id
           from snapshot in release.Snapshots ?? []
           group (release, snapshot) by (snapshot.Database, snapshot.IsCluster) into database
           select database.FirstOrDefault(one => one.snapshot.IsAvailable) is { snapshot: not null } taken ? Taken(taken.release, taken.snapshot, region) : Begun(database.First().release, database.First().snapshot, region),
    ];

    private static string Taken(ReleaseManifest release, ReleasedSnapshot snapshot, string region) =>
        $"{snapshot.Title} stays as it is; release {release.Id} took snapshot {snapshot.Identifier} of it first, {snapshot.At?.UtcDateTime:yyyy-MM-dd HH:mm} UTC\n"
        + $"            restored into a new one: {snapshot.RestoreIn(region)}";

    /// <summary>A run that was killed, or did not wait until the end, did not say what became of it.</summary>
    private static string Begun(ReleaseManifest release, ReleasedSnapshot snapshot, string region) =>
        $"{snapshot.Title} stays as it is; release {release.Id} began snapshot {snapshot.Identifier} of it, and did not see it available\n"
        + $"            what became of it: aws rds describe-db-{(snapshot.IsCluster ? "cluster-" : "")}snapshots --region {region} --db-{(snapshot.IsCluster ? "cluster-" : "")}snapshot-identifier {snapshot.Identifier}";
}
