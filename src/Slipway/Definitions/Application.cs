namespace Slipway;

/// <summary>Everything that is shipped together: one value from which targets, plans and pipelines come.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; part of the names of clusters, repositories and log groups.</param>
public sealed record Application(string Name)
{
    /// <summary>Where it is shipped to, the rehearsal (<see cref="DeployEnvironment.Local"/>) included.</summary>
    public required IReadOnlyList<DeployEnvironment> Environments { get; init; }

    /// <summary>The containers that run behind a load balancer or on their own.</summary>
    public IReadOnlyList<EcsService> Services { get; init; } = [];

    /// <summary>The static sites, published after the services.</summary>
    public IReadOnlyList<StaticSite> Sites { get; init; } = [];

    /// <summary>
    /// <c>owner/name</c> of the one repository on GitHub whose pipelines ship it, so that a fork or a copy of it ships nothing; null: any that has its
    /// definition.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>Delivers it with AWS's CodePipeline; null: with GitHub Actions. The checks of pull requests are GitHub's in any case.</summary>
    public CodePipelineDelivery? CodePipeline { get; init; }

    /// <summary>Requests that must succeed after a deploy that changed something; a failure takes the release back.</summary>
    public IReadOnlyList<SmokeCheck> SmokeChecks { get; init; } = [];
}
