using Slipway.Images;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Reads what is and decides what a deploy does. Writes nothing outside the work tree.</summary>
internal sealed class ReleasePlanner(ReleaseRequest request, ReleaseTools tools)
{
    private Application Application => request.Application;

    private DeployEnvironment Environment => request.Environment;

    public async Task<ReleasePlan> Plan(string commit, Infrastructure infrastructure, CancellationToken ct)
    {
        var looking = tools.Observer.Look(Application, Environment, infrastructure, ct);
        var planningSites = PlanSites(infrastructure, ct);
        var live = await LiveRelease.Of(tools.Store.Ledger, ct);
        var images = await PlanImages(commit, live, ct);

        var (look, shipped) = (await looking, new Shipped(commit, null, Planned(images)));
        var seen = await tools.Observer.Complete(look, live.Unchanged(look, shipped), ct) with { LiveSides = live.Sides };
        var sites = await planningSites;
        var services = ServicesPlan.Create(Application, Environment, infrastructure, shipped, seen);
        return new ReleasePlan(Application, Environment, commit, infrastructure, images, services, seen, sites)
        {
            PromotedFrom = tools.Promotion is { } origin ? await origin.Name(ct) : null,
            LiveSites = live.Sites,
        };
    }

    private async Task<ImagesPlan> PlanImages(string commit, LiveRelease live, CancellationToken ct)
    {
        if (tools.Promotion is { } promotion)
            return await promotion.PlanImages(Application, ct);

        var sources = ImageSource.Of(Application);
        var plan = await tools.Images.Plan(sources, commit, request.Rebuild, live.Images(sources), shared: request.Prebuilt, ct);
        return request.Prebuilt ? plan.DemandBuilt(Environment) : plan;
    }

    /// <summary>What is to be done to every site. One after the other: planning a site may build it.</summary>
    public async Task<IReadOnlyList<SitePlan>> PlanSites(Infrastructure infrastructure, CancellationToken ct)
    {
        List<SitePlan> plans = [];
        foreach (var site in Application.Sites)
        {
            var place = infrastructure.PlaceOf(Application, site)!;
            plans.Add(tools.Promotion is { } promotion ? await promotion.PlanSite(site, place, ct) : await tools.Sites.Plan(site, place, ct));
        }

        return plans;
    }

    /// <summary>The services' part again, now that the images are in the registry and have digests.</summary>
    public static ServicesPlan WithDigests(ReleasePlan plan, IReadOnlyList<ShippedImage> images, string release) =>
        ServicesPlan.Create(plan.Application, plan.Environment, plan.Infrastructure, new Shipped(plan.Commit, release, Digests(images)), plan.Seen);

    /// <summary>References by digest, by the names that <see cref="Shipped.Images"/> uses.</summary>
    public static IReadOnlyDictionary<string, string> Digests(IReadOnlyList<ShippedImage> images) =>
        images.ToDictionary(image => Key(image.Service, image.Container), image => image.Reference, StringComparer.Ordinal);

    // What an image that is not built yet will be is not known before; the tag of its inputs stands for it.
    private static Dictionary<string, string> Planned(ImagesPlan images) => images.Steps.ToDictionary(
        step => step.Source.Key,
        step => $"{step.Repository?.Uri ?? step.Source.Repository}{(step.Digest is { } digest ? $"@{digest}" : $":{step.InputTag}")}",
        StringComparer.Ordinal);

    private static string Key(string service, string container) => service == container ? service : $"{service}/{container}";
}
