using Slipway.GitHub;
using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>
/// An approval by the reviewers of a GitHub environment. That a job runs in it is taken from nobody but GitHub, since a line of a workflow can set any
/// variable; that the environment has reviewers is read, since GitHub makes one without any where a job names one that is missing.
/// </summary>
/// <param name="connect">Gives the reviews of a repository; null: the step has no token.</param>
internal sealed class GitHubApproval(DeployEnvironment environment, IJobIdentity identity, Func<GitHubAddresses, string, IReviews?> connect, TimeProvider time)
{
    private const string Audience = "slipway-approval";

    private string Wanted => environment.Approval.GitHubEnvironment ?? environment.Name;

    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    public async Task<ApprovalFinding> Look(CancellationToken ct)
    {
        var github = GitHubAddresses.Of(environment.Approval.GitHubServer);
        if (await identity.Token(Audience, ct) is not { } token)
            return ApprovalFinding.None("this is no job of GitHub Actions that may ask who it is (permissions: id-token: write)");

        var job = JobClaims.Read(token, await identity.Keys(github.Issuer, ct), github.Issuer, Audience, time.GetUtcNow());
        // GitHub tells no upper from lower case in the names of environments.
        if (!string.Equals(job.Environment, Wanted, StringComparison.OrdinalIgnoreCase))
            return ApprovalFinding.None($"the job runs in {(job.Environment is { } other ? $"environment {other}" : "no environment")}; it must run in {Wanted} (environment: {Wanted})");

        if (connect(github, job.Repository) is not { } reviews)
            return ApprovalFinding.None("the step has no GITHUB_TOKEN to read the reviews with (permissions: actions: read)");

        return Judge(job, await reviews.Protection(Wanted, ct), await reviews.Of(job.Run, ct));
    }

    /// <param name="protection">Null: there is no such environment.</param>
    internal ApprovalFinding Judge(JobClaims job, EnvironmentProtection? protection, IReadOnlyList<RunReview> reviews)
    {
        if (protection is null)
            return ApprovalFinding.None($"{job.Repository} has no environment {Wanted}, or the token may not see it (permissions: actions: read)");

        if (protection.Reviewers.Count == 0)
            return ApprovalFinding.None($"environment {Wanted} of {job.Repository} has no required reviewers, so that GitHub asks nobody (Settings, Environments)");

        var given = reviews.Where(review => review.Environments.Contains(Wanted, StringComparer.OrdinalIgnoreCase)).ToList();
        return given.LastOrDefault() switch
        {
            { IsApproval: true } review => ApprovalFinding.Given(new ReleaseApproval($"GitHub environment {Wanted}", review.User)
            {
                Url = new Uri(environment.Approval.GitHubServer, $"{job.Repository}/actions/runs/{job.Run}").AbsoluteUri,
            }) with
            {
                Doubts = Doubts(job, protection, review),
            },
            { } review => ApprovalFinding.None($"{review.User} did not approve run {job.Run} in environment {Wanted}"),
            null => ApprovalFinding.None(
                $"nobody approved run {job.Run} in environment {Wanted}, although {string.Join(" or ", protection.Reviewers)} must: its protection was bypassed or is newer than the run"),
        };
    }

    /// <summary>GitHub counts an approval that anybody could have given to their own code; whoever wants two people must say so there.</summary>
    private IReadOnlyList<string> Doubts(JobClaims job, EnvironmentProtection protection, RunReview review) =>
    [
        .. string.Equals(review.User, job.Actor, StringComparison.OrdinalIgnoreCase) ? (string[])[$"{review.User} started the run and approved it"] : [],
        .. protection.Doubts(environment.Branch),
    ];
}
