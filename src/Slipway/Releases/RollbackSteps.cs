using Slipway.Output;
using Slipway.Services;
using Slipway.Sites;
using Slipway.Smoke;

namespace Slipway.Releases;

/// <summary>
/// Carries a rollback out, in the reverse order of a deploy: sites, then services, then the smoke checks. What fails on the way leaves the release that was to be left;
/// a check that fails afterwards, or a site that is not seen as it should be, is told and changes nothing, since what it would lead back to is what was fled from.
/// </summary>
internal sealed class RollbackSteps(ServicesDeployer services, SiteShipper sites, SmokeChecker smoke, KnownAddresses addresses, IOutput output, TimeProvider time)
{
    private readonly SiteReversal _reversal = new(sites, output, time);

    public async Task<ReleaseOutcome> Apply(RollbackPlan plan, CancellationToken ct)
    {
        List<SiteReturn> begun = [];
        List<SiteResult> returned = [];
        try
        {
            foreach (var site in plan.Sites)
            {
                begun.Add(site);
                returned.Add(await sites.Apply(site.Plan, site.Release, ct));
            }
        }
        catch (DeployException exception)
        {
            output.Emit(new SiteFailed(begun[^1].Plan.Site.Name, exception.Message));
            await _reversal.All(begun, "because it failed to go back", ct);
            return ReleaseOutcome.Nothing(Verdict.Failed);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await _reversal.AtOnce(begun);
            return ReleaseOutcome.Nothing(Verdict.Stopped);
        }

        var results = await services.Apply(plan.Services, detach: false, ct);
        return ReleaseOutcome.Worst(results) is Verdict.Deployed ? await Check(plan, results, returned, ct) : await Undone(begun, results, ct);
    }

    private async Task<ReleaseOutcome> Check(RollbackPlan plan, IReadOnlyList<ServiceResult> results, IReadOnlyList<SiteResult> returned, CancellationToken ct)
    {
        var found = await addresses.Of(plan.Application, plan.Environment, plan.Infrastructure, ct);
        var failed = await smoke.Check(SmokePlan.Of(plan.Application, found), ct);
        return new ReleaseOutcome(failed.Count == 0 && returned.All(site => site.IsSeenRight) ? Verdict.Deployed : Verdict.Failed, results, returned, found) { Serves = true };
    }

    private async Task<ReleaseOutcome> Undone(IReadOnlyList<SiteReturn> begun, IReadOnlyList<ServiceResult> results, CancellationToken ct)
    {
        if (ct.IsCancellationRequested && begun.Count > 0)
            await _reversal.AtOnce(begun);
        else
            await _reversal.All(begun, "because the services did not go back", ct);

        return new ReleaseOutcome(ReleaseOutcome.Worst(results), results, [], new Dictionary<string, string>());
    }
}
