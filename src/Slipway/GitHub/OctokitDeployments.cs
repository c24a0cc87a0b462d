using System.Collections.ObjectModel;
using Octokit;

namespace Slipway.GitHub;

/// <summary>The deployments of a repository, and the states of its commits.</summary>
/// <param name="logUrl">The page of the run; null: its address is not known.</param>
internal sealed class OctokitDeployments(OctokitCalls calls, string? logUrl) : IDeployments
{
    public async Task<long> Create(string commit, string environment, IReadOnlyDictionary<string, string> images, CancellationToken ct)
    {
        var deployment = new NewDeployment(commit)
        {
            Environment = environment,
            Payload = images.ToDictionary(),
            Description = "Slipway",

            // The commit is what is deployed: nothing is merged into it, and the checks of this very run have not ended.
            AutoMerge = false,
            RequiredContexts = new Collection<string>(),
        };
        return (await calls.Send(GitHubCall.CreateDeployment, client => client.Repository.Deployment.Create(calls.Owner, calls.Name, deployment), ct)).Id;
    }

    public Task Report(long deployment, DeploymentProgress progress, string description, string? url, CancellationToken ct)
    {
        var status = new NewDeploymentStatus(State(progress)) { Description = description, LogUrl = logUrl, EnvironmentUrl = url };
        return calls.Send(GitHubCall.AddDeploymentStatus, client => client.Repository.Deployment.Status.Create(calls.Owner, calls.Name, deployment, status), ct);
    }

    public Task Mark(string commit, string context, DeploymentProgress progress, string description, CancellationToken ct)
    {
        var status = new NewCommitStatus { State = CommitStateOf(progress), Context = context, Description = description, TargetUrl = logUrl };
        return calls.Send(GitHubCall.AddCommitStatus, client => client.Repository.Status.Create(calls.Owner, calls.Name, commit, status), ct);
    }

    private static DeploymentState State(DeploymentProgress progress) => progress switch
    {
        DeploymentProgress.InProgress => DeploymentState.InProgress,
        DeploymentProgress.Success => DeploymentState.Success,
        DeploymentProgress.Failure => DeploymentState.Failure,
        DeploymentProgress.Inactive => DeploymentState.Inactive,
        _ => DeploymentState.Error,
    };

    // A commit has no word for what was superseded: it neither serves nor is known to be bad.
    private static CommitState CommitStateOf(DeploymentProgress progress) => progress switch
    {
        DeploymentProgress.InProgress => CommitState.Pending,
        DeploymentProgress.Success => CommitState.Success,
        DeploymentProgress.Failure => CommitState.Failure,
        _ => CommitState.Error,
    };
}
