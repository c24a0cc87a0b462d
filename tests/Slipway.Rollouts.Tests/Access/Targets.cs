using Slipway.Doctor;
using Slipway.Gates;
using Slipway.Infrastructures;
using Slipway.Pauses;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Rollouts.Access;

/// <summary>What each target of a build does, for the runs of <see cref="StoreStage"/>.</summary>
internal static class Targets
{
    public static async Task<Verdict> Preview(StoreRun run, CancellationToken ct)
    {
        await Release(run).Preview(ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Deploy(StoreRun run, CancellationToken ct) => VerdictOf(await Release(run).Deploy(ct));

    public static async Task<Verdict> Rollback(StoreRun run, CancellationToken ct) =>
        VerdictOf(await new Rollback(run.Request, run.Tools, run.Output, TimeProvider.System).Run(new RollbackWish(null, null), ct));

    public static async Task<Verdict> RollbackCheck(StoreRun run, CancellationToken ct)
    {
        await new Rollback(run.Request, run.Tools, run.Output, TimeProvider.System).Check(new RollbackWish(null, null), ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Images(StoreRun run, CancellationToken ct)
    {
        await new ReleaseImages(run.Request, run.Tools, run.Output, TimeProvider.System).Ship(run.Request.Application.Services, ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> ImagesChanged(StoreRun run, CancellationToken ct)
    {
        await new ReleaseImages(run.Request, run.Tools, run.Output, TimeProvider.System).Show(run.Request.Application.Services, ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Attach(StoreRun run, CancellationToken ct) =>
        VerdictOf(await new Recovery(run.Request, run.Tools, run.Output, TimeProvider.System).Attach(ct));

    public static async Task<Verdict> Resume(StoreRun run, CancellationToken ct) =>
        VerdictOf(await new Recovery(run.Request, run.Tools, run.Output, TimeProvider.System).Resume(ct));

    public static Func<StoreRun, CancellationToken, Task<Verdict>> Approve(string plan) => async (run, ct) =>
    {
        await Release(run).Approve(plan, ct);
        return Verdict.Deployed;
    };

    public static async Task<Verdict> Gates(StoreRun run, CancellationToken ct)
    {
        await run.Tools.CheckCaller(ct);
        return await run.Tools.Gates.Try(run.Request.Application, run.Request.Environment, await run.Tools.Existing(ct), ct);
    }

    public static Func<StoreRun, CancellationToken, Task<Verdict>> Answer(PersonAnswer answer) => async (run, ct) =>
    {
        await run.Session.CheckCaller(ct);
        await new Answering(new AwsPauses(run.Session.Ecs), new QuestionBook(Store(run).Bucket), run.Session.Caller!, run.Output, TimeProvider.System)
            .Answer(answer, run.Request.Application, run.Request.Environment, await Cluster(run, ct), only: null, ct);
        return Verdict.Deployed;
    };

    public static async Task<Verdict> Bootstrap(StoreRun run, CancellationToken ct)
    {
        await run.Session.CheckCaller(ct);
        await Store(run).Bootstrap.Run(run.Request.Application, run.Request.Environment, ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Releases(StoreRun run, CancellationToken ct)
    {
        await run.Session.CheckCaller(ct);
        await new ReleaseHistory(Store(run).Ledger, Store(run).Lock, run.Output).Show(run.Request.Application, run.Request.Environment, ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Status(StoreRun run, CancellationToken ct)
    {
        await run.Session.CheckCaller(ct);
        var store = Store(run);
        await new Status(store.Bucket, store.Ledger, store.Lock, new AwsEcs(run.Session.Ecs), AwsInfrastructure.Pairs(run.Session), run.Output)
            .Show(run.Request.Application, run.Request.Environment, await Cluster(run, ct), ct);
        return Verdict.Deployed;
    }

    public static async Task<Verdict> Doctor(StoreRun run, CancellationToken ct)
    {
        await run.Session.CheckCaller(ct);
        var subject = new CheckupSubject(run.Request.Application, run.Request.Environment, await run.Tools.Existing(ct));
        return await AwsCheckup.Of(run.Session, run.Request.Environment, Store(run), run.Tools.Back, run.Output, TimeProvider.System).Look(subject, ct);
    }

    private static Release Release(StoreRun run) => new(run.Request, run.Tools, run.Output, TimeProvider.System);

    private static Verdict VerdictOf(ReleaseRecord record) => (Verdict)record.ExitCode;

    private static ReleaseStore Store(StoreRun run) =>
        new(run.Session, run.Request.Application, run.Request.Environment, run.Request.Tempo, run.Output, TimeProvider.System);

    private static async Task<string> Cluster(StoreRun run, CancellationToken ct) => (await run.Tools.Infrastructure.Read(run.Request.Application, run.Request.Environment, ct)).Cluster;
}
