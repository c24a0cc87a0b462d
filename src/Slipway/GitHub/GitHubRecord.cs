using Slipway.Output;

namespace Slipway.GitHub;

/// <summary>
/// Keeps GitHub's record of a release: a deployment of the commit and a state on the commit itself, in progress while services change and then what became
/// of them. It is news, not a condition: what GitHub refuses is a warning, and the release goes on.
/// </summary>
/// <param name="deployments">Null: nothing is recorded.</param>
/// <param name="environment">What the release goes to.</param>
internal sealed class GitHubRecord(IDeployments? deployments, Application application, DeployEnvironment environment, IOutput output)
{
    // The release does not wait for GitHub, and what has ended not either.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long? _deployment;
    private string? _commit;

    /// <summary>Tells a commit's state in this environment from its others, and from those that other tools write.</summary>
    private string Context => $"slipway/{application.Name}-{environment.Name}";

    /// <summary>The record of a run with these variables: there is one in a job of GitHub Actions with a token, and never of the rehearsal.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static GitHubRecord Of(Application application, DeployEnvironment environment, Func<string, string?> variable, IOutput output, TimeProvider time)
    {
        var job = environment.IsLocal ? null : GitHubJob.Of(variable);
        var deployments = job is null ? null : new OctokitDeployments(new OctokitCalls(job.Repository.Api, $"{job.Repository}", job.Token, Patience, time), job.LogUrl);
        return new GitHubRecord(deployments, application, environment, output);
    }

    /// <summary>Says that the services of the environment are about to get these images.</summary>
    public async Task Begin(string commit, IReadOnlyDictionary<string, string> images, CancellationToken ct)
    {
        if (deployments is null)
            return;

        _commit = commit;
        var text = Text(verdict: null, isOver: false);
        var failure = await Try(
            async () =>
            {
                _deployment = await deployments.Create(commit, environment.Name, images, ct);
                await deployments.Report(_deployment.Value, DeploymentProgress.InProgress, text, url: null, ct);
            },
            ct);

        // One that does not answer is waited for once. The commit is marked at the end, if it answers by then.
        if (failure is { MayPass: true })
            return;

        if (await Try(() => deployments.Mark(commit, Context, DeploymentProgress.InProgress, text, ct), ct) is { MayPass: false })
            _commit = null;
    }

    /// <summary>Says what became of it. Nothing to say when nothing was begun. Takes no token: a run that was stopped is told of too.</summary>
    /// <param name="verdict">Null: the run broke off.</param>
    public async Task End(Verdict? verdict, string? url)
    {
        if (deployments is null || _commit is null && _deployment is null)
            return;

        var (progress, text) = (Progress(verdict), Text(verdict, isOver: true));
        var failure = _deployment is { } deployment
            ? await Try(() => deployments.Report(deployment, progress, text, verdict == Verdict.Deployed ? url : null, CancellationToken.None), CancellationToken.None)
            : null;
        if (failure is not { MayPass: true } && _commit is { } commit)
            await Try(() => deployments.Mark(commit, Context, progress, text, CancellationToken.None), CancellationToken.None);
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

    private string Text(Verdict? verdict, bool isOver) => (isOver, verdict) switch
    {
        (false, _) => $"On its way to {environment}",
        (_, Verdict.Deployed) => $"Serves in {environment}",
        (_, Verdict.InProgress) => $"On its way to {environment}, left to ECS",
        (_, Verdict.RolledBack) => $"Taken back: what was before serves in {environment}",
        (_, Verdict.Superseded) => $"A newer deployment took over in {environment}",
        (_, Verdict.TimedOut) => $"Not decided in time in {environment}",
        (_, Verdict.Stopped) => $"Stopped on its way to {environment}",
        (_, Verdict.Failed) => $"Failed in {environment}",
        _ => $"Broke off on its way to {environment}",
    };

    /// <summary>What kept GitHub from being told; null: nothing did. A stop is not GitHub's to tell: the run itself comes to it.</summary>
    private async Task<DeployException?> Try(Func<Task> tell, CancellationToken ct)
    {
        try
        {
            await tell();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (DeployException exception)
        {
            output.Emit(new NotRecorded(exception.Message));
            return exception;
        }

        return null;
    }
}

/// <summary>GitHub has no record of the release, or an incomplete one.</summary>
internal sealed record NotRecorded(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The release is not recorded at GitHub; it goes on.\n{Reason}";
}
