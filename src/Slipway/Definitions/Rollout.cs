namespace Slipway;

/// <summary>How a new version of a service takes over from the old one.</summary>
public abstract record Rollout
{
    private protected Rollout()
    {
    }

    /// <summary>ECS replaces tasks batch by batch, with circuit breaker and rollback.</summary>
    public static RollingRollout Rolling { get; } = new();
}

/// <summary>A rolling update by ECS. The circuit breaker is always on, with rollback.</summary>
public sealed record RollingRollout : Rollout
{
    internal RollingRollout()
    {
    }

    /// <summary>Lower limit of healthy tasks during the update, in percent of the desired count, rounded up. Default 100.</summary>
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Upper limit of tasks during the update, in percent of the desired count, rounded down. Default 200.</summary>
    public int MaximumPercent { get; init; } = 200;
}
