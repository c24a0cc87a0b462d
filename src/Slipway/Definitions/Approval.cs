namespace Slipway;

/// <summary>
/// Whether somebody must approve what a deploy or a promotion changes, before anything is changed. A rollback never waits for it. What counts as
/// an approval is in <c>docs/approval.md</c>.
/// </summary>
public sealed record Approval
{
    private Approval(bool isRequired) => IsRequired = isRequired;

    /// <summary>Nobody has to approve.</summary>
    public static Approval None { get; } = new(isRequired: false);

    /// <summary>
    /// Refused until one of these is found: the reviewers of a GitHub environment let this job run, a manual approval stands before this build in
    /// its CodePipeline, or somebody else approved this very plan with <c>./build.sh Approve</c>.
    /// </summary>
    public static Approval Required { get; } = new(isRequired: true);

    /// <summary>Whether a deploy needs one.</summary>
    public bool IsRequired { get; }

    /// <summary>How long an approval holds: one minute to 30 days; a day unless said otherwise.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The GitHub environment that the deploying job must run in; null: the one that is called as this environment.</summary>
    public string? GitHubEnvironment { get; init; }

    /// <summary>
    /// The GitHub whose word is taken: <c>https://github.com</c>, or the address of an Enterprise Server. It stands here since the variables of a
    /// job can name any.
    /// </summary>
    public Uri GitHubServer { get; init; } = new("https://github.com");
}
