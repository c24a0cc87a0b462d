namespace Slipway;

/// <summary>
/// How Application Auto Scaling is to move a service's number of tasks: <c>AutoScaling.Between(2, 10) with { CpuPercent = 70 }</c>. Slipway does not apply it and leaves
/// alone what it set: <c>./build.sh Doctor</c> tells where AWS differs.
/// </summary>
public sealed record AutoScaling
{
    private AutoScaling(int min, int max) => (Min, Max) = (min, max);

    /// <summary>Fewest tasks, 0 or more.</summary>
    public int Min { get; }

    /// <summary>Most tasks, no fewer than <see cref="Min"/>.</summary>
    public int Max { get; }

    /// <summary>CPU use that tasks are added or taken to hold, in percent of what the service's tasks have: target tracking on ECSServiceAverageCPUUtilization. Null: no such policy.</summary>
    public int? CpuPercent { get; init; }

    /// <summary>The same for memory: target tracking on ECSServiceAverageMemoryUtilization. Null: no such policy.</summary>
    public int? MemoryPercent { get; init; }

    /// <summary>A range; whether it can be is checked with the rest of the definition, and so is that something tells when to move in it.</summary>
    public static AutoScaling Between(int min, int max) => new(min, max);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[]
    {
        $"{Min} to {Max} tasks",
        CpuPercent is { } cpu ? $"CPU {cpu} %" : null,
        MemoryPercent is { } memory ? $"memory {memory} %" : null,
    }.OfType<string>());
}
