using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class Service
{
    private const int EventsKept = 100;

    public required string Arn { get; init; }

    public required string Name { get; init; }

    public required string ClusterArn { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Status { get; set; } = "ACTIVE";

    public int Desired { get; set; }

    /// <summary>Members of the request that are answered as they came, with ECS's defaults.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>What it was created from: the same request again changes nothing, another is refused.</summary>
    public required JsonObject Request { get; init; }

    /// <summary>The current one first.</summary>
    public List<Deployment> Deployments { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public List<ServiceDeployment> History { get; init; } = [];

    public List<ServiceRevision> Revisions { get; init; } = [];

    /// <summary>Newest first.</summary>
    public List<ServiceEvent> Events { get; init; } = [];

    public List<EcsTag> Tags { get; set; } = [];

    /// <summary>The revision that last reached COMPLETED: what is gone back to.</summary>
    public string? CompletedRevision { get; set; }

    public bool Steady { get; set; }

    [JsonIgnore]
    public Deployment Primary => Deployments[0];

    /// <summary>The service deployment under way, if any.</summary>
    [JsonIgnore]
    public ServiceDeployment? Unfinished => History.LastOrDefault(deployment => !deployment.Finished);

    [JsonIgnore]
    public JsonObject? Configuration => Settings["deploymentConfiguration"] as JsonObject;

    public ServiceRevision Revision(string arn) => Revisions.Single(revision => revision.Arn == arn);

    public void Say(DateTimeOffset at, string message)
    {
        Events.Insert(0, new ServiceEvent(Guid.NewGuid().ToString(), at, $"(service {Name}) {message}"));
        if (Events.Count > EventsKept)
            Events.RemoveAt(EventsKept);
    }
}

internal sealed record ServiceEvent(string Id, DateTimeOffset CreatedAt, string Message);

/// <summary>What DescribeServices calls a deployment: the tasks of one revision.</summary>
internal sealed class Deployment
{
    public required string Id { get; init; }

    public required string RevisionArn { get; init; }

    public required string TaskDefinition { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string RolloutState { get; set; } = "IN_PROGRESS";

    public required string RolloutStateReason { get; set; }

    public int FailedTasks { get; set; }

    /// <summary>Failures in a row, for the delay between starts; unlike the breaker's count it never ends before a healthy task.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? NextStart { get; set; }

    /// <summary>It failed and starts no more tasks.</summary>
    public bool Stalled { get; set; }

    /// <summary>Whether an event said that it can neither start nor stop tasks.</summary>
    public bool SaidStuck { get; set; }
}

internal sealed class ServiceRevision
{
    public required string Arn { get; init; }

    public required string TaskDefinition { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Network, load balancers, platform: as the service had them.</summary>
    public required JsonObject Settings { get; init; }

    public required List<RevisionImage> Images { get; init; }

    /// <summary>Its tasks are in the alternate target groups: the two take turns from deployment to deployment.</summary>
    public bool InAlternateGroups { get; init; }

    [JsonIgnore]
    public IReadOnlyList<RevisionBalancer> Balancers => [.. Settings.Objects("loadBalancers").Select(balancer => RevisionBalancer.Of(balancer, InAlternateGroups))];
}

internal sealed record RevisionImage(string Container, string Image, string? Digest);

internal sealed class ServiceDeployment
{
    public required string Arn { get; init; }

    /// <summary>The <c>ecs-svc/...</c> whose tasks it starts.</summary>
    public required string DeploymentId { get; init; }

    public required string TargetRevision { get; init; }

    public required List<string> SourceRevisions { get; init; }

    public required JsonObject? Configuration { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string Status { get; set; } = "PENDING";

    public string? StatusReason { get; set; }

    public int FailureCount { get; set; }

    /// <summary>The rollback's own failures in a row; <see cref="FailureCount"/> keeps telling what led to it.</summary>
    public int RollbackFailures { get; set; }

    public bool BreakerTriggered { get; set; }

    public string? RollbackReason { get; set; }

    public DateTimeOffset? RollbackStartedAt { get; set; }

    public string? RollbackRevision { get; set; }

    /// <summary>Null for a rolling deployment.</summary>
    public TrafficShift? Shift { get; init; }

    /// <summary>Null without alarms to watch.</summary>
    public AlarmWatch? Alarms { get; init; }

    /// <summary>Since when a rolling deployment only waits for its alarms.</summary>
    public DateTimeOffset? BakesSince { get; set; }

    /// <summary>Task counts of the target when it ended.</summary>
    public TaskCounts? Last { get; set; }

    [JsonIgnore]
    public bool Finished => Status is "SUCCESSFUL" or "STOPPED" or "ROLLBACK_SUCCESSFUL" or "ROLLBACK_FAILED";

    [JsonIgnore]
    public bool RollsBack => Status == "ROLLBACK_IN_PROGRESS";
}

internal sealed record TaskCounts(int Requested, int Running, int Pending);
