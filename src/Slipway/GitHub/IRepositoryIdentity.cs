namespace Slipway.GitHub;

/// <summary>Tells how GitHub names the jobs of a repository to others.</summary>
internal interface IRepositoryIdentity
{
    /// <summary>The repository with its ids, and what the subjects of its jobs begin with where GitHub says it.</summary>
    /// <exception cref="DeployException">
    /// GitHub refused, or could not be reached; or subjects were changed in the repository's settings, so that what a job presents cannot be told.
    /// </exception>
    Task<OidcRepository> Read(CancellationToken ct);
}
