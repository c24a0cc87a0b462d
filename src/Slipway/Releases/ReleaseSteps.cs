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
internal sealed class ReleaseSteps(
    ServicesDeployer services, SiteShipper sites, SmokeChecker smoke, AwsAddresses addresses, IOutput output)
{
    /// <summary>How long a run that is stopped may take to bring its sites back.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <param name="plan">The whole plan.</param>
    /// <param name="planned">The services' part of it, with digests.</param>
    public async Task<ReleaseOutcome> Apply(ReleasePlan plan, ServicesPlan planned, string release, CancellationToken ct)
    {
        var results = await services.Apply(planned, ct);
        if (ReleaseOutcome.Worst(results) is not Verdict.Deployed and var verdict)
            return new ReleaseOutcome(verdict, results, [], ct.IsCancellationRequested ? new Dictionary<string, string>() : await Addresses(plan, ct));

        return await Publish(plan, planned, results, release, ct);
    }

    private async Task<ReleaseOutcome> Publish(
        ReleasePlan plan, ServicesPlan planned, IReadOnlyList<ServiceResult> results, string release, CancellationToken ct)
    {
        List<SiteResult> published = [];
        var begun = 0;
        try
        {
            foreach (var site in plan.Sites)
            {
                begun++;
                published.Add(await sites.Apply(site, release, ct));
            }

            var found = await addresses.Of(plan.Application, plan.Infrastructure, ct);
            var failed = plan.ChangesSomething ? await Failures(plan.Application, found, ct) : [];
            return failed.Count == 0
                ? new ReleaseOutcome(Verdict.Deployed, results, published, found)
                : await TakeBack(new Progress(plan, planned, results, published, begun, release), "because a smoke check failed", found, ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new SiteFailed(plan.Sites[begun - 1].Site.Name, exception.Message));
            return await TakeBack(
                new Progress(plan, planned, results, published, begun, release), $"because site {plan.Sites[begun - 1].Site.Name} failed", new Dictionary<string, string>(), ct);
        }
    }
}
