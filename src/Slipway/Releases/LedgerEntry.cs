namespace Slipway.Releases;

/// <summary>A release's own line in the ledger, from its beginning to its end.</summary>
internal sealed class LedgerEntry(Ledger ledger, OpenRelease open)
{
    public static ReleaseManifest Of(ReleasePlan plan, LockOwner owner, IReadOnlyDictionary<string, string> images) =>
        new(owner.Release, plan.Application.Name, plan.Environment.Name, plan.Commit, owner.Who)
        {
            RunUrl = owner.RunUrl,
            PlanHash = plan.Hash,
            Images = images,
            PromotedFrom = plan.PromotedFrom,
        };

    /// <summary>A release that goes back. What it does not touch is in it as it was, so that it says all of what runs.</summary>
    public static ReleaseManifest Of(RollbackPlan plan, LockOwner owner) =>
        new(owner.Release, plan.Application.Name, plan.Environment.Name, plan.Target.Commit, owner.Who)
        {
            RunUrl = owner.RunUrl,
            Images = plan.Images,
            Services = plan.KeptServices,
            Sites = plan.KeptSites,
            Restores = plan.Target.Id,
            Only = plan.Only,
        };

    /// <summary>What people said to its rollouts.</summary>
    public IReadOnlyList<ReleaseAnswer> Answers { get; set; } = [];

    public async Task End(ReleaseOutcome outcome, CancellationToken ct)
    {
        var services = outcome.Services.Select(service => new ReleasedService(service.Service, service.TaskDefinition, null, service.Deployment) { Verdict = service.Verdict }).ToList();
        var sites = outcome.Sites.Select(site => new ReleasedSite(site.Site, site.ManifestKey, site.Previous)).ToList();
        await ledger.End(
            open,
            open.Manifest with
            {
                Verdict = outcome.Verdict,
                Answers = Answers.Count > 0 ? Answers : null,
                Services = [.. services, .. open.Manifest.Services.ExceptBy(services.Select(service => service.Name), kept => kept.Name)],
                Sites = [.. sites, .. open.Manifest.Sites.ExceptBy(sites.Select(site => site.Name), kept => kept.Name)],
            },
            ct);

        if (outcome is { Serves: true, Verdict: not Verdict.Deployed })
            await ledger.MakeLive(open, ct);
    }
}
