using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.State;
using Slipway.Rehearsal.Tests.Backing;

namespace Slipway.Rehearsal.Tests.Rds;

/// <summary>RDS as <c>aws</c> sees it: the data stores of a cloud in this process, with scripted containers.</summary>
public sealed class RdsApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedStores _containers = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private RehearsalCloud _cloud = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await Start();
        await Put("shop-database", "postgres", "instance", "shop-local");
        await Put("shop-orders", "mysql", "cluster", "orders-local");
        await Put("shop-redis", "redis", null, null);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Data_stores_that_have_a_database_are_instances_and_clusters_and_a_cache_is_none()
    {
        var instance = Assert.Single((await Run("describe-db-instances"))!["DBInstances"]!.AsArray())!;
        var cluster = Assert.Single((await Run("describe-db-clusters"))!["DBClusters"]!.AsArray())!;

        Assert.Equal(("shop-local", "available", "postgres", 40001), ($"{instance["DBInstanceIdentifier"]}", $"{instance["DBInstanceStatus"]}", $"{instance["Engine"]}", (int)instance["Endpoint"]!["Port"]!));
        Assert.Equal(("orders-local", "available", "aurora-mysql", "arn:aws:rds:us-east-1:000000000000:cluster:orders-local"), ($"{cluster["DBClusterIdentifier"]}", $"{cluster["Status"]}", $"{cluster["Engine"]}", $"{cluster["DBClusterArn"]}"));
        Assert.Contains("(DBInstanceNotFound)", await Refused("describe-db-instances", "--db-instance-identifier", "orders-local"), StringComparison.Ordinal);
        Assert.Contains("(DBClusterNotFoundFault)", await Refused("describe-db-clusters", "--db-cluster-identifier", "shop-local"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_being_created_and_then_available_with_its_tags_and_a_dump_behind_it()
    {
        var hold = new TaskCompletionSource();
        _containers.Dumping = hold.Task;

        var made = (await Run("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "Shop-1", "--tags", "Key=slipway:release,Value=r 1", "Key=team,Value="))!["DBSnapshot"]!;
        var meanwhile = (await Run("describe-db-instances", "--db-instance-identifier", "shop-local"))!["DBInstances"]![0]!;
        var busy = await Refused("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "shop-2");
        hold.SetResult();
        var available = await Available("shop-1");

        Assert.Equal(("shop-1", "creating", 0), ($"{made["DBSnapshotIdentifier"]}", $"{made["Status"]}", (int)made["PercentProgress"]!));
        Assert.Equal("backing-up", $"{meanwhile["DBInstanceStatus"]}");
        Assert.Contains("(InvalidDBInstanceState)", busy, StringComparison.Ordinal);
        Assert.Equal(("available", 100, "manual", "postgres"), ($"{available["Status"]}", (int)available["PercentProgress"]!, $"{available["SnapshotType"]}", $"{available["Engine"]}"));
        Assert.Equal(["slipway:release=r 1", "team="], available["TagList"]!.AsArray().Select(tag => $"{tag!["Key"]}={tag["Value"]}"));
        Assert.Equal("-- shop\n", await File.ReadAllTextAsync(Dump("shop-1"), Ct));
        var tags = (await Run("list-tags-for-resource", "--resource-name", $"{available["DBSnapshotArn"]}"))!["TagList"]!.AsArray();
        Assert.Equal(2, tags.Count);
    }

    [Fact]
    public async Task A_snapshot_of_a_cluster_is_one_of_its_own_kind()
    {
        await Run("create-db-cluster-snapshot", "--db-cluster-identifier", "orders-local", "--db-cluster-snapshot-identifier", "orders-1");

        Assert.Equal("[]", (await Run("describe-db-snapshots"))!["DBSnapshots"]!.ToJsonString());
        var found = (await Run("describe-db-cluster-snapshots", "--db-cluster-identifier", "orders-local", "--snapshot-type", "manual"))!["DBClusterSnapshots"]![0]!;
        Assert.Equal(("orders-1", "arn:aws:rds:us-east-1:000000000000:cluster-snapshot:orders-1"), ($"{found["DBClusterSnapshotIdentifier"]}", $"{found["DBClusterSnapshotArn"]}"));
        Assert.Contains("(DBClusterSnapshotAlreadyExistsFault)", await Refused("create-db-cluster-snapshot", "--db-cluster-identifier", "orders-local", "--db-cluster-snapshot-identifier", "orders-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_RDS_refuses_is_refused_with_its_code()
    {
        await Run("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "shop-1");
        await Available("shop-1");

        Assert.Contains("(DBInstanceNotFound)", await Create("orders-local", "shop-2"), StringComparison.Ordinal);
        Assert.Contains("(DBSnapshotAlreadyExists)", await Create("shop-local", "SHOP-1"), StringComparison.Ordinal);
        Assert.Contains("(InvalidParameterValue)", await Create("shop-local", "shop--2"), StringComparison.Ordinal);
        Assert.Contains("(InvalidParameterValue)", await Create("shop-local", "2shop"), StringComparison.Ordinal);
        Assert.Contains("(DBSnapshotNotFound)", await Refused("describe-db-snapshots", "--db-snapshot-identifier", "shop-2"), StringComparison.Ordinal);
        Assert.Contains("(InvalidAction)", await Refused("describe-event-categories"), StringComparison.Ordinal);
        _containers.EndAll();
        Assert.Contains("(InvalidDBInstanceState)", await Create("shop-local", "shop-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hundred_and_first_is_one_too_many_and_one_that_is_deleted_makes_room()
    {
        await _cloud.DisposeAsync();
        var path = Path.Combine(_folder.Path, "state");
        var many = Enumerable.Range(0, 100).Select(number => (JsonNode)new JsonObject
        {
            ["Account"] = "000000000000",
            ["Region"] = "us-east-1",
            ["Identifier"] = $"old-{number}",
            ["IsCluster"] = false,
            ["Database"] = "shop-local",
            ["Store"] = "shop-database",
            ["Engine"] = "postgres",
            ["Port"] = 5432,
            ["Username"] = "shop",
            ["Created"] = "2026-01-02T03:04:05Z",
            ["Status"] = "available",
            ["Percent"] = 100,
            ["Tags"] = new JsonObject(),
        });
        new FileStateStore(path).Save("rds", new JsonObject { ["Snapshots"] = new JsonArray([.. many]) });
        _cloud = await Start();

        Assert.Contains("(SnapshotQuotaExceeded)", await Create("shop-local", "shop-1"), StringComparison.Ordinal);
        Assert.Equal(100, (await Run("describe-db-snapshots", "--page-size", "40"))!["DBSnapshots"]!.AsArray().Count);
        await Run("delete-db-snapshot", "--db-snapshot-identifier", "old-7");
        await Run("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "shop-1");
        await Available("shop-1");
    }

    [Fact]
    public async Task One_that_the_cloud_ended_over_is_begun_again_and_one_whose_program_fails_has_failed()
    {
        _containers.Dumping = new TaskCompletionSource().Task;
        await Run("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "shop-1");
        await _cloud.DisposeAsync();
        _containers.Dumping = null;
        _cloud = await Start();
        await Available("shop-1");

        _containers.Failure = new DeployException("pg_dump ended with 1");
        await Run("create-db-snapshot", "--db-instance-identifier", "shop-local", "--db-snapshot-identifier", "shop-2");
        await Until("shop-2", "failed");
        var events = (await Run("describe-events", "--source-type", "db-instance", "--source-identifier", "shop-local"))!["Events"]!.AsArray();
        Assert.Equal(["Manual snapshot shop-1 created", "Manual snapshot shop-2 failed: pg_dump ended with 1"], events.Select(told => $"{told!["Message"]}"));
    }

    private string Dump(string identifier) => Path.Combine(_folder.Path, "rds", "000000000000", "us-east-1", $"{identifier}.sql");

    // For rds in us-east-1 this client passes over AWS_ENDPOINT_URL.
    private Task<JsonNode?> Run(params string[] arguments) => new AwsCli(_cloud.AwsEndpoint).Run(["rds", .. arguments, "--endpoint-url", $"{_cloud.AwsEndpoint}"]);

    private Task<string> Refused(params string[] arguments) => new AwsCli(_cloud.AwsEndpoint).Refused(["rds", .. arguments, "--endpoint-url", $"{_cloud.AwsEndpoint}"]);

    private Task<string> Create(string database, string identifier) =>
        Refused("create-db-snapshot", "--db-instance-identifier", database, "--db-snapshot-identifier", identifier);

    private Task<JsonNode> Available(string identifier) => Until(identifier, "available");

    private async Task<JsonNode> Until(string identifier, string status)
    {
        while (true)
        {
            var seen = (await Run("describe-db-snapshots", "--db-snapshot-identifier", identifier))!["DBSnapshots"]![0]!;
            if ($"{seen["Status"]}" == status)
                return seen;

            Assert.Equal("creating", $"{seen["Status"]}");
            await Task.Delay(100, Ct);
        }
    }

    private Task<RehearsalCloud> Start() => RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()) { Speed = 600, Stores = _containers }, Ct);

    private async Task Put(string name, string engine, string? kind, string? identifier)
    {
        var body = new JsonObject { ["engine"] = engine, ["account"] = "000000000000", ["region"] = "us-east-1", ["secret"] = $"local/{name}", ["database"] = "shop" };
        if (kind is not null)
            body[kind] = identifier;

        using var answer = await _http.PutAsJsonAsync(new Uri(_cloud.AwsEndpoint, $"_slipway/backing/{name}"), body, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
    }
}
