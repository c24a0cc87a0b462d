using System.Security.Cryptography;
using System.Text;
using Slipway.Images;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Everything that a deploy will do, decided before anything is done.</summary>
/// <param name="Commit">The tag from <see cref="Git.CommitTag"/>.</param>
internal sealed record ReleasePlan(
    Application Application, DeployEnvironment Environment, string Commit, Infrastructure Infrastructure, ImagesPlan Images, ServicesPlan Services,
    ServicesObservation Seen, IReadOnlyList<SitePlan> Sites)
{
    /// <summary>Whether a run that is gone has done a part of it, which nobody has checked.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The release that is promoted, such as <c>dev 20260102T030405678Z-0123abcd</c>; null: what is checked out is shipped.</summary>
    public string? PromotedFrom { get; init; }

    /// <summary>The commit of the definition where it is another than that of the images; null: it is the same.</summary>
    public string? DefinedBy { get; init; }

    /// <summary>The release of each site that the live release has, by the site's name: what is gone back to. A run that is gone may have published a later one.</summary>
    public IReadOnlyDictionary<string, string> LiveSites { get; init; } = new Dictionary<string, string>();

    /// <summary>Sites whose files the services' pages load: they come before the services.</summary>
    public IReadOnlyList<SitePlan> AssetSites => [.. Sites.Where(site => site.Site.Routing == SiteRouting.Assets)];

    /// <summary>Sites that have pages of their own, which may ask the services: they come after them.</summary>
    public IReadOnlyList<SitePlan> PageSites => [.. Sites.Where(site => site.Site.Routing != SiteRouting.Assets)];

    public bool ChangesSomething => !Images.IsEmpty || Services.ChangesSomething || Sites.Any(site => site.ChangesSomething);

    /// <summary>What comes once the services are deployed, in words.</summary>
    public IReadOnlyList<string> AfterServices =>
    [
        .. PageSites.Where(site => site.ChangesSomething).Select(site => $"site {site.Site.Name}"),
        .. Application.SmokeChecks.Count > 0 ? ["smoke checks"] : (string[])[],
    ];

    /// <summary>The plan as a person reads it.</summary>
    public string Text => string.Join('\n',
    [
        $"{Application.Name} to {Environment.Name}, commit {Commit}",
        .. PromotedFrom is null ? (string[])[] : [$"promoted from {PromotedFrom}; nothing is built"],
        .. DefinedBy is null ? (string[])[] : [$"images and files are that commit's; sizes, variables and whatever else the definition says are as checked out, commit {DefinedBy}"],
        .. Images.Steps.Select(step => step.ToString()),
        .. AssetSites.SelectMany(site => site.Lines()),
        Services.Text,
        .. PageSites.SelectMany(site => site.Lines()),
    ]);

    /// <summary>
    /// SHA-256, in hexadecimal, of the decisions and what they rest on: the commit, what images are made from, what would be registered and
    /// what runs now, every file of a site and what lies in its bucket. Numbers of tasks that autoscaling moves are not in it.
    /// </summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
    [
        $"{Application.Name} {Environment.Name} {Environment.Account} {Environment.Region} {Commit}",
        .. Images.Steps.Select(step => $"{step.Source.Repository} {step.InputTag}"),
        Services.Hash,
        .. AssetSites.Select(site => $"before the services {site.Content}"),
        .. PageSites.Select(site => site.Content),
        .. Application.SmokeChecks.Select(check => check.ToString()),
    ]))));
}
