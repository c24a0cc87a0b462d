using Slipway.Aws;
using Slipway.Infrastructures;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Images;
using Slipway.Tests.Provisioning;

namespace Slipway.Tests.Releases;

/// <summary>Bucket, lock, ledger and status against the S3 of the rehearsal cloud, in this process.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RehearsedReleaseBucketTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Application Shop = ImpliedInfrastructureTests.Shop(ImpliedInfrastructureTests.Service("web", Route.Default));

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingOutput _output = new();

    [Fact]
    public async Task The_whole_life_of_a_release_bucket()
    {
        await using var cloud = await Cloud();
        using var session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        var store = Store(session);

        Assert.Null(await store.Ledger.Live(Ct));
        Assert.Null(await store.Lock.Holder(Ct));
        var missing = await Assert.ThrowsAsync<DeployException>(() => store.Lock.Take(Owner("r1"), LockWait.Wait, Ct));
        Assert.Contains("./build.sh Bootstrap --environment local", missing.Message, StringComparison.Ordinal);

        await store.Bootstrap.Run(Shop, DeployEnvironment.Local, Ct);
        var mutating = session.Calls.Mutating;
        await store.Bootstrap.Run(Shop, DeployEnvironment.Local, Ct);
        Assert.Equal(mutating, session.Calls.Mutating);
        Assert.Equal(0, Assert.IsType<BootstrapDone>(_output.Events[^1]).Steps);

        await using (var held = await store.Lock.Take(Owner("r1"), LockWait.Refuse, Ct))
        {
            Assert.Equal(Verdict.Refused, (await Assert.ThrowsAsync<DeployException>(() => store.Lock.Take(Owner("r2"), LockWait.Refuse, Ct))).Verdict);
            var open = await store.Ledger.Begin(new ReleaseManifest("r1", "shop", "local", "c0ffee", "ann"), Ct);
            await store.Ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct);
            held.Demand();
        }

        Assert.Null(await store.Lock.Holder(Ct));
        Assert.Equal("r1", await store.Ledger.Live(Ct));
        Assert.Equal("r1", Assert.Single(await store.Ledger.Recent(5, Ct)).Id);
        foreach (var cluster in new[] { null, "never-made" })
        {
            var report = await new Status(store.Bucket, store.Ledger, store.Lock, new AwsEcs(session.Ecs), AwsInfrastructure.Pairs(session), _output).Show(Shop, DeployEnvironment.Local, cluster, Ct);
            Assert.Equal(["  service  web: not there", "  lock     free"], report.Lines.TakeLast(2));
        }
    }

    [Fact]
    public async Task A_rollback_takes_the_lock_and_the_run_that_had_it_stops_within_seconds()
    {
        await using var cloud = await Cloud();
        using var ann = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        using var ben = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        await Store(ann).Bootstrap.Run(Shop, DeployEnvironment.Local, Ct);

        await using var deploy = await Store(ann).Lock.Take(Owner("r1"), LockWait.Refuse, Ct);
        await using var rollback = await Store(ben).Lock.TakeOver(Owner("r0"), Ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var noticed = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, deploy.Lost);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, noticed.Token));

        Assert.Equal(Verdict.Superseded, Assert.Throws<DeployException>(deploy.Demand).Verdict);
        Assert.Equal("r0", (await Store(ben).Lock.Holder(Ct))!.Owner.Release);
        rollback.Demand();
    }

    [Fact]
    public async Task Of_many_runs_at_once_one_gets_the_lock()
    {
        await using var cloud = await Cloud();
        using var session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
        await Store(session).Bootstrap.Run(Shop, DeployEnvironment.Local, Ct);

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            try
            {
                return await Store(session).Lock.Take(Owner($"r{i}"), LockWait.Refuse, Ct);
            }
            catch (DeployException exception) when (exception.Verdict == Verdict.Refused)
            {
                return null;
            }
        }));

        await using var only = Assert.Single(all.OfType<HeldLock>());
    }

    public void Dispose() => _folder.Dispose();

    private static LockOwner Owner(string release) => LockOwner.Of("ann", release, _ => null, TimeProvider.System);

    private Task<RehearsalCloud> Cloud() => RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()), Ct);

    private ReleaseStore Store(AwsSession session) => new(session, Shop, DeployEnvironment.Local, Tempo.OfAws, _output, TimeProvider.System);
}
