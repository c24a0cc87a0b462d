using Slipway.Output;

namespace Slipway.GitHub;

/// <summary>
/// Keeps GitHub's record of a release: a deployment of the commit, in progress while services change and then what became of them. It is
/// news, not a condition: what GitHub refuses is a warning, and the release goes on.
/// </summary>
/// <param name="deployments">Null: nothing is recorded.</param>
internal sealed class GitHubRecord(IDeployments? deployments, IOutput output)
{
    private long? _deployment;

    /// <summary>The record of a run with these variables: there is one in a job of GitHub Actions with a token, and never of the rehearsal.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static GitHubRecord Of(DeployEnvironment environment, Func<string, string?> variable, IOutput output) =>
        new(!environment.IsLocal && GitHubJob.Of(variable) is { } job ? new OctokitDeployments(job) : null, output);

    /// <summary>Says that the services of <paramref name="environment"/> are about to get these images.</summary>
    public async Task Begin(string commit, DeployEnvironment environment, IReadOnlyDictionary<string, string> images, CancellationToken ct)
    {
        if (deployments is null)
            return;

        await Try(async () =>
        {
            _deployment = await deployments.Create(commit, environment.Name, images, ct);
            await deployments.Report(_deployment.Value, DeploymentProgress.InProgress, url: null, ct);
        });
    }

    /// <summary>Says what became of it. Nothing to say when nothing was begun. Takes no token: a run that was stopped is told of too.</summary>
    /// <param name="verdict">Null: the run broke off.</param>
    public async Task End(Verdict? verdict, string? url)
    {
        if (deployments is not null && _deployment is { } deployment)
            await Try(() => deployments.Report(deployment, Progress(verdict), verdict == Verdict.Deployed ? url : null, CancellationToken.None));
    }

    /// <summary>GitHub's word for a verdict. "Failure" says that this commit does not work, "error" that it is not known.</summary>
    internal static DeploymentProgress Progress(Verdict? verdict) => verdict switch
    {
        Verdict.Deployed => DeploymentProgress.Success,
        Verdict.InProgress => DeploymentProgress.InProgress,
        Verdict.Superseded => DeploymentProgress.Inactive,
        Verdict.Failed or Verdict.RolledBack => DeploymentProgress.Failure,
        _ => DeploymentProgress.Error,
    };

    private async Task Try(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (DeployException exception)
        {
            output.Emit(new NotRecorded(exception.Message));
        }
    }
}

/// <summary>GitHub has no record of the release, or an incomplete one.</summary>
internal sealed record NotRecorded(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The release is not recorded at GitHub; it goes on.\n{Reason}";
}
