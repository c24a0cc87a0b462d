using Slipway.Databases;
using Slipway.Releases;

namespace Slipway.Tests.Databases;

public sealed class SnapshotAdviceTests
{
    [Fact]
    public void A_rollback_names_the_first_snapshot_of_each_database_since_the_release_that_it_goes_back_to()
    {
        var lines = SnapshotAdvice.Of(
            Release("r2"),
            [
                Release("r5", Taken("shop", "shop-r5"), Taken("orders", "orders-r5", isCluster: true)),
                Release("r4", Taken("shop", "shop-r4")),
                // Nobody saw them available.
                Release("r3", new ReleasedSnapshot("shop", "shop-r3", IsCluster: false), new ReleasedSnapshot("carts", "carts-r3", IsCluster: true)),
                Release("r2", Taken("shop", "shop-r2")),
                Release("r1", Taken("items", "items-r1")),
            ],
            "eu-west-1");

        Assert.Equal(
            [
                """
                DB instance shop stays as it is; release r4 took snapshot shop-r4 of it first, 2026-01-02 03:04 UTC
                            restored into a new one: aws rds restore-db-instance-from-db-snapshot --region eu-west-1 --db-snapshot-identifier shop-r4 --db-instance-identifier shop-restored
                """,
                """
                DB cluster carts stays as it is; release r3 began snapshot carts-r3 of it, and did not see it available
                            what became of it: aws rds describe-db-cluster-snapshots --region eu-west-1 --db-cluster-snapshot-identifier carts-r3
                """,
                """
                DB cluster orders stays as it is; release r5 took snapshot orders-r5 of it first, 2026-01-02 03:04 UTC
                            restored into a new one: aws rds restore-db-cluster-from-snapshot --region eu-west-1 --snapshot-identifier orders-r5 --db-cluster-identifier orders-restored --engine postgres
                """,
            ],
            lines);
    }

    [Fact]
    public void The_list_of_releases_names_snapshots_that_are_there()
    {
        var table = new ReleaseTable([Release("r2", Taken("shop", "shop-r2")) with { Verdict = Verdict.Failed }, Release("r1", new ReleasedSnapshot("shop", "shop-r1", IsCluster: false)) with { Verdict = Verdict.Stopped }], Live: null, Holder: null);

        Assert.Equal(["Failed, snapshot shop-r2", "Stopped"], table.Lines().Skip(1).Select(line => line.Split("  ")[^1]));
    }

    private static ReleaseManifest Release(string id, params IReadOnlyList<ReleasedSnapshot> snapshots) => new(id, "shop", "prod", "0123456789", "ann") { Snapshots = snapshots.Count > 0 ? snapshots : null };

    private static ReleasedSnapshot Taken(string database, string identifier, bool isCluster = false) =>
        new(database, identifier, isCluster) { Arn = $"arn:{identifier}", Engine = "postgres", At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };
}
