namespace Slipway.Rehearsal.Ecs;

/// <summary>A task that is meant to run.</summary>
/// <param name="Current">Whether it belongs to the deployment that the service moves to.</param>
/// <param name="Healthy">Whether it runs and passes its health checks.</param>
internal sealed record RollingTask(string Id, bool Current, bool Healthy);

/// <param name="Tasks">Oldest first; tasks that are being stopped are not among them.</param>
internal sealed record RollingInput(int Desired, int MinimumHealthyPercent, int MaximumPercent, IReadOnlyList<RollingTask> Tasks)
{
    /// <summary>Below this many healthy tasks nothing healthy is stopped. Rounded up, as ECS does.</summary>
    public int MinimumHealthy => (int)Math.Ceiling(Desired * MinimumHealthyPercent / 100m);

    /// <summary>So many tasks may be starting or running at once. Rounded down, as ECS does.</summary>
    public int Maximum => (int)Math.Floor(Desired * MaximumPercent / 100m);
}

/// <param name="Start">How many tasks of the current deployment to start.</param>
/// <param name="Stuck">The percentages allow neither to start nor to stop a task.</param>
internal sealed record RollingDecision(int Start, IReadOnlyList<string> Stop, bool Stuck);

/// <summary>What a rolling deployment does next; a service that only keeps its count is one without other tasks.</summary>
internal static class RollingScheduler
{
    public static RollingDecision Decide(RollingInput input)
    {
        var current = input.Tasks.Where(task => task.Current).ToList();
        var others = input.Tasks.Where(task => !task.Current).ToList();
        var missing = Math.Max(0, input.Desired - current.Count);
        var room = Math.Max(0, input.Maximum - input.Tasks.Count);

        var start = Math.Min(missing, room);
        var stop = Useless(input, current, others).ToList();
        stop.AddRange(Replaced(input, current, others, stop, makeRoomFor: room == 0 ? missing : 0));

        return new RollingDecision(start, stop, Stuck: missing > 0 && start == 0 && stop.Count == 0);
    }

    /// <summary>What serves nobody: old tasks that are not healthy, and those of the current ones that are too many and not healthy.</summary>
    private static IEnumerable<string> Useless(RollingInput input, List<RollingTask> current, List<RollingTask> others) =>
        others.Where(task => !task.Healthy)
            .Concat(current.AsEnumerable().Reverse().Where(task => !task.Healthy).Take(Math.Max(0, current.Count - input.Desired)))
            .Select(task => task.Id);

    /// <summary>Healthy tasks whose place is taken, or is needed for a new one, as far as enough healthy ones remain.</summary>
    private static IEnumerable<string> Replaced(
        RollingInput input, List<RollingTask> current, List<RollingTask> others, List<string> stopped, int makeRoomFor)
    {
        var healthyOthers = others.Where(task => task.Healthy).ToList();
        var healthyCurrent = current.Where(task => task.Healthy).ToList();
        var mayStop = Math.Max(0, healthyOthers.Count + healthyCurrent.Count - input.MinimumHealthy);

        var placesTaken = Math.Max(0, healthyOthers.Count - Math.Max(0, input.Desired - healthyCurrent.Count));
        var useless = others.Count - healthyOthers.Count;
        var oldToStop = Math.Max(placesTaken, Math.Max(0, makeRoomFor - useless));
        var currentLeft = current.Count(task => !stopped.Contains(task.Id));

        return healthyOthers.Take(oldToStop)
            .Concat(healthyCurrent.AsEnumerable().Reverse().Take(Math.Max(0, currentLeft - input.Desired)))
            .Take(mayStop)
            .Select(task => task.Id);
    }
}
