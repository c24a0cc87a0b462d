namespace Slipway.GitHub;

/// <summary>What a job of GitHub Actions says of itself in its variables.</summary>
/// <param name="LogUrl">The page of the run; null: its address is not known.</param>
internal sealed record GitHubJob(GitHubRepository Repository, string Token, string? LogUrl)
{
    // https://docs.github.com/actions/reference/variables-reference
    /// <summary>The job that this process runs in; null outside GitHub Actions, and where the step has no <c>GITHUB_TOKEN</c>.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static GitHubJob? Of(Func<string, string?> variable) =>
        variable("GITHUB_ACTIONS") == "true" && variable("GITHUB_TOKEN") is { Length: > 0 } token && GitHubRepository.OfJob(variable) is { } repository
            ? new GitHubJob(repository, token, variable("GITHUB_SERVER_URL") is not null && variable("GITHUB_RUN_ID") is { } id ? repository.Page($"actions/runs/{id}") : null)
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}";
}
