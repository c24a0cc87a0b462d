using System.Runtime.Versioning;
using Slipway.Databases;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Databases;

/// <summary>Releases with a snapshot before their migration, in a rehearsal cloud in this process: what the ledger, the list and a rollback say of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SnapshotReleaseTests : IAsyncLifetime
{
    private ReleaseBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ReleaseBench.Start();
        _bench.Backing = [Backing.Postgres()];
        _bench.Shop = _bench.Shop with
        {
            Services = [.. _bench.Shop.Services.Select(service => service.Name == "api" ? service with { Before = [new RdsSnapshot("shop-{environment}"), new OneOffTask("migrate", ["./migrate"])] } : service)],
            Sites = [],
        };
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_ledger_has_the_snapshot_of_each_release_that_changed_the_service_and_a_rollback_names_it()
    {
        await Ship("r1", "one", "one");
        await Ship("r2", "one", "two");
        await Ship("r3", "three", "two");

        var releases = await _bench.Ledger();
        Assert.Equal(["r3 none", "r2 shop-local-r2", "r1 shop-local-r1"], releases.Select(release => $"{release.Id} {release.Snapshots?.Single(snapshot => snapshot.IsAvailable).Identifier ?? "none"}"));
        Assert.Equal(2, _bench.Stores.Calls.Count(call => call == "dump shop-database"));

        var back = await _bench.Back("r1");

        Assert.Equal(0, back.ExitCode);
        Assert.Contains(
            "  kept    DB instance shop-local stays as it is; release r2 took snapshot shop-local-r2 of it first, ",
            _bench.Output.Events.OfType<PlanShown>().Last().Text, StringComparison.Ordinal);
        Assert.Contains(
            "aws rds restore-db-instance-from-db-snapshot --region us-east-1 --db-snapshot-identifier shop-local-r2 --db-instance-identifier shop-local-restored",
            _bench.Output.Events.OfType<PlanShown>().Last().Text, StringComparison.Ordinal);
        Assert.Equal(2, _bench.Stores.Calls.Count(call => call == "dump shop-database"));
    }

    [Fact]
    public async Task A_snapshot_that_fails_ends_the_release_before_its_migration_and_stands_in_the_ledger_as_not_available()
    {
        await Ship("r1", "one", "one");
        var ran = _bench.Tasks.Commands.Count;
        _bench.Stores.Failure = new DeployException("no room");

        var outcome = await _bench.Ship("r2", "page", ("web", "one"), ("api", "two"));

        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.Equal(ran, _bench.Tasks.Commands.Count);
        Assert.StartsWith("snapshot shop-local-r2 of DB instance shop-local failed. No service was begun", outcome.Services.Single(service => service.Service == "api").Text, StringComparison.Ordinal);
        var release = (await _bench.Ledger())[0];
        Assert.Equal((Verdict.Failed, "shop-local-r2", false), (release.Verdict, release.Snapshots!.Single().Identifier, release.Snapshots!.Single().IsAvailable));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_snapshot_of_what_was_there_before_it()
    {
        await Ship("r1", "one", "one");
        _bench.Tasks.Broken = ReleaseBench.DigestOf("two");

        var outcome = await _bench.Ship("r2", "page", ("web", "one"), ("api", "two"));

        Assert.Equal(Verdict.Failed, outcome.Verdict);
        Assert.Equal(["SnapshotTaken", "OneOffStarted"], _bench.Output.Events.Where(told => told is SnapshotTaken or OneOffStarted).Select(told => told.GetType().Name).TakeLast(2));
        Assert.True((await _bench.Ledger())[0].Snapshots!.Single().IsAvailable);
    }

    private async Task Ship(string id, string web, string api) =>
        Assert.Equal(Verdict.Deployed, (await _bench.Ship(id, "page", ("web", web), ("api", api))).Verdict);
}
