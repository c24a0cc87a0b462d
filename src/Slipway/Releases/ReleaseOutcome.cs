using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>What became of a release.</summary>
/// <param name="Addresses">Public address of each site and routed service, by name.</param>
internal sealed record ReleaseOutcome(
    Verdict Verdict, IReadOnlyList<ServiceResult> Services, IReadOnlyList<SiteResult> Sites, IReadOnlyDictionary<string, string> Addresses)
{
    /// <summary>Whether what the release is made of serves, whatever its verdict: a rollback stays although a check fails after it.</summary>
    public bool Serves { get; init; }

    /// <summary>Of a run that came to nothing.</summary>
    public static ReleaseOutcome Nothing(Verdict verdict) => new(verdict, [], [], new Dictionary<string, string>());

    /// <summary>Address of the first site, else of the first routed service; null: none.</summary>
    public string? FirstUrl(Application application) =>
        SmokeRules.TargetsOf(application).Select(name => Addresses.GetValueOrDefault(name)).FirstOrDefault(url => url is not null);

    /// <summary>
    /// A release is what its worst service is. Going back is worse than being stopped, since it says that the new version does not work;
    /// a service that was never begun because another failed does not count.
    /// </summary>
    internal static Verdict Worst(IReadOnlyList<ServiceResult> results)
    {
        Verdict[] order = [Verdict.Failed, Verdict.TimedOut, Verdict.RolledBack, Verdict.Superseded, Verdict.Stopped, Verdict.InProgress];
        return order.Where(verdict => results.Any(result => result.Verdict == verdict)).DefaultIfEmpty(Verdict.Deployed).First();
    }
}
