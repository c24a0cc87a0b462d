namespace Slipway.GitHub;

/// <summary>Asks GitHub who the job is that this process runs in.</summary>
internal interface IJobIdentity
{
    /// <summary>A token that GitHub signed for this job and <paramref name="audience"/>; null: this is no job, or one that may not ask.</summary>
    /// <exception cref="DeployException">It may, and got no answer.</exception>
    Task<string?> Token(string audience, CancellationToken ct);

    /// <summary>The issuer's public keys, as a JSON Web Key Set.</summary>
    /// <exception cref="DeployException">They could not be read.</exception>
    Task<string> Keys(string issuer, CancellationToken ct);
}
