using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Everything that ECS knows; what is saved. Changed under one lock only.</summary>
internal sealed class EcsState
{
    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public List<Cluster> Clusters { get; init; } = [];

    public List<TaskDefinition> TaskDefinitions { get; init; } = [];

    public List<Service> Services { get; init; } = [];

    public List<EcsTask> Tasks { get; init; } = [];

    /// <summary>Numbers the imaginary private addresses.</summary>
    public int Addresses { get; set; }

    /// <summary>Whether something is not saved yet.</summary>
    [JsonIgnore]
    public bool Changed { get; set; }

    public static EcsState Read(JsonObject document) => document.Deserialize<EcsState>(Format)!;

    public JsonObject Write() => JsonSerializer.SerializeToNode(this, Format)!.AsObject();

    public IReadOnlyList<EcsTask> TasksOf(Service service) => [.. Tasks.Where(task => task.ServiceArn == service.Arn)];

    /// <summary>The next imaginary private address of the cloud's only VPC, 10.0.0.0/16.</summary>
    public string NextAddress()
    {
        var number = Addresses++ % (250 * 250);
        return $"10.0.{1 + (number / 250)}.{4 + (number % 250)}";
    }
}

internal sealed class Cluster
{
    public required string Arn { get; init; }

    public required string Name { get; init; }

    public string Status { get; set; } = "ACTIVE";

    /// <summary>Members of the request that are answered as they came.</summary>
    public required JsonObject Settings { get; init; }

    public List<EcsTag> Tags { get; set; } = [];
}

internal sealed record EcsTag(string Key, string? Value);

internal sealed class TaskDefinition
{
    public required string Arn { get; init; }

    public required string Family { get; init; }

    public required int Revision { get; init; }

    public string Status { get; set; } = "ACTIVE";

    /// <summary>What was registered, with what ECS fills in; members that this cloud does not know included.</summary>
    public required JsonObject Body { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required string RegisteredBy { get; init; }

    public DateTimeOffset? DeregisteredAt { get; set; }

    public List<EcsTag> Tags { get; set; } = [];
}

/// <summary>A task: a set of containers that live and die together.</summary>
internal sealed class EcsTask
{
    public required string Id { get; init; }

    public required string Arn { get; init; }

    public required string ClusterArn { get; init; }

    public required string TaskDefinitionArn { get; init; }

    public string? ServiceArn { get; init; }

    /// <summary>The deployment of the service (<c>ecs-svc/...</c>), or what RunTask was given.</summary>
    public string? StartedBy { get; init; }

    public required string Group { get; init; }

    public required string Ip { get; init; }

    public string LastStatus { get; set; } = "PROVISIONING";

    public string DesiredStatus { get; set; } = "RUNNING";

    /// <summary>Since when it is in <see cref="LastStatus"/>.</summary>
    public required DateTimeOffset Since { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PullStartedAt { get; set; }

    public DateTimeOffset? PullStoppedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? StoppingAt { get; set; }

    public DateTimeOffset? ExecutionStoppedAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public string? StopCode { get; set; }

    public string? StoppedReason { get; set; }

    public int Version { get; set; } = 1;

    public required List<TaskContainer> Containers { get; init; }

    /// <summary>Container port and where it is reached on this machine.</summary>
    public Dictionary<int, string> Endpoints { get; init; } = [];

    /// <summary>Target groups and container ports, from the service revision.</summary>
    public List<TaskTarget> Targets { get; init; } = [];

    public TimeSpan GracePeriod { get; init; }

    public JsonObject? Overrides { get; init; }

    public string? LaunchType { get; init; }

    /// <summary>RunTask's token: the same again starts nothing.</summary>
    public string? ClientToken { get; init; }

    public List<EcsTag> Tags { get; init; } = [];

    public bool Healthy { get; set; }

    public bool WasHealthy { get; set; }

    /// <summary>It ended in a way that counts against its deployment, and was not counted yet.</summary>
    public bool Failed { get; set; }

    /// <summary>Whether it is meant to run.</summary>
    [JsonIgnore]
    public bool Alive => DesiredStatus == "RUNNING";

    /// <summary>Whether nothing of it runs any more.</summary>
    [JsonIgnore]
    public bool Gone => LastStatus is "DEPROVISIONING" or "STOPPED";

    /// <summary>Whether ECS counts it as running: also while it drains.</summary>
    [JsonIgnore]
    public bool Runs => LastStatus is "RUNNING" or "DEACTIVATING";

    [JsonIgnore]
    public bool Pending => LastStatus is "PROVISIONING" or "PENDING" or "ACTIVATING";
}

internal sealed record TaskTarget(string TargetGroupArn, int Port);

internal sealed class TaskContainer
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    public required bool Essential { get; init; }

    /// <summary>Whether its definition has a health check; ECS does not look at one that only the image has.</summary>
    public bool HealthChecked { get; init; }

    public string? Digest { get; set; }

    public string? RuntimeId { get; set; }

    public string LastStatus { get; set; } = "PENDING";

    public int? ExitCode { get; set; }

    public string? Reason { get; set; }

    /// <summary>HEALTHY, UNHEALTHY, or UNKNOWN without a health check.</summary>
    public string Health { get; set; } = "UNKNOWN";
}
