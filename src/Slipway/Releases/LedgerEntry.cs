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
        };

    public Task End(ReleaseOutcome outcome, CancellationToken ct) => ledger.End(
        open,
        open.Manifest with
        {
            Verdict = outcome.Verdict,
            Services = [.. outcome.Services.Select(service => new ReleasedService(service.Service, service.TaskDefinition, null, service.Deployment) { Verdict = service.Verdict })],
            Sites = [.. outcome.Sites.Select(site => new ReleasedSite(site.Site, site.ManifestKey, site.Previous))],
        },
        ct);
}
