using System.Collections.ObjectModel;
using Octokit;

namespace Slipway.GitHub;

/// <summary>The deployments of the repository whose job this is.</summary>
internal sealed class OctokitDeployments : IDeployments
{
    private readonly GitHubJob _job;
    private readonly GitHubClient _client;

    public OctokitDeployments(GitHubJob job) => (_job, _client) = (job, new GitHubClient(OctokitCalls.Connect(job.Api, job.Token)));

    public async Task<long> Create(string commit, string environment, IReadOnlyDictionary<string, string> images, CancellationToken ct)
    {
        var deployment = await Translate(
            "create a deployment",
            _client.Repository.Deployment.Create(_job.Owner, _job.Repository, new NewDeployment(commit)
            {
                Environment = environment,
                Payload = images.ToDictionary(),
                Description = "Slipway",

                // The commit is what is deployed: nothing is merged into it, and the checks of this very run have not ended.
                AutoMerge = false,
                RequiredContexts = new Collection<string>(),
            }),
            ct);
        return deployment.Id;
    }

    public Task Report(long deployment, DeploymentProgress progress, string? url, CancellationToken ct) =>
        Translate(
            "add a status to a deployment",
            _client.Repository.Deployment.Status.Create(
                _job.Owner, _job.Repository, deployment, new NewDeploymentStatus(State(progress)) { LogUrl = _job.LogUrl, EnvironmentUrl = url }),
            ct);

    private static DeploymentState State(DeploymentProgress progress) => progress switch
    {
        DeploymentProgress.InProgress => DeploymentState.InProgress,
        DeploymentProgress.Success => DeploymentState.Success,
        DeploymentProgress.Failure => DeploymentState.Failure,
        DeploymentProgress.Inactive => DeploymentState.Inactive,
        _ => DeploymentState.Error,
    };

    private Task<T> Translate<T>(string what, Task<T> call, CancellationToken ct) => OctokitCalls.Translate(what, $"{_job}", "deployments: write", call, ct);
}
