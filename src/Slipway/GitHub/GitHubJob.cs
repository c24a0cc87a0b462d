namespace Slipway.GitHub;

/// <summary>What a job of GitHub Actions says of itself in its variables.</summary>
/// <param name="Api">Such as <c>https://api.github.com</c>; another address on GitHub Enterprise Server.</param>
/// <param name="LogUrl">The page of the run; null: its address is not known.</param>
internal sealed record GitHubJob(Uri Api, string Owner, string Repository, string Token, string? LogUrl)
{
    // https://docs.github.com/actions/reference/variables-reference
    /// <summary>The job that this process runs in; null outside GitHub Actions, and where the step has no <c>GITHUB_TOKEN</c>.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static GitHubJob? Of(Func<string, string?> variable)
    {
        if (variable("GITHUB_ACTIONS") != "true"
            || variable("GITHUB_TOKEN") is not { Length: > 0 } token
            || variable("GITHUB_REPOSITORY")?.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } repository]
            || !Uri.TryCreate(variable("GITHUB_API_URL") ?? "https://api.github.com", UriKind.Absolute, out var api))
        {
            return null;
        }

        var run = variable("GITHUB_SERVER_URL") is { } server && variable("GITHUB_RUN_ID") is { } id
            ? $"{server.TrimEnd('/')}/{owner}/{repository}/actions/runs/{id}"
            : null;
        return new GitHubJob(api, owner, repository, token, run);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Repository}";
}
