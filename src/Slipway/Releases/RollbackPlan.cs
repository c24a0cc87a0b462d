using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>A site that goes back.</summary>
/// <param name="Release">The release of the site that serves afterwards: the one that published it.</param>
internal sealed record SiteReturn(SitePlan Plan, string Release)
{
    /// <summary>The release that served before according to the ledger; null: what the plan found. They differ where a run that is gone had published a part of this very release.</summary>
    public string? Before { get; init; }

    /// <summary>Whether new files of it may stay, whatever becomes of the release.</summary>
    public bool IsAssets => Plan.Site.Routing == SiteRouting.Assets;
}

/// <summary>Everything that going back will do, decided before anything is done.</summary>
/// <param name="Only">The one service or site that goes back; null: all of them.</param>
/// <param name="Sites">In the order in which they go back.</param>
/// <param name="Left">What is not touched, and why.</param>
/// <param name="Notes">What could not be confirmed.</param>
internal sealed record RollbackPlan(
    Application Application, DeployEnvironment Environment, Infrastructure Infrastructure, RollbackChoice Choice, string? Only, ServicesPlan Services,
    IReadOnlyList<SiteReturn> Sites, IReadOnlyList<string> Left, IReadOnlyList<string> Notes)
{
    /// <summary>What becomes of databases, which is nothing, and which snapshot was taken of them since the target.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    public ReleaseManifest Target => Choice.Target;

    public bool ChangesSomething => Services.ChangesSomething || Sites.Any(site => site.Plan.ChangesSomething);

    /// <summary>The plan as a person reads it.</summary>
    public string Text => string.Join('\n',
    [
        $"{Application.Name} in {Environment.Name} goes back to release {Target.Id}, {Choice.Why}",
        $"  commit  {Target.Commit}, deployed {Target.Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {ReleaseTable.Name(Target.Who)}",
        .. Choice.From is { } from ? [$"  live    {from.Id}, commit {from.Commit}"] : (string[])[],
        .. Left.Select(left => $"  left    {left}"),
        .. Databases.Select(database => $"  kept    {database}"),
        .. Notes.Select(note => $"  note    {note}"),
        .. Sites.SelectMany(site => site.Plan.Lines()),
        .. Services.Services.SelectMany(service => service.Lines()),
    ]);

    /// <summary>Image by digest of each container, once it is done.</summary>
    public IReadOnlyDictionary<string, string> Images => Merge(
        Target.Images, Choice.From?.Images ?? new Dictionary<string, string>(), key => IsBack(key.Split('/')[0]));

    /// <summary>Services that the live release has and that are not touched.</summary>
    public IReadOnlyList<ReleasedService> KeptServices => [.. (Choice.From?.Services ?? []).Where(service => !IsBack(service.Name))];

    /// <summary>Sites that the live release has and that are not touched.</summary>
    public IReadOnlyList<ReleasedSite> KeptSites => [.. (Choice.From?.Sites ?? []).Where(site => !IsBack(site.Name))];

    private bool IsBack(string name) => Services.Services.Any(service => service.Name == name) || Sites.Any(site => site.Plan.Site.Name == name);

    private static Dictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> target, IReadOnlyDictionary<string, string> live, Func<string, bool> isBack) =>
        target.Where(image => isBack(image.Key)).Concat(live.Where(image => !isBack(image.Key))).ToDictionary(StringComparer.Ordinal);
}
