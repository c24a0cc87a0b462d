using Slipway.Aws;
using Slipway.GitHub;
using Slipway.Output;

namespace Slipway.Approvals;

/// <summary>Puts the gate together for a run with these variables.</summary>
internal static class ApprovalPlaces
{
    /// <summary>
    /// The session that reads pipelines: with the build's own credentials and in its own region, since a pipeline may stand in another account and region
    /// than what it deploys to.
    /// </summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static AwsSession Session(DeployEnvironment environment, Uri? endpoint, Func<string, string?> variable) =>
        new(environment with { Profile = null, AssumeRole = null, Region = variable("AWS_REGION") ?? environment.Region }, endpoint);

    /// <param name="pipelines">The session that <see cref="Session"/> gives.</param>
    /// <param name="from">The environment that is promoted; null: none.</param>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static ApprovalGate Gate(
        AwsSession pipelines, DeployEnvironment environment, string? from, RecordedApproval records, Func<string, string?> variable, IOutput output, TimeProvider time)
    {
        return new ApprovalGate(
            environment,
            from,
            new GitHubApproval(environment, new HttpJobIdentity(variable), Reviews, time),
            new PipelineApproval(environment, new AwsPipelineHistory(pipelines), variable, time),
            records,
            output);

        IReviews? Reviews(GitHubAddresses github, string repository) =>
            variable("GITHUB_TOKEN") is { Length: > 0 } token
                ? new OctokitReviews(new OctokitCalls(github.Api, repository, token, OctokitReviews.Patience, time))
                : null;
    }
}
