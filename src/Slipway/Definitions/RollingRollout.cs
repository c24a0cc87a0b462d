namespace Slipway;

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

    /// <summary>Failures in a row after which ECS goes back; null: ECS's own, half of the desired count, at least 3 and at most 200.</summary>
    public FailureThreshold? Threshold { get; init; }
}

/// <summary>How many tasks may fail in a row before ECS's circuit breaker ends a rolling update.</summary>
public sealed record FailureThreshold
{
    private FailureThreshold(string type, int value) => (Type, Value) = (type, value);

    /// <summary>COUNT, BOUNDED_PERCENT or UNBOUNDED_PERCENT.</summary>
    public string Type { get; }

    /// <summary>A number of tasks, or percent of the desired count.</summary>
    public int Value { get; }

    /// <summary>So many tasks.</summary>
    public static FailureThreshold Tasks(int count) => new("COUNT", count);

    /// <summary>A part of the desired count, at least 3 and at most 200 tasks.</summary>
    public static FailureThreshold Percent(int percent) => new("BOUNDED_PERCENT", percent);

    /// <summary>A part of the desired count, whatever number that is.</summary>
    public static FailureThreshold UnboundedPercent(int percent) => new("UNBOUNDED_PERCENT", percent);
}
