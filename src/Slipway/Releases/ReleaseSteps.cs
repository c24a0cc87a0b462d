using Slipway.Output;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;

namespace Slipway.Releases;

/// <summary>
/// Carries a release's plan out, images apart: one-off tasks, files that services' pages load, services, sites with pages of their own, smoke checks.
/// What fails late takes back what went before.
/// </summary>
internal sealed class ReleaseSteps(ServicesDeployer services, SiteShipper sites, SmokeChecker smoke, KnownAddresses addresses, IOutput output, TimeProvider time)
{
    private readonly SiteReversal _reversal = new(sites, output, time);

    /// <param name="plan">The whole plan.</param>
    /// <param name="planned">The services' part of it, with digests.</param>
    /// <param name="detach">Whether the services are left to ECS once they have begun (<see cref="Verdict.InProgress"/>), and what comes after them is not done.</param>
    public async Task<ReleaseOutcome> Apply(ReleasePlan plan, ServicesPlan planned, string release, bool detach, CancellationToken ct)
    {
        var assets = new SiteStage(sites, plan.AssetSites, release, plan.LiveSites);
        IReadOnlyList<ServiceResult> results;
        try
        {
            results = await services.Apply(planned, detach, assets.Publish, ct);
        }
        catch (DeployException exception) when (assets.At is { } site)
        {
            output.Emit(new SiteFailed(site, exception.Message));
            return await BeforeServices(planned, assets, site, ct);
        }

        if (ReleaseOutcome.Worst(results) is not Verdict.Deployed and var verdict)
            return await WithoutServices(plan, assets, results, verdict, ct);

        var progress = new Progress(plan, planned, results, assets, new SiteStage(sites, plan.PageSites, release, plan.LiveSites));
        try
        {
            await progress.Pages.Publish(ct);
            progress.Addresses = await addresses.Of(plan.Application, plan.Environment, plan.Infrastructure, ct);
            // What nothing was done to was checked by the run that did it.
            var failed = plan.ChangesSomething || plan.GoesOn ? await smoke.Check(SmokePlan.Of(plan.Application, progress.Addresses), ct) : [];
            return failed.Count == 0
                ? new ReleaseOutcome(Verdict.Deployed, results, [.. assets.Published, .. progress.Pages.Published], progress.Addresses)
                : await TakeBack(progress, "because a smoke check failed", ct);
        }
        catch (DeployException exception) when (progress.Pages.At is { } site)
        {
            output.Emit(new SiteFailed(site, exception.Message));
            return await TakeBack(progress, $"because site {site} failed", ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return await BreakOff(progress);
        }
    }

    /// <summary>No service was begun: what serves was never touched, but for files that were overwritten.</summary>
    private async Task<ReleaseOutcome> BeforeServices(ServicesPlan planned, SiteStage assets, string site, CancellationToken ct)
    {
        var back = await _reversal.All(assets.Begun, $"because site {site} failed", ct);
        return new ReleaseOutcome(
            back && assets.Begun.Any(begun => begun.Plan.Previous is not null) ? Verdict.RolledBack : Verdict.Failed,
            [.. planned.Services.Select(service => new ServiceResult(service.Name, Verdict.Stopped, $"not begun because site {site} failed", null, null))],
            [], new Dictionary<string, string>());
    }

    /// <summary>
    /// The services did not come up, or nobody knows yet. Files of theirs that are new stay in any case, for whatever still shows pages that load them; but
    /// where the services went back, so does what the site says of itself.
    /// </summary>
    private async Task<ReleaseOutcome> WithoutServices(ReleasePlan plan, SiteStage assets, IReadOnlyList<ServiceResult> results, Verdict verdict, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            await _reversal.AtOnce(assets.Begun);
            return new ReleaseOutcome(verdict, results, [], new Dictionary<string, string>());
        }

        var isOpen = verdict is Verdict.InProgress or Verdict.TimedOut;
        if (!isOpen)
            await _reversal.All(assets.Begun, "because the services did not come up", ct);

        return new ReleaseOutcome(verdict, results, isOpen ? assets.Published : [], await addresses.Of(plan.Application, plan.Environment, plan.Infrastructure, ct));
    }

    /// <summary>In reverse: sites, then services, then what their pages load.</summary>
    private async Task<ReleaseOutcome> TakeBack(Progress progress, string why, CancellationToken ct)
    {
        var back = await _reversal.All(progress.Pages.Begun, why, ct);
        var results = await services.TakeBack(progress.Planned, progress.Results, why, ct);
        back &= await _reversal.All(progress.Assets.Begun, why, ct);
        // A release whose every part went back has ended as it should; one that had nothing to go back to has failed.
        var verdict = !back ? Verdict.Failed
            : ReleaseOutcome.Worst(results) is not Verdict.Deployed and var worst ? worst
            : progress.Plan.Sites.Any(site => site.ChangesSomething) ? Verdict.RolledBack
            : Verdict.Failed;
        return new ReleaseOutcome(verdict, results, [], progress.Addresses);
    }

    /// <summary>
    /// A run that is stopped while sites are published leaves no site between two releases. The services are new and proven by then, and stay with the files
    /// that their pages load: the next deploy finishes the release.
    /// </summary>
    private async Task<ReleaseOutcome> BreakOff(Progress progress)
    {
        await _reversal.AtOnce(progress.Pages.Begun);
        return new ReleaseOutcome(Verdict.Stopped, progress.Results, [], progress.Addresses);
    }

    /// <summary>How far a release has come after its services.</summary>
    private sealed record Progress(ReleasePlan Plan, ServicesPlan Planned, IReadOnlyList<ServiceResult> Results, SiteStage Assets, SiteStage Pages)
    {
        public IReadOnlyDictionary<string, string> Addresses { get; set; } = new Dictionary<string, string>();
    }
}
