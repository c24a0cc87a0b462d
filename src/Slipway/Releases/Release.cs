using Slipway.Git;
using Slipway.Output;

namespace Slipway.Releases;

/// <summary>One release of an application: observed, planned, and carried out under the environment's deploy lock.</summary>
internal sealed class Release(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private readonly ReleasePlanner _planner = new(request, tools);

    private Application Application => request.Application;

    private DeployEnvironment Environment => request.Environment;

    /// <summary>Ships and follows everything to its end. The record says what became of it, also when that is not success.</summary>
    /// <exception cref="DeployException">Something kept the release from beginning, or broke it off before any service was touched.</exception>
    public async Task<ReleaseRecord> Deploy(CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var commit = await Commit(ct);
        var infrastructure = await Infrastructure(ct);

        var plan = await Plan(commit, infrastructure, ct);
        var found = await tools.Store.Lock.Holder(ct);
        if (!plan.ChangesSomething && found is null)
            return await NothingToDo(plan, ct);

        var id = Id(commit);
        var owner = LockOwner.Of(tools.Caller, id, System.Environment.GetEnvironmentVariable, time);
        await using var held = await tools.Store.Lock.Take(owner, request.Wait, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        try
        {
            var wasKilled = found is not null && await EndOf(found.Owner.Release, stop.Token);
            // What another run did before the lock was free is in the plan that counts.
            plan = await Plan(commit, infrastructure, stop.Token);
            await tools.Preflight.Demand(plan, stop.Token);
            // What a run made that was killed is this release's, even if there is nothing left to do.
            return plan.ChangesSomething || wasKilled ? await CarryOut(plan, owner, stop.Token) : await NothingToDo(plan, stop.Token);
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
        var commit = await Commit(ct);
        var infrastructure = Environment.IsLocal
            ? await tools.Rehearsal!.Find(Application, Environment, ct)
            : await tools.Infrastructure.Demand(Application, Environment, ct);

        if (infrastructure is null)
        {
            output.Emit(new PlanShown($"Nothing of {Application.Name} is in {Environment} yet: a deploy makes its cluster, load balancer, distributions and every service."));
            return;
        }

        var plan = await _planner.Plan(commit, infrastructure, ct);
        await tools.Plans.Keep(plan.Hash, plan.Text, ct);
        output.Emit(new PlanShown($"{plan.Text}\nplan {plan.Hash[..12]}{(plan.ChangesSomething ? "" : ", nothing to do")}"));
        await tools.Preflight.Show(plan, ct);
    }

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) =>
        Record(verdict, commit: null, release: null, ReleaseOutcome.Nothing(verdict), new Dictionary<string, string>(), new Dictionary<string, string>());

    private async Task<string> Commit(CancellationToken ct)
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

    /// <summary>Says in the ledger that a run did not end by itself, if it did not.</summary>
    private async Task<bool> EndOf(string release, CancellationToken ct)
    {
        if (await tools.Store.Ledger.Reopen(release, ct) is not { } left)
            return false;

        await tools.Store.Ledger.End(left, left.Manifest with { Verdict = Verdict.Stopped }, ct);
        return true;
    }

    /// <exception cref="DeployException">It is not the plan that was expected.</exception>
    private async Task<ReleasePlan> Plan(string commit, Infrastructure infrastructure, CancellationToken ct)
    {
        var plan = await _planner.Plan(commit, infrastructure, ct);
        if (request.ExpectPlan is { } expected)
            await tools.Plans.Demand(expected, plan.Hash, plan.Text, ct);

        return plan;
    }

    private async Task<ReleaseRecord> NothingToDo(ReleasePlan plan, CancellationToken ct)
    {
        var images = await tools.Images.Apply(plan.Images, ct);
        return Ended(plan, release: null, await tools.Steps.Apply(plan, plan.Services, release: "", ct), ReleasePlanner.Digests(images));
    }

    private async Task<ReleaseRecord> CarryOut(ReleasePlan plan, LockOwner owner, CancellationToken ct)
    {
        var images = await tools.Images.Apply(plan.Images, ct);
        var digests = ReleasePlanner.Digests(images);
        var services = ReleasePlanner.WithDigests(plan, images, owner.Release);

        var entry = new LedgerEntry(tools.Store.Ledger, await tools.Store.Ledger.Begin(LedgerEntry.Of(plan, owner, digests), ct));
        await tools.GitHub.Begin(plan.Commit, Environment, digests, ct);
        ReleaseOutcome? outcome = null;
        try
        {
            var applied = await tools.Steps.Apply(plan, services, owner.Release, ct);
            if (applied.Verdict == Verdict.Deployed)
                await tools.LiveTags.MarkLive([.. images.Select(image => image.Image)], Environment, owner.Release, ct);

            outcome = applied;
        }
        finally
        {
            await End(entry, outcome ?? ReleaseOutcome.Nothing(ct.IsCancellationRequested ? Verdict.Stopped : Verdict.Failed));
            await tools.GitHub.End(outcome?.Verdict, outcome?.FirstUrl(Application));
        }

        return Ended(plan, owner.Release, outcome, digests);
    }

    /// <summary>Takes no token: a run that was stopped leaves its trace too. What became of the release is not changed by a ledger that cannot be written.</summary>
    private async Task End(LedgerEntry entry, ReleaseOutcome outcome)
    {
        try
        {
            await entry.End(outcome, CancellationToken.None);
        }
        catch (DeployException exception)
        {
            output.Emit(new NotInLedger(outcome.Verdict, exception.Message));
        }
    }

    private ReleaseRecord Ended(ReleasePlan plan, string? release, ReleaseOutcome outcome, IReadOnlyDictionary<string, string> images)
    {
        var record = Record(outcome.Verdict, plan.Commit, release, outcome, images, outcome.Addresses);
        output.Emit(new ReleaseEnded(record));
        return record;
    }

    /// <summary>Sorts by time; ends with the commit, so that a person finds it. To the millisecond, since a run may follow one that was killed within a second.</summary>
    private string Id(string commit) => $"{_begun:yyyyMMdd'T'HHmmssfff'Z'}-{commit[..8]}";

    private ReleaseRecord Record(
        Verdict verdict, string? commit, string? release, ReleaseOutcome outcome, IReadOnlyDictionary<string, string> images,
        IReadOnlyDictionary<string, string> addresses)
    {
        var urls = new SortedDictionary<string, string>(addresses.ToDictionary(), StringComparer.Ordinal);
        if (request.Endpoint is { } endpoint)
            urls["aws"] = endpoint.AbsoluteUri.TrimEnd('/');

        return new ReleaseRecord(
            $"{verdict}", (int)verdict, Application.Name, Environment.Name, commit, release,
            [.. outcome.Services.Select(result => new ServiceRecord(result.Service, images.GetValueOrDefault(result.Service), result.TaskDefinition, $"{result.Verdict}"))],
            [.. outcome.Sites.Select(site => new SiteRecord(site.Site, site.Uploaded, site.Unchanged, site.Invalidated > 0))],
            urls, tools.Calls.Counts, Math.Round(time.GetElapsedTime(_start).TotalSeconds, 1));
    }
}
