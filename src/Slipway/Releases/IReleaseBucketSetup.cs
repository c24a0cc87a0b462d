namespace Slipway.Releases;

/// <summary>Makes the release bucket and sets it up.</summary>
internal interface IReleaseBucketSetup
{
    /// <summary>How the bucket is set up; null: there is none.</summary>
    /// <exception cref="DeployException">It is another account's, or in another region.</exception>
    Task<ReleaseBucketSettings?> Read(string bucket, CancellationToken ct);

    /// <exception cref="DeployException">Another account has a bucket of that name.</exception>
    Task Create(string bucket, CancellationToken ct);

    Task KeepVersions(string bucket, CancellationToken ct);

    Task BlockPublicAccess(string bucket, CancellationToken ct);

    Task Encrypt(string bucket, CancellationToken ct);

    Task EnforceOwnership(string bucket, CancellationToken ct);

    /// <summary>Adds this project's rule to the bucket's lifecycle, in the place of an earlier one.</summary>
    Task CleanUp(string bucket, CancellationToken ct);

    Task SetPolicy(string bucket, string policy, CancellationToken ct);

    /// <summary>Replaces all tags but those that AWS itself put there.</summary>
    Task SetTags(string bucket, IReadOnlyDictionary<string, string> tags, CancellationToken ct);
}
