using Slipway.Approvals;
using Slipway.Git;
using Slipway.Output;

namespace Slipway.Releases;

/// <summary>One release of an application: observed, planned, and carried out under the environment's deploy lock.</summary>
internal sealed class Release(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly ReleaseRun _run = new(request, tools, output, time);
    private readonly ReleasePlanner _planner = new(request, tools);

    private Application Application => request.Application;

    private DeployEnvironment Environment => request.Environment;

    /// <summary>Ships and follows everything to its end. The record says what became of it, also when that is not success.</summary>
    /// <exception cref="DeployException">Something kept the release from beginning, or broke it off before any service was touched.</exception>
    public async Task<ReleaseRecord> Deploy(CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var commit = await Commit(ct);
        if (!request.Force)
            await DemandNewer(commit, ct);

        var infrastructure = await Infrastructure(ct);
        var plan = await Plan(commit, infrastructure, ct);
        var found = await tools.Store.Lock.Holder(ct);
        if (!plan.ChangesSomething && found is null)
            return await NothingToDo(plan, ct);

        await tools.Approvals.Demand(plan, request.ExpectPlan is not null, ct);
        var owner = _run.Owner(commit);
        await using var held = await tools.Store.Lock.Take(owner, request.Wait, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        try
        {
            var wasKilled = found is not null && await _run.EndLeft(found.Owner.Release, stop.Token);
            // What another run did before the lock was free is in the plan that counts.
            plan = await Plan(commit, infrastructure, stop.Token);
            await tools.Preflight.Demand(plan, stop.Token);
            // What a run made that was killed is this release's, even if there is nothing left to do.
            return plan.ChangesSomething || wasKilled ? await CarryOut(plan, owner, held, stop.Token) : await NothingToDo(plan, stop.Token);
        }
        catch (OperationCanceledException) when (held.Loss is not null)
        {
            throw held.Loss;
        }
    }

    /// <summary>Prints what a deploy would change, and changes nothing.</summary>
    public async Task Preview(CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        if (await Shown(ct) is null)
            output.Emit(new PlanShown($"Nothing of {Application.Name} is in {Environment} yet: a deploy makes its cluster, load balancer, distributions and every service."));
    }

    /// <summary>Prints what a deploy would change and, if it is the plan that is meant, writes down that the caller approves it.</summary>
    /// <param name="expected">Hash of that plan, or its beginning.</param>
    /// <exception cref="DeployException">The plan is another one, or the environment asks for no approval.</exception>
    public async Task Approve(string expected, CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        if (await Shown(ct) is not { } plan)
            return;

        await tools.Plans.Demand(PlanUse.Approve, expected, plan.Hash, plan.Text, ct);
        output.Emit(plan.ChangesSomething
            ? new ApprovalGiven(plan.Hash, await tools.ApprovalRecords.Give(plan, ct), request.From?.Environment.Name, Environment.Name, Environment.Approval.ValidFor)
            : new NothingToApprove(plan.Hash));
    }

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) => _run.Broken(verdict);

    /// <summary>Plans, prints the plan and keeps its text. Null: nothing of the application is there yet, in the rehearsal.</summary>
    private async Task<ReleasePlan?> Shown(CancellationToken ct)
    {
        var commit = await Commit(ct);
        var infrastructure = Environment.IsLocal
            ? await tools.Rehearsal!.Find(Application, Environment, ct)
            : await tools.Infrastructure.Demand(Application, Environment, ct);
        if (infrastructure is null)
            return null;

        var plan = await Planned(commit, infrastructure, ct);
        await tools.Plans.Keep(plan.Hash, plan.Text, ct);
        output.Emit(new PlanShown($"{plan.Text}\nplan {plan.Hash[..12]}{(plan.ChangesSomething ? "" : ", nothing to do")}"));
        await tools.Preflight.Show(plan, ct);
        return plan;
    }

    private async Task<string> Commit(CancellationToken ct) =>
        tools.Promotion is { } promotion ? (await promotion.Release(ct)).Commit : await CheckedOut(ct);

    private async Task DemandNewer(string commit, CancellationToken ct)
    {
        var guard = new StaleGuard(tools.Git, tools.Store.Ledger);
        if (tools.Promotion is { } promotion)
            await guard.Demand(await promotion.Release(ct), promotion.Ledger, Environment, ct);
        else
            await guard.Demand(commit, Environment, ct);
    }

    private async Task<string> CheckedOut(CancellationToken ct)
    {
        var tree = await tools.Git.WorkTree(ct);
        return CommitTag.For(tree, tree.Changed.Count == 0 ? "" : await tools.Git.HashOfChanges(tree, ct), Environment);
    }

    private async Task<Infrastructure> Infrastructure(CancellationToken ct)
    {
        if (!Environment.IsLocal)
            return await tools.Infrastructure.Demand(Application, Environment, ct);

        await tools.Store.Bootstrap.Ensure(Application, Environment, ct);
        return await tools.Rehearsal!.Ensure(Application, Environment, ct);
    }

    private async Task<ReleasePlan> Planned(string commit, Infrastructure infrastructure, CancellationToken ct)
    {
        var plan = await _planner.Plan(commit, infrastructure, ct);
        return tools.Promotion is not null && await CheckedOut(ct) is var definition && definition != commit ? plan with { DefinedBy = definition } : plan;
    }

    /// <exception cref="DeployException">It is not the plan that was expected.</exception>
    private async Task<ReleasePlan> Plan(string commit, Infrastructure infrastructure, CancellationToken ct)
    {
        var plan = await Planned(commit, infrastructure, ct);
        if (request.ExpectPlan is { } expected)
            await tools.Plans.Demand(expected, plan.Hash, plan.Text, ct);

        return plan;
    }

    private async Task<ReleaseRecord> NothingToDo(ReleasePlan plan, CancellationToken ct)
    {
        var images = await tools.Images.Apply(plan.Images, ct);
        return _run.Ended(plan.Commit, release: null, await tools.Steps.Apply(plan, plan.Services, release: "", ct), ReleasePlanner.Digests(images));
    }

    private async Task<ReleaseRecord> CarryOut(ReleasePlan plan, LockOwner owner, HeldLock held, CancellationToken ct)
    {
        var approval = await tools.Approvals.Demand(plan, request.ExpectPlan is not null, ct);
        if (tools.Promotion is { } promotion)
            plan = plan with { Sites = await promotion.Fetch(plan.Sites, ct) };

        var images = await tools.Images.Apply(plan.Images, ct);
        var digests = ReleasePlanner.Digests(images);
        var services = ReleasePlanner.WithDigests(plan, images, owner.Release);

        var entry = new LedgerEntry(tools.Store.Ledger, await tools.Store.Ledger.Begin(LedgerEntry.Of(plan, owner, digests) with { Approval = approval }, ct));
        await tools.GitHub.Begin(plan.Commit, Environment, digests, ct);
        tools.Questions.Begin(plan.Commit, Application.Services.Any(service => service.Rollout.In(Environment) is ShiftedRollout));
        ReleaseOutcome? outcome = null;
        try
        {
            var applied = await tools.Steps.Apply(plan, services, owner.Release, ct);
            if (applied.Verdict == Verdict.Deployed)
                await tools.LiveTags.MarkLive([.. images.Select(image => image.Image)], Environment, owner.Release, ct);

            // Nobody stopped it: it had to stop because the lock was lost.
            outcome = held.Loss is { } loss && applied.Verdict == Verdict.Stopped ? applied with { Verdict = loss.Verdict } : applied;
        }
        finally
        {
            entry.Answers = await tools.Questions.Close();
            await _run.End(entry, outcome ?? ReleaseOutcome.Nothing(ct.IsCancellationRequested ? Verdict.Stopped : Verdict.Failed));
            await tools.GitHub.End(outcome?.Verdict, outcome?.FirstUrl(Application));
        }

        return _run.Ended(plan.Commit, owner.Release, outcome, digests);
    }
}
