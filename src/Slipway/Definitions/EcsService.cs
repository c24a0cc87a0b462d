namespace Slipway;

/// <summary>An ECS service on Fargate: one essential container of the service's own name, and its sidecars.</summary>
/// <param name="Name">Unique in the application; lower-case letters, digits and hyphens.</param>
public sealed record EcsService(string Name)
{
    /// <summary>The image of the essential container.</summary>
    public required DockerImage Image { get; init; }

    /// <summary>CPU and memory of a task.</summary>
    public required PerEnvironment<FargateSize> Size { get; init; }

    /// <summary>The TCP port that the essential container listens on; null: none.</summary>
    public int? Port { get; init; }

    /// <summary>How the load balancer asks a task whether it is well. Needs <see cref="Route"/>.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>How ECS asks the essential container itself whether it is well; null: it does not. One-off tasks are not asked.</summary>
    public ContainerHealthCheck? ContainerHealth { get; init; }

    /// <summary>Which requests the load balancer sends here; null: a service without a load balancer.</summary>
    public Route? Route { get; init; }

    /// <summary>Command of the essential container in place of the image's; empty: the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment variables of the essential container.</summary>
    public IDictionary<string, PerEnvironment<string>> Variables { get; init; } = new Dictionary<string, PerEnvironment<string>>();

    /// <summary>Environment variables whose values ECS takes from Secrets Manager when a task starts.</summary>
    public IDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Further containers of each task. None of them is essential: one that ends does not end the task.</summary>
    public IReadOnlyList<Sidecar> Sidecars { get; init; } = [];

    /// <summary>What is done, each to its end, before the service is updated, in this order: one-off tasks in the new image, snapshots of databases.</summary>
    public IReadOnlyList<BeforeStep> Before { get; init; } = [];

    /// <summary>
    /// Number of tasks. Null: one for a new service, and left alone afterwards, as autoscaling or a person may have set it.
    /// </summary>
    public PerEnvironment<int?> DesiredCount { get; init; } = (int?)null;

    /// <summary>
    /// How autoscaling moves the number of tasks; null: it does not. Not beside a <see cref="DesiredCount"/>. It is not applied: what Application Auto Scaling has is
    /// compared with it by <c>./build.sh Doctor</c>.
    /// </summary>
    public PerEnvironment<AutoScaling?> Scaling { get; init; } = (AutoScaling?)null;

    /// <summary>Days that log events are kept; one of the values that CloudWatch Logs allows. Default 30.</summary>
    public PerEnvironment<int> LogRetentionDays { get; init; } = 30;

    /// <summary>Names of services that must be deployed before this one is begun; the others are deployed at once.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>How a new version takes over.</summary>
    public PerEnvironment<Rollout> Rollout { get; init; } = Slipway.Rollout.Rolling;

    /// <summary>Time a container has between SIGTERM and SIGKILL, 0 to 120 seconds on Fargate. Default 30 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A further container of a service's tasks.</summary>
/// <param name="Name">Unique in the service, and not the service's own name.</param>
public sealed record Sidecar(string Name)
{
    /// <summary>Its image.</summary>
    public required DockerImage Image { get; init; }

    /// <summary>Command in place of the image's; empty: the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Its environment variables.</summary>
    public IDictionary<string, PerEnvironment<string>> Variables { get; init; } = new Dictionary<string, PerEnvironment<string>>();
}
