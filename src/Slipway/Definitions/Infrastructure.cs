namespace Slipway;

/// <summary>What an environment must already have. Slipway refers to it and never changes it.</summary>
public sealed record Infrastructure
{
    /// <summary>Name of the ECS cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Ids of the subnets that tasks run in.</summary>
    public required IReadOnlyList<string> Subnets { get; init; }

    /// <summary>Ids of the security groups of tasks.</summary>
    public required IReadOnlyList<string> SecurityGroups { get; init; }

    /// <summary>Whether tasks get a public address: needed in public subnets without another way to ECR.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>ARN of the role with which ECS pulls images, reads secrets and writes logs.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>ARN of the role that the containers themselves have; null: none.</summary>
    public string? TaskRole { get; init; }

    /// <summary>ARN of the target group of each service that has a route, by the service's name.</summary>
    public IReadOnlyDictionary<string, string> TargetGroups { get; init; } = new Dictionary<string, string>();
}
