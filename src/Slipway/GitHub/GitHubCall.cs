namespace Slipway.GitHub;

/// <summary>A request that Slipway makes of GitHub's API; there are no others.</summary>
/// <param name="Route">As GitHub's description of its API writes it.</param>
/// <param name="What">Completes "GitHub did not ... of owner/repository".</param>
/// <param name="Permission">What the token needs for it, as a workflow writes it.</param>
internal sealed record GitHubCall(string Method, string Route, string What, string Permission)
{
    public static GitHubCall CreateDeployment { get; } =
        new("POST", "/repos/{owner}/{repo}/deployments", "create a deployment", "deployments: write");

    public static GitHubCall AddDeploymentStatus { get; } =
        new("POST", "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses", "add a status to a deployment", "deployments: write");

    public static GitHubCall AddCommitStatus { get; } =
        new("POST", "/repos/{owner}/{repo}/statuses/{sha}", "add a status to a commit", "statuses: write");

    public static GitHubCall ReadEnvironment { get; } =
        new("GET", "/repos/{owner}/{repo}/environments/{environment_name}", "read an environment", "actions: read");

    public static GitHubCall ReadEnvironmentBranches { get; } =
        new("GET", "/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies", "read the branches of an environment", "actions: read");

    public static GitHubCall ReadReviews { get; } =
        new("GET", "/repos/{owner}/{repo}/actions/runs/{run_id}/approvals", "read the reviews of a run", "actions: read");

    public static GitHubCall ReadRepository { get; } =
        new("GET", "/repos/{owner}/{repo}", "read the ids", "contents: read");

    public static GitHubCall ReadSubjectForm { get; } =
        new("GET", "/repos/{owner}/{repo}/actions/oidc/customization/sub", "read the form of subjects", "actions: read");

    public static GitHubCall Compare { get; } =
        new("GET", "/repos/{owner}/{repo}/compare/{basehead}", "compare two commits", "contents: read");

    public static GitHubCall FindRelease { get; } =
        new("GET", "/repos/{owner}/{repo}/releases/tags/{tag}", "read a release", "contents: read");

    public static GitHubCall CreateRelease { get; } =
        new("POST", "/repos/{owner}/{repo}/releases", "create a release", "contents: write");

    public static GitHubCall EditRelease { get; } =
        new("PATCH", "/repos/{owner}/{repo}/releases/{release_id}", "change a release", "contents: write");

    /// <summary>Whether the same may be asked twice without doing anything twice.</summary>
    public bool IsRead => Method == "GET";
}
