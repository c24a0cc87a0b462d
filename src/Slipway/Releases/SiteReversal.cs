using Slipway.Output;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Undoes what a run did to sites: each serves again what it served when the run began.</summary>
internal sealed class SiteReversal(SiteShipper sites, IOutput output, TimeProvider time)
{
    /// <summary>How long a run that is stopped may take to bring its sites back.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <param name="begun">The sites that were begun, in their order, the one that failed included; each with the release that it was to serve.</param>
    /// <param name="why">Goes on from "taken back": <c>because web failed</c>.</param>
    /// <returns>Whether every one serves its previous release again.</returns>
    public async Task<bool> All(IReadOnlyList<SiteReturn> begun, string why, CancellationToken ct)
    {
        var back = true;
        foreach (var site in begun.Reverse())
        {
            try
            {
                back &= await TakeBack(site, why, ct);
            }
            catch (DeployException exception)
            {
                output.Emit(new SiteFailed(site.Plan.Site.Name, exception.Message));
                back = false;
            }
        }

        return back;
    }

    /// <summary>For a run that was stopped: takes a few seconds and no longer.</summary>
    public async Task AtOnce(IReadOnlyList<SiteReturn> begun)
    {
        using var deadline = new CancellationTokenSource(Within, time);
        try
        {
            await All(begun, "because the run was stopped", deadline.Token);
        }
        catch (OperationCanceledException)
        {
            output.Emit(new SiteFailed(begun[^1].Plan.Site.Name, "It could not be taken back in time; the next deploy finishes or restores it."));
        }
    }

    private async Task<bool> TakeBack(SiteReturn site, string why, CancellationToken ct)
    {
        var back = await sites.TakeBack(site.Plan, site.Release, why, ct);
        if (site.Before is { } before && before != site.Plan.Previous)
            back = (await sites.Return(site.Plan.Site, site.Plan.Place, before, ct)).Release == before;

        // Files that only a service's new pages load harm nobody.
        return back || site.IsAssets;
    }
}
