using Slipway.Output;
using Slipway.Services;

namespace Slipway.Releases;

/// <summary>
/// Goes back to an earlier release: to its task definitions and its files, without a build, from whatever is checked out. It does not wait for a release that is under way,
/// but takes the deploy lock from it.
/// </summary>
internal sealed class Rollback(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly ReleaseRun _run = new(request, tools, output, time);
    private readonly RollbackPlanner _planner = new(request.Application, request.Environment, tools.Back, time);

    private DeployEnvironment Environment => request.Environment;

    /// <summary>Goes back and follows everything to its end. The record says what became of it, also when that is not success.</summary>
    /// <exception cref="DeployException">Something kept it from beginning, and nothing was changed; or the lock was taken from this run.</exception>
    public async Task<ReleaseRecord> Run(RollbackWish wish, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var infrastructure = await Infrastructure(ct);
        var holder = await tools.Store.Lock.Holder(ct);
        var (aim, releases) = await _planner.Choose(wish, infrastructure, holder is { IsOver: false }, ct);
        var choice = aim.Choice;
        var plan = await _planner.Plan(choice, releases, wish.Only, infrastructure, ct);

        output.Emit(new PlanShown(plan.ChangesSomething ? plan.Text : $"{plan.Text}\nnothing to do"));
        if (!plan.ChangesSomething && holder is null && releases.All(release => release.Ended is not null))
            return _run.Ended(plan.Target.Commit, release: null, Unchanged(plan), plan.Images);

        var owner = _run.Owner(plan.Target.Commit);
        await using var held = await tools.Store.Lock.TakeOver(owner, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        try
        {
            await Quiet(plan, holder, stop.Token);
            // What the other run, and ECS going back, have left is in the plan that counts.
            plan = await _planner.Plan(choice, releases, wish.Only, infrastructure, stop.Token);
            return await CarryOut(plan, owner, stop.Token);
        }
        catch (OperationCanceledException) when (held.Loss is not null)
        {
            throw held.Loss;
        }
    }

    /// <summary>
    /// Tells whether it could go back at this moment: everything that a rollback reads and decides, and nothing that it does. Where there is nothing to go back to
    /// yet, nothing is wrong either.
    /// </summary>
    /// <exception cref="DeployException">It could not, and why.</exception>
    public async Task Check(RollbackWish wish, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var infrastructure = Environment.IsLocal ? await tools.Existing(ct) : await tools.Infrastructure.Read(request.Application, Environment, ct);
        var (aim, releases) = await _planner.Choose(wish, infrastructure, await tools.Store.Lock.Holder(ct) is { IsOver: false }, ct);
        if (aim.WhyNone is { } why)
        {
            output.Emit(new NoWayBackYet(request.Application.Name, Environment.Name, why));
            return;
        }

        try
        {
            output.Emit(WayBackOpen.Of(await _planner.Plan(aim.Choice, releases, wish.Only, infrastructure, ct)));
        }
        catch (DeployException closed) when (closed.Verdict == Verdict.Refused)
        {
            // A rollback refuses to begin; a check has found something.
            throw new DeployException(closed.Message, Verdict.Failed, closed);
        }
    }

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) => _run.Broken(verdict);

    private async Task<Infrastructure> Infrastructure(CancellationToken ct) => !Environment.IsLocal
        // What is broken is no reason to stay with what is broken.
        ? await tools.Infrastructure.Read(request.Application, Environment, ct)
        : await tools.Rehearsal!.Find(request.Application, Environment, ct) ?? await tools.Rehearsal.Ensure(request.Application, Environment, ct);

    /// <summary>Ends what is under way, and gives the run that it belonged to time to notice.</summary>
    private async Task Quiet(RollbackPlan plan, LockHolder? holder, CancellationToken ct)
    {
        var noticed = holder is { IsOver: false } ? Task.Delay(tools.Store.Times.Beat * 1.5, time, ct) : Task.CompletedTask;
        await tools.InFlight.Stop(plan.Services, ct);
        await noticed;
        await EndLeft(ct);
    }

    private async Task EndLeft(CancellationToken ct)
    {
        try
        {
            await _run.EndLeft(next: null, ct);
        }
        catch (DeployException exception) when (exception.Verdict == Verdict.Superseded)
        {
            // That run has said so itself, at this very moment.
        }
    }

    private async Task<ReleaseRecord> CarryOut(RollbackPlan plan, LockOwner owner, CancellationToken ct)
    {
        var entry = new LedgerEntry(tools.Store.Ledger, await tools.Store.Ledger.Begin(LedgerEntry.Of(plan, owner), ct));
        await tools.GitHub.Begin(plan.Target.Commit, plan.Images, ct);
        ReleaseOutcome? outcome = null;
        try
        {
            outcome = await tools.BackSteps.Apply(plan, ct);
        }
        finally
        {
            await _run.End(entry, outcome ?? ReleaseOutcome.Nothing(ct.IsCancellationRequested ? Verdict.Stopped : Verdict.Failed));
            await tools.GitHub.End(outcome?.Verdict, outcome?.FirstUrl(request.Application));
        }

        return _run.Ended(plan.Target.Commit, owner.Release, outcome, plan.Images);
    }

    private static ReleaseOutcome Unchanged(RollbackPlan plan) => ReleaseOutcome.Nothing(Verdict.Deployed) with
    {
        Services =
        [
            .. plan.Services.Services.Select(service => new ServiceResult(service.Name, Verdict.Deployed, "nothing to do", (service.TaskDefinition as TaskDefinitionStep.Keep)?.Arn, null)),
        ],
    };
}
