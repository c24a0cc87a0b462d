using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Some of a release's sites, published one after the other; knows how far it has come.</summary>
/// <param name="live">The release of each site that the live release has.</param>
internal sealed class SiteStage(SiteShipper sites, IReadOnlyList<SitePlan> plans, string release, IReadOnlyDictionary<string, string> live)
{
    private readonly List<SiteReturn> _begun = [];
    private readonly List<SiteResult> _published = [];

    /// <summary>Sites that were begun, one that failed included.</summary>
    public IReadOnlyList<SiteReturn> Begun => _begun;

    public IReadOnlyList<SiteResult> Published => _published;

    /// <summary>Name of the site that is being published, or at which it ended; null: none.</summary>
    public string? At => _begun.Count > _published.Count ? _begun[^1].Plan.Site.Name : null;

    /// <exception cref="DeployException">The site <see cref="At"/> could not be published, or viewers do not get it right.</exception>
    public async Task Publish(CancellationToken ct)
    {
        foreach (var plan in plans)
        {
            _begun.Add(new SiteReturn(plan, release) { Before = live.GetValueOrDefault(plan.Site.Name) });
            _published.Add(await sites.Apply(plan, release, ct));
        }
    }
}
