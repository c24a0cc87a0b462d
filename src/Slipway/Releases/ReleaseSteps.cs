using Slipway.Output;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;
using Slipway.Traffic;

namespace Slipway.Releases;

/// <summary>
/// Carries a release's plan out, images apart: one-off tasks and services, then sites, then the smoke checks. What fails late takes back what
/// went before.
/// </summary>
internal sealed class ReleaseSteps(ServicesDeployer services, SiteShipper sites, SmokeChecker smoke, PublicAddresses addresses, IOutput output, TimeProvider time)
{
    /// <summary>How long a run that is stopped may take to bring its sites back.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <param name="plan">The whole plan.</param>
    /// <param name="planned">The services' part of it, with digests.</param>
    public async Task<ReleaseOutcome> Apply(ReleasePlan plan, ServicesPlan planned, string release, CancellationToken ct)
    {
        var results = await services.Apply(planned, detach: false, ct);
        if (ReleaseOutcome.Worst(results) is not Verdict.Deployed and var verdict)
            return new ReleaseOutcome(verdict, results, [], ct.IsCancellationRequested ? new Dictionary<string, string>() : await Addresses(plan, ct));

        var progress = new Progress(plan, planned, results, release);
        try
        {
            foreach (var site in plan.Sites)
            {
                progress.Begun++;
                progress.Published.Add(await sites.Apply(site, release, ct));
            }

            progress.Addresses = await Addresses(plan, ct);
            // What nothing was done to was checked by the run that did it.
            var failed = plan.ChangesSomething ? await smoke.Check(SmokePlan.Of(plan.Application, progress.Addresses), ct) : [];
            return failed.Count == 0
                ? new ReleaseOutcome(Verdict.Deployed, results, progress.Published, progress.Addresses)
                : await TakeBack(progress, "because a smoke check failed", ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new SiteFailed(plan.Sites[progress.Begun - 1].Site.Name, exception.Message));
            return await TakeBack(progress, $"because site {plan.Sites[progress.Begun - 1].Site.Name} failed", ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return await BreakOff(progress);
        }
    }

    /// <summary>An address that cannot be read is no reason to take back what runs; a smoke check that has to ask it is.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Addresses(ReleasePlan plan, CancellationToken ct)
    {
        try
        {
            return await addresses.Of(plan.Application, plan.Infrastructure, ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new AddressesUnknown(exception.Message));
            return new Dictionary<string, string>();
        }
    }

    /// <summary>In reverse: sites, then services.</summary>
    private async Task<ReleaseOutcome> TakeBack(Progress progress, string why, CancellationToken ct)
    {
        var back = await SitesBack(progress, why, ct);
        var results = await services.TakeBack(progress.Planned, progress.Results, why, ct);
        // A release whose every part went back has ended as it should; one that had nothing to go back to has failed.
        var verdict = !back ? Verdict.Failed
            : ReleaseOutcome.Worst(results) is not Verdict.Deployed and var worst ? worst
            : progress.Plan.Sites.Any(site => site.ChangesSomething) ? Verdict.RolledBack
            : Verdict.Failed;
        return new ReleaseOutcome(verdict, results, [], progress.Addresses);
    }

    /// <summary>
    /// A run that is stopped while sites are published leaves no site between two releases. The services are new and proven by then, and stay: the
    /// next deploy finishes the release.
    /// </summary>
    private async Task<ReleaseOutcome> BreakOff(Progress progress)
    {
        using var deadline = new CancellationTokenSource(Within, time);
        try
        {
            await SitesBack(progress, "because the run was stopped", deadline.Token);
        }
        catch (OperationCanceledException)
        {
            output.Emit(new SiteFailed(progress.Plan.Sites[Math.Max(progress.Begun, 1) - 1].Site.Name, "It could not be taken back in time; the next deploy finishes or restores it."));
        }

        return new ReleaseOutcome(Verdict.Stopped, progress.Results, [], progress.Addresses);
    }

    /// <returns>Whether every site that was begun serves its previous release again.</returns>
    private async Task<bool> SitesBack(Progress progress, string why, CancellationToken ct)
    {
        var back = true;
        foreach (var site in progress.Plan.Sites.Take(progress.Begun).Reverse())
        {
            try
            {
                back &= await sites.TakeBack(site, progress.Release, why, ct);
            }
            catch (DeployException exception)
            {
                output.Emit(new SiteFailed(site.Site.Name, exception.Message));
                back = false;
            }
        }

        return back;
    }

    /// <summary>How far a release has come after its services.</summary>
    private sealed record Progress(ReleasePlan Plan, ServicesPlan Planned, IReadOnlyList<ServiceResult> Results, string Release)
    {
        /// <summary>Sites that were begun, the one that failed included.</summary>
        public int Begun { get; set; }

        public List<SiteResult> Published { get; } = [];

        public IReadOnlyDictionary<string, string> Addresses { get; set; } = new Dictionary<string, string>();
    }
}
