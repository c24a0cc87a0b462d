namespace Slipway;

/// <summary>What must hold of a service's autoscaling.</summary>
internal static class ScalingRules
{
    public static void Check(Problems at, DeployEnvironment environment, EcsService service)
    {
        if (!at.TryValue(service.Scaling, environment, "Scaling", out var scaling) || scaling is null)
            return;

        Unless(scaling.Min >= 0 && scaling.Max >= scaling.Min && scaling.Max > 0, $"between {scaling.Min} and {scaling.Max} tasks; valid are 0 or more, then no fewer, and at least 1");
        Unless(
            scaling.CpuPercent is not null || scaling.MemoryPercent is not null,
            "nothing says when tasks are added; valid is CpuPercent, MemoryPercent or both: AutoScaling.Between(2, 10) with { CpuPercent = 70 }");
        Unless(scaling.CpuPercent is null or (>= 1 and <= 100), $"CpuPercent {scaling.CpuPercent}; valid are 1 to 100");
        Unless(scaling.MemoryPercent is null or (>= 1 and <= 100), $"MemoryPercent {scaling.MemoryPercent}; valid are 1 to 100");

        if (!new Problems().TryValue(service.DesiredCount, environment, "DesiredCount", out var count))
            return;

        // Each deploy would undo what autoscaling did, and autoscaling what the deploy did.
        Unless(count is null, $"beside a DesiredCount of {count}; valid is one of the two");

        void Unless(bool holds, string problem) => at.Unless(holds, "Scaling", $"in {environment.Name}: {problem}");
    }
}
