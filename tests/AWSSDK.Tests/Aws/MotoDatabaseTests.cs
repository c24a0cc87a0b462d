using Amazon.RDS;
using Amazon.RDS.Model;

namespace AWSSDK.Tests.Aws;

/// <summary>Snapshots of databases through a server that nobody here wrote.</summary>
[Collection(nameof(SharedMoto))]
public sealed class MotoDatabaseTests(SharedMoto shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_of_an_instance_is_made_with_its_tags_and_found_by_its_name()
    {
        var moto = await shared.Server();
        using var rds = (AmazonRDSClient)Service.Named("rds").Connect(moto.Url);
        await moto.Post("rds", ("Action", "CreateDBInstance"), ("Version", "2014-10-31"), ("DBInstanceIdentifier", "shop"), ("DBInstanceClass", "db.t4g.micro"), ("Engine", "postgres"), ("AllocatedStorage", "20"));

        var made = (await rds.CreateDBSnapshotAsync(
            new() { DBInstanceIdentifier = "shop", DBSnapshotIdentifier = "shop-1", Tags = [new() { Key = "slipway:release", Value = "r & 1" }, new() { Key = "slipway:environment", Value = "prod" }] }, Ct)).DBSnapshot!;
        var found = Assert.Single((await rds.DescribeDBSnapshotsAsync(new() { DBSnapshotIdentifier = "shop-1" }, Ct)).DBSnapshots!);

        Assert.Equal(("shop-1", "shop", "postgres", "available", 20), (found.DBSnapshotIdentifier, found.DBInstanceIdentifier, found.Engine, found.Status, found.AllocatedStorage));
        Assert.EndsWith(":snapshot:shop-1", made.DBSnapshotArn, StringComparison.Ordinal);
        Assert.Equal(["slipway:release=r & 1", "slipway:environment=prod"], found.TagList!.Select(tag => $"{tag.Key}={tag.Value}"));
        await Assert.ThrowsAsync<DBSnapshotAlreadyExistsException>(() => rds.CreateDBSnapshotAsync(new() { DBInstanceIdentifier = "shop", DBSnapshotIdentifier = "shop-1" }, Ct));
        await Assert.ThrowsAsync<DBInstanceNotFoundException>(() => rds.CreateDBSnapshotAsync(new() { DBInstanceIdentifier = "missing", DBSnapshotIdentifier = "missing-1" }, Ct));
        await Assert.ThrowsAsync<DBSnapshotNotFoundException>(() => rds.DescribeDBSnapshotsAsync(new() { DBSnapshotIdentifier = "shop-2" }, Ct));
    }

    [Fact]
    public async Task A_snapshot_of_a_cluster_is_made_and_found_by_its_name()
    {
        var moto = await shared.Server();
        using var rds = (AmazonRDSClient)Service.Named("rds").Connect(moto.Url);
        await moto.Post("rds", ("Action", "CreateDBCluster"), ("Version", "2014-10-31"), ("DBClusterIdentifier", "orders"), ("Engine", "aurora-postgresql"), ("MasterUsername", "root"), ("MasterUserPassword", "hunter2_"));

        await rds.CreateDBClusterSnapshotAsync(new() { DBClusterIdentifier = "orders", DBClusterSnapshotIdentifier = "orders-1" }, Ct);
        var found = Assert.Single((await rds.DescribeDBClusterSnapshotsAsync(new() { DBClusterSnapshotIdentifier = "orders-1" }, Ct)).DBClusterSnapshots!);

        Assert.Equal(("orders-1", "orders", "aurora-postgresql", "available"), (found.DBClusterSnapshotIdentifier, found.DBClusterIdentifier, found.Engine, found.Status));
        await Assert.ThrowsAsync<DBClusterNotFoundException>(() => rds.CreateDBClusterSnapshotAsync(new() { DBClusterIdentifier = "missing", DBClusterSnapshotIdentifier = "missing-1" }, Ct));
        await Assert.ThrowsAsync<DBClusterSnapshotNotFoundException>(() => rds.DescribeDBClusterSnapshotsAsync(new() { DBClusterSnapshotIdentifier = "orders-2" }, Ct));
    }
}
