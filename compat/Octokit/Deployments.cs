using System.Collections.ObjectModel;

namespace Octokit;

public enum DeploymentState
{
    Pending,
    Success,
    Error,
    Failure,
    Inactive,
    InProgress,
    Queued,
}

public class NewDeployment(string @ref)
{
    public string Ref { get; private set; } = @ref;
    public string? Task { get; set; }
    public bool? AutoMerge { get; set; }
    public Collection<string>? RequiredContexts { get; set; }
    public Dictionary<string, string>? Payload { get; set; }
    public string? Environment { get; set; }
    public string? Description { get; set; }
    public bool? TransientEnvironment { get; set; }
    public bool? ProductionEnvironment { get; set; }
}

public class NewDeploymentStatus(DeploymentState deploymentState)
{
    public DeploymentState State { get; private set; } = deploymentState;
    public string? LogUrl { get; set; }
    public string? Description { get; set; }
    public string? EnvironmentUrl { get; set; }
    public string? Environment { get; set; }
    public bool? AutoInactive { get; set; }
}

/// <summary>A deployment. Its <see cref="Id"/> is 0 when GitHub merged the base branch instead of creating one (HTTP 202).</summary>
public class Deployment
{
    public long Id { get; private set; }
    public string? NodeId { get; private set; }
    public string? Sha { get; private set; }
    public string? Ref { get; private set; }
    public string? Url { get; private set; }
    public IReadOnlyDictionary<string, string>? Payload { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public string? Description { get; private set; }
    public string? StatusesUrl { get; private set; }
    public string? RepositoryUrl { get; private set; }
    public string? Environment { get; private set; }
    public string? OriginalEnvironment { get; private set; }
    public bool TransientEnvironment { get; private set; }
    public bool ProductionEnvironment { get; private set; }
    public string? Task { get; private set; }
}

public class DeploymentStatus
{
    public long Id { get; private set; }
    public string? NodeId { get; private set; }
    public string? Url { get; private set; }
    public StringEnum<DeploymentState> State { get; private set; }
    public string? TargetUrl { get; private set; }
    public string? LogUrl { get; private set; }
    public string? EnvironmentUrl { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public string? Description { get; private set; }
}
