using System.Globalization;

namespace Slipway.Rehearsal.GitHub;

/// <summary>What a call of GitHub's REST API is about, and what a job's token needs for it.</summary>
/// <param name="Scope">As a workflow's <c>permissions</c> name it.</param>
internal abstract record GitHubRoute(string Scope, bool IsWrite)
{
    private const string Actions = "actions", Deployments = "deployments", Statuses = "statuses", Metadata = "metadata";

    /// <summary>What every token may read.</summary>
    public bool IsOpen => Scope == Metadata;

    // https://docs.github.com/rest/authentication/permissions-required-for-github-apps
    /// <summary>Null: there is no such route here.</summary>
    /// <param name="path">What follows <c>/repos/owner/name</c>.</param>
    public static GitHubRoute? Of(string method, IReadOnlyList<string> path) => (method, path) switch
    {
        ("GET", []) => new Repository(),
        ("GET", ["actions", "oidc", "customization", "sub"]) => new SubjectForm(),
        ("GET", ["actions", "runs", var run]) when Number(run) is { } id => new Run(id),
        ("GET", ["actions", "runs", var run, "approvals"]) when Number(run) is { } id => new Approvals(id),
        ("GET", ["environments"]) => new Environments(),
        ("GET", ["environments", var name]) => new Environment(name),
        ("GET", ["deployments"]) => new DeploymentList(),
        ("POST", ["deployments"]) => new NewDeployment(),
        ("GET", ["deployments", var deployment]) when Number(deployment) is { } id => new Deployment(id),
        ("GET", ["deployments", var deployment, "statuses"]) when Number(deployment) is { } id => new DeploymentStatuses(id),
        ("POST", ["deployments", var deployment, "statuses"]) when Number(deployment) is { } id => new NewDeploymentStatus(id),
        ("POST", ["statuses", var sha]) => new NewCommitStatus(sha),
        ("GET", ["commits", var sha, "statuses"]) => new CommitStatuses(sha),
        _ => null,
    };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public sealed record Repository() : GitHubRoute(Metadata, IsWrite: false);

    public sealed record SubjectForm() : GitHubRoute(Actions, IsWrite: false);

    public sealed record Run(long Id) : GitHubRoute(Actions, IsWrite: false);

    public sealed record Approvals(long Id) : GitHubRoute(Actions, IsWrite: false);

    public sealed record Environments() : GitHubRoute(Actions, IsWrite: false);

    public sealed record Environment(string Name) : GitHubRoute(Actions, IsWrite: false);

    public sealed record DeploymentList() : GitHubRoute(Deployments, IsWrite: false);

    public sealed record NewDeployment() : GitHubRoute(Deployments, IsWrite: true);

    public sealed record Deployment(long Id) : GitHubRoute(Deployments, IsWrite: false);

    public sealed record DeploymentStatuses(long Id) : GitHubRoute(Deployments, IsWrite: false);

    public sealed record NewDeploymentStatus(long Id) : GitHubRoute(Deployments, IsWrite: true);

    public sealed record NewCommitStatus(string Sha) : GitHubRoute(Statuses, IsWrite: true);

    public sealed record CommitStatuses(string Sha) : GitHubRoute(Statuses, IsWrite: false);
}
