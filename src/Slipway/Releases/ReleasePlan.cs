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
    /// <summary>The release that is promoted, such as <c>dev 20260102T030405678Z-0123abcd</c>; null: what is checked out is shipped.</summary>
    public string? PromotedFrom { get; init; }

    /// <summary>The commit of the definition where it is another than that of the images; null: it is the same.</summary>
    public string? DefinedBy { get; init; }

    public bool ChangesSomething => !Images.IsEmpty || Services.ChangesSomething || Sites.Any(site => site.ChangesSomething);

    /// <summary>The plan as a person reads it.</summary>
    public string Text => string.Join('\n',
    [
        $"{Application.Name} to {Environment.Name}, commit {Commit}",
        .. PromotedFrom is null ? (string[])[] : [$"promoted from {PromotedFrom}; nothing is built"],
        .. DefinedBy is null ? (string[])[] : [$"images and files are that commit's; sizes, variables and whatever else the definition says are as checked out, commit {DefinedBy}"],
        .. Images.Steps.Select(step => step.ToString()),
        Services.Text,
        .. Sites.SelectMany(site => site.Lines()),
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
        .. Sites.Select(site => site.Content),
        .. Application.SmokeChecks.Select(check => check.ToString()),
    ]))));
}
