namespace Slipway;

/// <summary>Everything that is shipped together: one value from which targets, plans and pipelines come.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; part of the names of clusters, repositories and log groups.</param>
public sealed record Application(string Name)
{
    /// <summary>Where it is shipped to, the rehearsal (<see cref="DeployEnvironment.Local"/>) included.</summary>
    public required IReadOnlyList<DeployEnvironment> Environments { get; init; }

    /// <summary>The containers that run behind a load balancer or on their own.</summary>
    public IReadOnlyList<EcsService> Services { get; init; } = [];
}
