using Slipway.Images;
using Slipway.Output;
using Slipway.Releases;
using Slipway.Traffic;

namespace Slipway.Sites;

/// <summary>Publishes the sites of an application and takes them back.</summary>
/// <param name="root">Root of the repository, which the sites' folders are relative to.</param>
internal sealed class SiteShipper(
    string root, Preparer preparer, ISiteBucket bucket, IReleaseBucket releases, ICdn cdn, IWebViewer viewer, IOutput output, TimeProvider time)
{
    private readonly SitePlanner _planner = new(new SiteFolder(root, time), preparer, bucket, releases, cdn);

    /// <summary>The routes of all services: what is behind a site's distribution beside it is looked at too.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    private SitePublisher Publisher => new(
        bucket, releases, new SiteInvalidation(cdn, output, time), new SiteVerification(viewer, Routes, output, time), output, time);

    /// <inheritdoc cref="SitePlanner.ReadAhead"/>
    public void ReadAhead(IReadOnlyList<StaticSite> sites, CancellationToken ct) => _planner.ReadAhead(sites, ct);

    /// <summary>Reads and decides. Runs the site's preparation when its inputs changed; writes nothing outside the work tree.</summary>
    public Task<SitePlan> Plan(StaticSite site, SiteInfrastructure place, CancellationToken ct) => _planner.Forward(site, place, ct);

    /// <inheritdoc cref="SitePlanner.Of"/>
    public Task<SitePlan> PlanOf(StaticSite site, SiteInfrastructure place, IReadOnlyList<SiteFile> files, CancellationToken ct) => _planner.Of(site, place, files, ct);

    /// <inheritdoc cref="SitePublisher.Apply"/>
    public Task<SiteResult> Apply(SitePlan plan, string release, CancellationToken ct) => Publisher.Apply(plan, release, ct);

    /// <summary>
    /// Makes the release serve that was live when <paramref name="plan"/> was made, however far its application came. Where it overwrote nothing,
    /// nothing is done.
    /// </summary>
    /// <param name="release">The release that the plan was applied as.</param>
    /// <param name="why">Goes on from "taken back": <c>because web failed</c>.</param>
    /// <returns>Whether the previous release serves; false: there is none, and what was written stays.</returns>
    /// <exception cref="DeployException">Another release was published since, or files of the previous one are gone.</exception>
    public async Task<bool> TakeBack(SitePlan plan, string release, string why, CancellationToken ct)
    {
        var now = (await new SiteLedger(releases, plan.Site.Name).State(ct)).State;
        var before = SiteAdoption.IsNeeded(plan) ? SiteAdoption.Name(release) : plan.Previous;
        if (now.Sequence == plan.Seen.State.Sequence || (now.To is null && now.Release == before))
            return true;

        if ((now.To ?? now.Release) != release && now.To != before)
            throw Overtaken(plan, now);

        if (before is not { } previous)
        {
            output.Emit(new SiteStays(plan.Site.Name, plan.Place.Bucket, why));
            return false;
        }

        output.Emit(new SiteTakingBack(plan.Site.Name, previous, why));
        await Return(plan.Site, plan.Place, previous, ct);
        return true;
    }

    /// <summary>Decides what makes an earlier release serve again, from its manifest and the release bucket's copies. Needs no build and writes nothing.</summary>
    /// <exception cref="DeployException">There is no such release, or files of it are gone.</exception>
    public async Task<SitePlan> PlanReturn(StaticSite site, SiteInfrastructure place, string release, CancellationToken ct) =>
        await _planner.Back(site, place, await new SiteLedger(releases, site.Name).Find(release, ct) ?? throw NotKept(site, release), ct);

    /// <summary>Makes an earlier release serve again.</summary>
    /// <inheritdoc cref="PlanReturn" path="/exception"/>
    public async Task<SiteResult> Return(StaticSite site, SiteInfrastructure place, string release, CancellationToken ct) =>
        await Publisher.Apply(await PlanReturn(site, place, release, ct), release, ct);

    /// <summary>The address at which people find the site.</summary>
    /// <exception cref="DeployException">There is no such distribution.</exception>
    public async Task<Uri> Address(StaticSite site, SiteInfrastructure place, CancellationToken ct) =>
        place.Address ?? SiteAddress.Of(site, place, await cdn.Distribution(place.Distribution, ct) ?? throw SitePlanner.Missing(site, place));

    private static DeployException NotKept(StaticSite site, string release) => new(
        $"""
         Site {site.Name} cannot go back to release {release}: it is not kept any more. Nothing was changed.
           kept  {SitePlanText.Count(site.Retention.Releases, "release")}, and what was live in the last {SitePlanText.Count(site.Retention.Days, "day")} (Retention of the site)
           try   a newer release, or deploy the commit of that release again
         """,
        Verdict.Refused);

    private static DeployException Overtaken(SitePlan plan, SiteState now) => new(
        $"""
         Site {plan.Site.Name} was not taken back: another release of it was published since.
           found  {now.To ?? now.Release}, {now.State}
           try    look at what is live, and roll back by hand if it should not be
         """,
        Verdict.Superseded);
}
