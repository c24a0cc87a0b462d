namespace Slipway.Services;

/// <summary>What ECS itself remembers of a service, for 90 days.</summary>
internal interface IServiceHistory
{
    /// <summary>
    /// The deployments of a service that succeeded, newest first, to the last one of <paramref name="taskDefinition"/>; all of them where there is
    /// none of it. Null: the API is missing or denied.
    /// </summary>
    Task<IReadOnlyList<SucceededDeployment>?> Succeeded(string cluster, string service, string taskDefinition, CancellationToken ct);
}

/// <summary>A deployment that ECS calls SUCCESSFUL, and what it deployed.</summary>
/// <param name="TaskDefinition">ARN of the revision.</param>
/// <param name="Digests">Digest of the image that ECS gave each container, by the container's name; a container whose digest ECS does not tell is absent.</param>
internal sealed record SucceededDeployment(string TaskDefinition, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Digests);
