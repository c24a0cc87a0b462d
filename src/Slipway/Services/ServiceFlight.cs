using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>What a run knows of one service's deployment while it follows it.</summary>
internal sealed class ServiceFlight(ServicePlan plan, string taskDefinition, DeploymentSnapshot? started, ServiceSnapshot reply)
{
    private readonly HashSet<string> _told = new(reply.Events.Select(said => said.Id), StringComparer.Ordinal);

    /// <summary>A deployment that this run followed to its end before.</summary>
    public static ServiceFlight Done(ServicePlan plan, ServiceResult result) =>
        new(plan, result.TaskDefinition ?? "", started: null, new ServiceSnapshot(plan.EcsName, result.TaskDefinition ?? "", 0))
        {
            Arn = result.Deployment,
            Result = result,
        };

    public ServicePlan Plan { get; } = plan;

    public string TaskDefinition { get; } = taskDefinition;

    public Followed Followed { get; private set; } = new(started?.Id, taskDefinition, plan.Proven, Seen: false);

    /// <summary>On ECS's clock.</summary>
    public DateTimeOffset? StartedAt { get; } = started?.CreatedAt;

    /// <summary>When the deployment began that ECS goes back from to this one, or went, on ECS's clock; null: there is none.</summary>
    public DateTimeOffset? GoneBackSince { get; set; }

    /// <summary>ARN of the service deployment; null until it was found.</summary>
    public string? Arn { get; set; }

    public ServiceSnapshot? Snapshot { get; private set; }

    public ServiceDeployment? Deployment { get; set; }

    public ServiceDeployment? Newer { get; set; }

    public List<FailureReport> Failures { get; } = [];

    /// <summary>ARNs of ended tasks that need no second look.</summary>
    public HashSet<string> Examined { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks in a row in which nothing moved.</summary>
    public int Still { get; set; }

    /// <summary>Why this run stopped the deployment for its own faults; null: it did not.</summary>
    public string? GivenUp { get; set; }

    public TrafficMemory Traffic { get; } = new();

    /// <summary>Since when all tasks of the new version run, by this run's clock; null: they do not.</summary>
    public long? AllRunningSince { get; set; }

    /// <summary>What the service's deployment settings are to be once the deployment has ended; null: as they are.</summary>
    public DeploymentSettings? Rest => IsWayBack ? Plan.RestBefore : Plan.Rest;

    /// <summary>Moves the traffic of a pair, once ECS has deployed the side that gets it; null before, and for what is no pair.</summary>
    public PairShift? Shift { get; set; }

    /// <summary>Whether this is the update that takes back an earlier one.</summary>
    public bool IsWayBack { get; init; }

    /// <summary>Why this run takes the service back; null: it does not.</summary>
    public string? TakenBackFor { get; set; }

    /// <summary>The service whose failure this one outlasts, because it has nothing to go back to; null: none.</summary>
    public string? RemainsFor { get; set; }

    /// <summary>Null until it is decided.</summary>
    public ServiceResult? Result { get; set; }

    public DeploymentStatus Status => DeploymentStatus.Judge(Followed, Snapshot, Deployment, Newer);

    /// <summary>Failures that ECS counts in this deployment.</summary>
    public int FailuresCounted => Math.Max(
        Snapshot?.Deployments.FirstOrDefault(deployment => deployment.Id == Followed.Id)?.FailedTasks ?? 0, Deployment?.BreakerFailures ?? 0);

    /// <summary>Takes a new snapshot in and gives what ECS said since the last, oldest first, each once.</summary>
    public IReadOnlyList<ServiceEvent> Take(ServiceSnapshot snapshot)
    {
        Snapshot = snapshot;
        if (snapshot.Deployments.Any(deployment => deployment.Id == Followed.Id))
            Followed = Followed with { Seen = true };

        return
        [
            .. snapshot.Events.Where(said => (StartedAt is null || said.At >= StartedAt) && _told.Add(said.Id)).OrderBy(said => said.At),
        ];
    }

    /// <summary>Whether the deployment lost its place, so that a newer one should be looked for.</summary>
    public bool MayBeSuperseded => Deployment?.Status == "STOPPED" && Newer is null;
}
