namespace Slipway.Import;

/// <summary>What a task definition says that a definition can say.</summary>
/// <param name="Main">The container that the service is named after.</param>
internal sealed record ImportedTask(string? Family, ImportedContainer Main, IReadOnlyList<ImportedContainer> Sidecars)
{
    /// <summary>CPU units; null: it does not say, or not so that it could be read.</summary>
    public int? Cpu { get; init; }

    /// <summary>In MiB; null likewise.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Such as <c>linux/arm64</c>; null: it does not say.</summary>
    public string? Platform { get; init; }

    public string? ExecutionRole { get; init; }

    public string? TaskRole { get; init; }

    /// <summary>Account and region that it names itself; null: neither an ARN nor a log group's region says.</summary>
    public ImportedPlace? Place { get; init; }
}

internal sealed record ImportedPlace(string Account, string Region);

/// <param name="Name">As the task definition has it.</param>
internal sealed record ImportedContainer(string Name, string? Image)
{
    public int? Port { get; init; }

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    public IReadOnlyList<ImportedSecret> Secrets { get; init; } = [];

    public ContainerHealthCheck? Health { get; init; }

    /// <summary>In seconds; null: ECS's default.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>The log group; null: it has no awslogs.</summary>
    public string? LogGroup { get; init; }
}

/// <param name="Source">The ARN that it was read from.</param>
internal sealed record ImportedSecret(string Variable, string Name, string? Key, string Source);

/// <summary>What a service says that a definition can say.</summary>
internal sealed record ImportedService(string Name)
{
    public string? Cluster { get; init; }

    public IReadOnlyList<string> Subnets { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public bool AssignPublicIp { get; init; }

    /// <summary>ARN; null: no load balancer.</summary>
    public string? TargetGroup { get; init; }

    public int? DesiredCount { get; init; }

    /// <summary>The health check's grace period in seconds.</summary>
    public int? Grace { get; init; }

    public int? MinimumHealthyPercent { get; init; }

    public int? MaximumPercent { get; init; }

    /// <summary>Alarms that take a deployment back.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];
}

/// <summary>Everything that was read.</summary>
/// <param name="Service">Null: only a task definition was given.</param>
/// <param name="Notes">What needs no member of a definition.</param>
/// <param name="Left">What was not understood, as <c>path: JSON</c>.</param>
internal sealed record Imported(ImportedTask Task, ImportedService? Service, IReadOnlyList<string> Notes, IReadOnlyList<string> Left)
{
    /// <summary>Account and region; null: no ARN says.</summary>
    public ImportedPlace? Place => Task.Place ?? TaskReader.PlaceOf(Service?.Cluster, region: null) ?? TaskReader.PlaceOf(Service?.TargetGroup, region: null);
}
