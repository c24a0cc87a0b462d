using Slipway.Approvals;
using Slipway.Git;
using Slipway.Images;
using Slipway.Output;
using Slipway.Services;

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
        ReadAhead(ct);

        // What does not wait for each other is asked at once: to AWS, a call is a round trip.
        var caller = tools.CheckCaller(ct);
        var naming = Commit(ct);
        await caller;
        var commit = await naming;
        // Where reading the infrastructure makes it, in the rehearsal, nothing guards.
        var guarding = request.Force ? Task.CompletedTask : DemandNewer(commit, ct);
        var reading = Infrastructure(ct);
        await guarding;
        var infrastructure = await reading;
        if (await Foresee(commit, infrastructure, ct) is { } done)
            return done;

        var owner = _run.Owner(commit);
        await using var held = await tools.Store.Lock.Take(owner, request.Wait, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        try
        {
            ReadAhead(stop.Token);
            var (wasLeft, same) = await _run.EndLeft(request.Rebuild || tools.Promotion is not null ? null : commit, stop.Token);
            if (same is not null)
                return await Follow(same, infrastructure, held, stop.Token);

            // What another run did before the lock was free is in the plan that counts.
            var plan = await Plan(commit, infrastructure, stop.Token) with { GoesOn = wasLeft };
            await tools.Preflight.Demand(plan, stop.Token);
            // What a run made that was killed is this release's, even if there is nothing left to do.
            return plan.ChangesSomething || wasLeft ? await CarryOut(plan, owner, held, stop.Token) : await NothingToDo(plan, stop.Token);
        }
        catch (OperationCanceledException) when (held.Loss is not null)
        {
            throw held.Loss;
        }
    }

    /// <summary>
    /// Plans, so that what is refused or changes nothing needs no lock. The plan is let go with this: the one that counts is made under the lock, and of a large site
    /// two at a time are much memory.
    /// </summary>
    /// <returns>Null: there is something to do.</returns>
    private async Task<ReleaseRecord?> Foresee(string commit, Infrastructure infrastructure, CancellationToken ct)
    {
        var plan = await Plan(commit, infrastructure, ct);
        if (request.Detach)
            Detached.Demand(plan.Services);

        if (!plan.ChangesSomething && await IsNobodyThere(ct))
            return await NothingToDo(plan, ct);

        await tools.Approvals.Demand(plan, request.ExpectPlan is not null, ct);
        return null;
    }

    /// <summary>Whether no run holds the lock, and none left a release open.</summary>
    private async Task<bool> IsNobodyThere(CancellationToken ct)
    {
        var open = tools.Store.Ledger.Open(ct);
        return await tools.Store.Lock.Holder(ct) is null && (await open).Count == 0;
    }

    /// <summary>
    /// Follows what a release left to ECS, to its end whether that has come meanwhile or not, and then does what comes after its services. Plans nothing
    /// anew: what the release is stands in the ledger. Its sites are those of the work tree.
    /// </summary>
    public async Task<ReleaseRecord> Follow(OpenRelease left, Infrastructure infrastructure, HeldLock held, CancellationToken ct)
    {
        var services = await tools.Left.Following(left.Manifest, infrastructure.Cluster, ct);
        var plan = new ReleasePlan(
            Application, Environment, left.Manifest.Commit, infrastructure, new ImagesPlan(left.Manifest.Commit, [], Rebuild: false), services,
            new ServicesObservation(new Dictionary<string, ObservedService>(), new Dictionary<string, int?>(), new Dictionary<string, string>()),
            await _planner.PlanSites(infrastructure, ct))
        {
            GoesOn = true,
            LiveSites = (await LiveRelease.Of(tools.Store.Ledger, ct)).Sites,
        };
        return await Complete(plan, services, left, held, ct);
    }

    /// <summary>Plans a release again that a run broke off, and does what is missing. It was approved when it began.</summary>
    public async Task<ReleaseRecord> GoOn(OpenRelease left, Infrastructure infrastructure, HeldLock held, CancellationToken ct)
    {
        var plan = await _planner.Plan(left.Manifest.Commit, infrastructure, ct) with { GoesOn = true };
        output.Emit(new PlanShown(plan.Text));
        await tools.Preflight.Demand(plan, ct);
        var images = await tools.Images.Apply(plan.Images, ct);
        var services = ReleasePlanner.WithDigests(plan, images, left.Manifest.Id);
        return await Complete(plan, services, left with { Manifest = left.Manifest with { Images = ReleasePlanner.Digests(images), Inputs = LedgerEntry.InputsOf(plan.Images), Snapshots = LedgerEntry.SnapshotsOf(services) ?? left.Manifest.Snapshots } }, held, ct);
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
        output.Emit(new PlanShown($"{plan.Text}\nplan {plan.Hash[..12]}{(plan.ChangesSomething ? "" : ", nothing to do")}") { Hash = plan.Hash });
        await tools.Preflight.Show(plan, ct);
        return plan;
    }

    private void ReadAhead(CancellationToken ct)
    {
        if (tools.Promotion is null)
            tools.Sites.ReadAhead(Application.Sites, ct);
    }

    /// <summary>What would be shipped.</summary>
    /// <exception cref="DeployException">What is checked out may not be shipped.</exception>
    public async Task<string> Commit(CancellationToken ct) =>
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
        return _run.Ended(plan.Commit, release: null, await tools.Steps.Apply(plan, plan.Services, release: "", detach: false, ct), ReleasePlanner.Digests(images));
    }

    private async Task<ReleaseRecord> CarryOut(ReleasePlan plan, LockOwner owner, HeldLock held, CancellationToken ct)
    {
        var approval = await tools.Approvals.Demand(plan, request.ExpectPlan is not null, ct);
        if (tools.Promotion is { } promotion)
            plan = plan with { Sites = await promotion.Fetch(plan.Sites, ct) };

        var images = await tools.Images.Apply(plan.Images, ct);
        var services = ReleasePlanner.WithDigests(plan, images, owner.Release);
        var open = await tools.Store.Ledger.Begin(LedgerEntry.Of(plan, owner, ReleasePlanner.Digests(images), services) with { Approval = approval }, ct);
        return await Complete(plan, services, open, held, ct);
    }

    /// <summary>Everything that comes once a release is in the ledger, to its end there.</summary>
    private async Task<ReleaseRecord> Complete(ReleasePlan plan, ServicesPlan services, OpenRelease open, HeldLock held, CancellationToken ct)
    {
        var entry = new LedgerEntry(tools.Store.Ledger, open)
        {
            Shapes = services.Services.Where(service => service.Shape is not null).ToDictionary(service => service.Name, service => service.Shape!, StringComparer.Ordinal),
        };
        var (release, digests) = (open.Manifest.Id, open.Manifest.Images);
        await tools.GitHub.Begin(plan.Commit, digests, ct);
        tools.Questions.Begin(plan.Commit, Application.Services.Any(service => service.Rollout.In(Environment) is ShiftedRollout));
        ReleaseOutcome? outcome = null;
        try
        {
            var applied = await tools.Steps.Apply(plan, services, release, request.Detach, ct);
            // Nobody stopped it: it had to stop because the lock was lost.
            outcome = held.Loss is { } loss && applied.Verdict == Verdict.Stopped ? applied with { Verdict = loss.Verdict } : applied;
            if (applied.Verdict == Verdict.Deployed)
                await tools.LiveTags.MarkLive([.. digests.Values.Select(image => ImageReference.Parse(image).Image).OfType<ImageDigest>()], Environment, ct);
        }
        finally
        {
            entry.Answers = await tools.Questions.Close();
            entry.Snapshots = tools.Snapshots.Taken;
            await _run.End(entry, outcome ?? ReleaseOutcome.Nothing(ct.IsCancellationRequested ? Verdict.Stopped : Verdict.Failed));
            await tools.GitHub.End(outcome?.Verdict, outcome?.FirstUrl(Application));
        }

        if (outcome.Verdict == Verdict.InProgress)
            output.Emit(new ReleaseDetached(release, Environment.Name, plan.AfterServices));

        return _run.Ended(plan.Commit, release, outcome, digests);
    }
}
