using Slipway.Output;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;

namespace Slipway.Releases;

/// <summary>
/// Carries a release's plan out, images apart: one-off tasks and services, then sites, then the smoke checks. What fails late takes back what
/// went before.
/// </summary>
internal sealed class ReleaseSteps(ServicesDeployer services, SiteShipper sites, SmokeChecker smoke, KnownAddresses addresses, IOutput output, TimeProvider time)
{
    private readonly SiteReversal _reversal = new(sites, output, time);

    /// <param name="plan">The whole plan.</param>
    /// <param name="planned">The services' part of it, with digests.</param>
    /// <param name="detach">Whether the services are left to ECS once they have begun (<see cref="Verdict.InProgress"/>), and what comes after them is not done.</param>
    public async Task<ReleaseOutcome> Apply(ReleasePlan plan, ServicesPlan planned, string release, bool detach, CancellationToken ct)
    {
        var results = await services.Apply(planned, detach, ct);
        if (ReleaseOutcome.Worst(results) is not Verdict.Deployed and var verdict)
            return new ReleaseOutcome(verdict, results, [], ct.IsCancellationRequested ? new Dictionary<string, string>() : await addresses.Of(plan.Application, plan.Infrastructure, ct));

        var progress = new Progress(plan, planned, results, release);
        try
        {
            foreach (var site in plan.Sites)
            {
                progress.Begun++;
                progress.Published.Add(await sites.Apply(site, release, ct));
            }

            progress.Addresses = await addresses.Of(plan.Application, plan.Infrastructure, ct);
            // What nothing was done to was checked by the run that did it.
            var failed = plan.ChangesSomething || plan.GoesOn ? await smoke.Check(SmokePlan.Of(plan.Application, progress.Addresses), ct) : [];
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

    /// <summary>In reverse: sites, then services.</summary>
    private async Task<ReleaseOutcome> TakeBack(Progress progress, string why, CancellationToken ct)
    {
        var back = await _reversal.All(progress.Sites, why, ct);
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
        await _reversal.AtOnce(progress.Sites);
        return new ReleaseOutcome(Verdict.Stopped, progress.Results, [], progress.Addresses);
    }

    /// <summary>How far a release has come after its services.</summary>
    private sealed record Progress(ReleasePlan Plan, ServicesPlan Planned, IReadOnlyList<ServiceResult> Results, string Release)
    {
        /// <summary>Sites that were begun, the one that failed included.</summary>
        public int Begun { get; set; }

        public IReadOnlyList<SiteReturn> Sites => [.. Plan.Sites.Take(Begun).Select(site => new SiteReturn(site, Release))];

        public List<SiteResult> Published { get; } = [];

        public IReadOnlyDictionary<string, string> Addresses { get; set; } = new Dictionary<string, string>();
    }
}
