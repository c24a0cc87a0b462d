using System.Runtime.Versioning;
using Amazon.RDS.Model;
using Slipway.Aws;
using Slipway.Databases;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Tests.Backing;
using Slipway.Services;
using Slipway.Tests.Images;
using Slipway.Tests.Services;

namespace Slipway.Tests.Databases;

/// <summary>Snapshots in a rehearsal cloud in this process, through the clients that a deploy uses.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedSnapshotTests : IAsyncLifetime
{
    private static readonly DeployEnvironment Local = DeployEnvironment.Local with { Backing = [Backing.Postgres(), Backing.MySql("orders")] };

    private static readonly Application Shop = new("shop")
    {
        Environments = [Local],
        Services =
        [
            new("web")
            {
                Image = new DockerImage("web"), Size = FargateSize.Of(256, 512), Before = [new RdsSnapshot("shop-{environment}"), new RdsSnapshot("shop-{environment}-orders") { IsCluster = true }],
            },
        ],
    };

    private static readonly ServicePlan Web = new("web", "shop-web", new LogGroupStep.Nothing("/shop/local/web"), new TaskDefinitionStep.Keep("web:1"), new ServiceStep.Nothing())
    {
        Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedStores _stores = new();
    private readonly FakeEcs _output = new();
    private RehearsalCloud _cloud = null!;
    private AwsSession _session = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()) { Speed = 600, Stores = _stores }, Ct);
        _session = new AwsSession(Local, _cloud.AwsEndpoint);
        await new RehearsalBacking(_cloud.AwsEndpoint, _output).Ensure(Shop, Local, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0, "arn:aws:rds:us-east-1:000000000000:snapshot:shop-local-r1", "postgres")]
    [InlineData(1, "arn:aws:rds:us-east-1:000000000000:cluster-snapshot:shop-local-orders-r1", "aurora-mysql")]
    public async Task A_snapshot_of_an_instance_and_of_a_cluster_is_taken_and_found_again(int index, string arn, string engine)
    {
        var (first, second) = (Taker(), Taker());

        Assert.Null(await first.Take(Web, Step(index), "web:2", Ct));
        Assert.Null(await second.Take(Web, Step(index), "web:2", Ct));

        Assert.Equal((arn, engine), (Assert.Single(first.Taken).Arn, first.Taken[0].Engine));
        Assert.Equal(first.Taken, second.Taken);
        Assert.Single(_output.Events.OfType<SnapshotBegun>());
        Assert.Equal("available", Assert.Single(_output.Events.OfType<SnapshotFound>()).Status);
        Assert.Single(_stores.Calls, call => call.StartsWith("dump", StringComparison.Ordinal));
        Assert.InRange((first.Taken[0].At!.Value - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task It_is_tagged_with_application_environment_and_release()
    {
        await Taker().Take(Web, Step(0), "web:2", Ct);

        var found = Assert.Single((await _session.Rds.DescribeDBSnapshotsAsync(new DescribeDBSnapshotsRequest { DBInstanceIdentifier = "shop-local" }, Ct)).DBSnapshots!);
        Assert.Equal(["slipway:application=shop", "slipway:environment=local", "slipway:release=r1"], found.TagList!.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(("manual", DateTimeKind.Utc), (found.SnapshotType, found.SnapshotCreateTime!.Value.Kind));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Taker().Take(Web, Step(0) with { Database = "missing" }, "web:2", Ct));

        Assert.StartsWith(
            """
            no snapshot of DB instance missing was taken. No service was begun
            There is no DB instance missing in the account and region of the environment.
              reason  DBInstance missing not found.
              try     aws rds describe-db-instances, and correct RdsSnapshot's name, IsCluster or When
            """,
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_half_way_leaves_it_to_RDS_and_the_next_release_waits_for_the_database()
    {
        var hold = new TaskCompletionSource();
        _stores.Dumping = hold.Task;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _output.OnEmit = told =>
        {
            if (told is SnapshotBegun)
                stop.Cancel();
        };

        var stopped = await Taker().Take(Web, Step(0), "web:2", stop.Token);
        _output.OnEmit = told =>
        {
            if (told is SnapshotHeldUp)
                hold.TrySetResult();
        };
        var (resumed, next) = (Taker(), Taker());
        Assert.Null(await next.Take(Web, Step(0) with { Release = "r2" }, "web:3", Ct));
        Assert.Null(await resumed.Take(Web, Step(0), "web:2", Ct));

        Assert.Equal((Verdict.Stopped, "stopped while snapshot shop-local-r1 was being taken; RDS goes on with it, and it stays. No service was begun"), (stopped!.Verdict, stopped.Text));
        Assert.Contains("InvalidDBInstanceState", _output.Events.OfType<SnapshotHeldUp>().First().Text, StringComparison.Ordinal);
        Assert.Equal(["shop-local-r2", "shop-local-r1"], next.Taken.Concat(resumed.Taken).Select(taken => taken.Identifier));
        Assert.Equal(2, _stores.Calls.Count(call => call == "dump shop-database"));
    }

    [Fact]
    public async Task One_that_fails_is_told_from_one_that_takes_longer_than_it_may()
    {
        _stores.Dumping = new TaskCompletionSource().Task;
        var slow = await Assert.ThrowsAsync<DeployException>(() => Taker().Take(Web, Step(0) with { Timeout = TimeSpan.FromSeconds(1) }, "web:2", Ct));
        _stores.Dumping = null;
        _stores.Failure = new DeployException("no room");
        var failed = await Assert.ThrowsAsync<DeployException>(() => Taker().Take(Web, Step(1), "web:2", Ct));

        Assert.Contains("was not available after 0.02 min. No service was begun\n  last  creating, 0 %", slow.Message, StringComparison.Ordinal);
        Assert.StartsWith("snapshot shop-local-orders-r1 of DB cluster shop-local-orders failed. No service was begun", failed.Message, StringComparison.Ordinal);
        Assert.Contains("--source-type db-cluster --source-identifier shop-local-orders", failed.Message, StringComparison.Ordinal);
    }

    private static SnapshotStep Step(int index) => SnapshotStep.Of(Shop, Local, (RdsSnapshot)Shop.Services[0].Before[index], "r1");

    private SnapshotTaker Taker() => new(new AwsSnapshots(_session.Rds), new Tempo(600), _output, TimeProvider.System);
}
