using Slipway.Output;

namespace Slipway.Releases;

/// <summary>Ends a release whose run is gone: one that was left to ECS, was killed, or lost its line to AWS. Only what the ledger has open is touched.</summary>
internal sealed class Recovery(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly ReleaseRun _run = new(request, tools, output, time);
    private readonly Release _release = new(request, tools, output, time);
    private readonly RollbackPlanner _back = new(request.Application, request.Environment, tools.Back, time);

    private DeployEnvironment Environment => request.Environment;

    /// <summary>Finishes the release, or refuses to where it can only be taken back. The record says what became of it.</summary>
    /// <exception cref="DeployException">Another run holds the lock, or it cannot be finished from here (<see cref="Verdict.Refused"/>).</exception>
    public Task<ReleaseRecord> Attach(CancellationToken ct) => Run(mayTakeBack: false, ct);

    /// <summary>Finishes the release, or takes it back where it cannot be finished. The record says what became of it.</summary>
    /// <exception cref="DeployException">Another run holds the lock, or neither can be done from here (<see cref="Verdict.Refused"/>).</exception>
    public Task<ReleaseRecord> Resume(CancellationToken ct) => Run(mayTakeBack: true, ct);

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) => _run.Broken(verdict);

    private async Task<ReleaseRecord> Run(bool mayTakeBack, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var holder = await tools.Store.Lock.Holder(ct);
        var open = await tools.Store.Ledger.Unfinished(ct);
        if (holder is null && open is null)
            return Nothing(lockFound: false);

        await using var held = await tools.Store.Lock.Take(_run.OwnerOf(open?.Manifest.Id ?? holder!.Owner.Release), request.Wait, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        try
        {
            // What another run did before the lock was free counts.
            open = await tools.Store.Ledger.Unfinished(stop.Token);
            return open is null ? Nothing(lockFound: holder is not null) : await Recover(open, held, mayTakeBack, stop.Token);
        }
        catch (OperationCanceledException) when (held.Loss is not null)
        {
            throw held.Loss;
        }
    }

    private ReleaseRecord Nothing(bool lockFound)
    {
        output.Emit(new NothingToRecover(request.Application.Name, Environment.Name, lockFound));
        return _run.Broken(Verdict.Deployed);
    }

    private async Task<ReleaseRecord> Recover(OpenRelease open, HeldLock held, bool mayTakeBack, CancellationToken ct)
    {
        var infrastructure = await Infrastructure(ct);
        var choice = RecoveryChoice.Of(await Look(open.Manifest, infrastructure, ct));
        if (choice is RecoveryChoice.Refuse || (choice is RecoveryChoice.TakeBack && !mayTakeBack))
            throw Refused(open.Manifest, choice);

        output.Emit(new ReleaseRecovered(open.Manifest, choice));
        switch (choice)
        {
            case RecoveryChoice.Follow:
                return await _release.Follow(open, infrastructure, held, ct);

            case RecoveryChoice.GoOn:
                return await _release.GoOn(open, infrastructure, held, ct);

            case RecoveryChoice.GoBack back:
                // Going back takes the lock by itself, from whoever has it.
                await held.DisposeAsync();
                return await new Rollback(request, tools, output, time).Run(new RollbackWish(back.To, open.Manifest.Only), ct);

            default:
                return await TakeBack(open, infrastructure, ct);
        }
    }

    private async Task<LeftRelease> Look(ReleaseManifest open, Infrastructure infrastructure, CancellationToken ct)
    {
        var live = tools.Store.Ledger.Live(ct);
        var isKnown = tools.Left.IsKnown(open);
        var back = isKnown ? [] : await tools.Left.WentBack(open, await tools.Store.Ledger.Recent(20, ct), infrastructure.Cluster, ct);
        return new LeftRelease(open, await live, await CheckedOut(ct), request.Application.Sites.Count > 0, isKnown, back);
    }

    /// <summary>What a deploy would ship now; null: what is checked out may not be shipped.</summary>
    private async Task<string?> CheckedOut(CancellationToken ct)
    {
        try
        {
            return await _release.Commit(ct);
        }
        catch (DeployException)
        {
            return null;
        }
    }

    private async Task<Infrastructure> Infrastructure(CancellationToken ct) => !Environment.IsLocal
        // What is broken is no reason to leave a release half way.
        ? await tools.Infrastructure.Read(request.Application, Environment, ct)
        : await tools.Rehearsal!.Find(request.Application, Environment, ct) ?? await tools.Rehearsal.Ensure(request.Application, Environment, ct);

    private async Task<ReleaseRecord> TakeBack(OpenRelease open, Infrastructure infrastructure, CancellationToken ct)
    {
        var (aim, releases) = await _back.Choose(new RollbackWish(null, null), infrastructure, isUnderWay: true, ct);
        var plan = await _back.Plan(aim.Choice, releases, only: null, infrastructure, ct);
        output.Emit(new PlanShown(plan.Text));
        ReleaseOutcome? outcome = null;
        try
        {
            await tools.InFlight.Stop(plan.Services, ct);
            // What ECS has gone back by itself is in the plan that counts.
            plan = await _back.Plan(aim.Choice, releases, only: null, infrastructure, ct);
            var back = await tools.BackSteps.Apply(plan, ct);
            outcome = back with { Verdict = back.Verdict == Verdict.Deployed ? Verdict.RolledBack : back.Verdict, Serves = false };
        }
        finally
        {
            // What the ledger calls live is live still.
            await _run.End(new LedgerEntry(tools.Store.Ledger, open), (outcome ?? ReleaseOutcome.Nothing(ct.IsCancellationRequested ? Verdict.Stopped : Verdict.Failed)) with { Services = [], Sites = [] });
        }

        return _run.Ended(open.Manifest.Commit, open.Manifest.Id, outcome, plan.Images);
    }

    private DeployException Refused(ReleaseManifest open, RecoveryChoice choice) => new(
        $"""
         Release {open.Id} cannot be finished from here: {choice.Why}. Nothing was changed.
           begun  {open.Begun.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {ReleaseTable.Name(open.Who)}
           try    git checkout {open.Commit.Split('-')[0]}, and the same again{(choice is RecoveryChoice.TakeBack ? $"; or ./build.sh Resume --environment {Environment}, which takes it back" : "; or deploy what is checked out")}
         """,
        Verdict.Refused);
}
