namespace Slipway.GitHub;

/// <summary>Who has to let jobs run in the environments of a GitHub repository, and who did.</summary>
internal interface IReviews
{
    /// <summary>How an environment is protected; null: there is no such environment.</summary>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task<EnvironmentProtection?> Protection(string environment, CancellationToken ct);

    /// <summary>What people said about a run, oldest first.</summary>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task<IReadOnlyList<RunReview>> Of(long run, CancellationToken ct);
}

/// <param name="Environments">The environments that were let, or not.</param>
internal sealed record RunReview(string User, bool IsApproval, IReadOnlyList<string> Environments);
