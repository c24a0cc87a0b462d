namespace Slipway.Releases;

/// <summary>The page on which a person reads what a run says.</summary>
internal static class RunUrl
{
    // https://docs.github.com/actions/reference/variables-reference
    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    /// <summary>The page of the job that this process runs in: GitHub Actions or CodeBuild. Null elsewhere.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static string? Of(Func<string, string?> variable) =>
        variable("GITHUB_ACTIONS") == "true"
            && variable("GITHUB_SERVER_URL") is { Length: > 0 } server
            && variable("GITHUB_REPOSITORY") is { Length: > 0 } repository
            && variable("GITHUB_RUN_ID") is { Length: > 0 } run
                ? $"{server.TrimEnd('/')}/{repository}/actions/runs/{run}"
                : variable("CODEBUILD_BUILD_URL");
}
