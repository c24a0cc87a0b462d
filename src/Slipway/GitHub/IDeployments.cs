namespace Slipway.GitHub;

/// <summary>The deployments of a GitHub repository: what its page shows under Deployments, and on commits and pull requests.</summary>
internal interface IDeployments
{
    /// <summary>Creates a deployment and returns its number.</summary>
    /// <param name="images">Digest references by container, kept with the deployment.</param>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task<long> Create(string commit, string environment, IReadOnlyDictionary<string, string> images, CancellationToken ct);

    /// <summary>Adds a status to a deployment.</summary>
    /// <param name="description">For people; 140 characters at most.</param>
    /// <param name="url">Where what was deployed can be seen; null: nowhere.</param>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task Report(long deployment, DeploymentProgress progress, string description, string? url, CancellationToken ct);

    /// <summary>Says on a commit what became of it, in the place of what was said in that context before.</summary>
    /// <param name="context">Tells it from what others say of the commit, such as <c>slipway/chat-prod</c>.</param>
    /// <param name="description">For people; 140 characters at most.</param>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task Mark(string commit, string context, DeploymentProgress progress, string description, CancellationToken ct);
}

/// <summary>What has become of a deployment, in GitHub's words.</summary>
internal enum DeploymentProgress
{
    InProgress,
    Success,
    Failure,
    Error,
    Inactive,
}
