using Slipway.Databases;
using Slipway.Images;
using Slipway.Services;
using Slipway.Services.Pair;

namespace Slipway.Releases;

/// <summary>A release's own line in the ledger, from its beginning to its end.</summary>
internal sealed class LedgerEntry(Ledger ledger, OpenRelease open)
{
    /// <param name="services">The services' part of the plan, with digests.</param>
    public static ReleaseManifest Of(ReleasePlan plan, LockOwner owner, IReadOnlyDictionary<string, string> images, ServicesPlan services) =>
        new(owner.Release, plan.Application.Name, plan.Environment.Name, plan.Commit, owner.Who)
        {
            RunUrl = owner.RunUrl,
            PlanHash = plan.Hash,
            Images = images,
            Inputs = InputsOf(plan.Images),
            Snapshots = SnapshotsOf(services),
            PromotedFrom = plan.PromotedFrom,
        };

    /// <summary>What images are made from, by their names. Null: nothing is known, as of images that are promoted, which their digests alone name.</summary>
    public static Dictionary<string, ReleasedInput>? InputsOf(ImagesPlan images)
    {
        var inputs = images.Steps.Where(step => step.InputTag.StartsWith(RepositorySettings.InputPrefix, StringComparison.Ordinal))
            .ToDictionary(step => step.Source.Key, step => new ReleasedInput(step.InputTag, step.Tag) { Origin = step.Origin }, StringComparer.Ordinal);
        return inputs.Count > 0 ? inputs : null;
    }

    /// <summary>Snapshots that are about to be taken. Null: none.</summary>
    public static IReadOnlyList<ReleasedSnapshot>? SnapshotsOf(ServicesPlan services) =>
        services.Snapshots.Select(ReleasedSnapshot.Of).DistinctBy(snapshot => snapshot.Identifier).ToList() is { Count: > 0 } some ? some : null;

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

    /// <summary>Digests of the shapes that were rendered, by service.</summary>
    public IReadOnlyDictionary<string, string> Shapes { get; set; } = new Dictionary<string, string>();

    /// <summary>Snapshots that became available.</summary>
    public IReadOnlyList<ReleasedSnapshot> Snapshots { get; set; } = [];

    public async Task End(ReleaseOutcome outcome, CancellationToken ct)
    {
        var services = outcome.Services.Select(service => new ReleasedService(service.Service, service.TaskDefinition, null, service.Deployment)
        {
            Verdict = service.Verdict,
            Side = service.Side?.Word(),
            Shape = ShapeOf(service),
        }).ToList();
        var sites = outcome.Sites.Select(site => new ReleasedSite(site.Site, site.ManifestKey, site.Previous)).ToList();
        var manifest = open.Manifest.EndingAs(outcome.Verdict);
        manifest = manifest with
        {
            Answers = Answers.Count > 0 ? [.. manifest.Answers ?? [], .. Answers] : manifest.Answers,
            Snapshots = manifest.Snapshots?.Select(begun => Snapshots.FirstOrDefault(taken => taken.Identifier == begun.Identifier) ?? begun).ToList(),
            Services = [.. services, .. manifest.Services.ExceptBy(services.Select(service => service.Name), kept => kept.Name)],
            Sites = [.. sites, .. manifest.Sites.ExceptBy(sites.Select(site => site.Name), kept => kept.Name)],
        };
        if (outcome.Verdict == Verdict.InProgress)
        {
            await ledger.Detach(open, manifest, ct);
            return;
        }

        // Once it has ended, what is live is told from its verdict.
        if (outcome is { Serves: true, Verdict: not Verdict.Deployed })
            await ledger.MakeLive(open, ct);
        await ledger.End(open, manifest, ct);
    }

    /// <summary>What was taken back runs something else than what was rendered; what was left to ECS may still do.</summary>
    private string? ShapeOf(ServiceResult service) => service.Verdict is not (Verdict.Deployed or Verdict.InProgress) ? null
        : Shapes.GetValueOrDefault(service.Service)
            ?? open.Manifest.Services.FirstOrDefault(left => left.Name == service.Service && left.TaskDefinition == service.TaskDefinition)?.Shape;
}
