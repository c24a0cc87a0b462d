namespace Nuke.Common.Execution;

/// <summary>Decides which targets run, and in which order.</summary>
internal static class Planner
{
    /// <summary>
    /// The targets named, or the default ones when <paramref name="names"/> is null, with their dependencies, what they trigger and the
    /// dependencies of that. Sets no status but <see cref="ExecutableTarget.Invoked"/> and Scheduled.
    /// </summary>
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<string>? names)
    {
        var order = Order(targets);
        var wanted = names?.Select(name => Named(targets, name)).ToHashSet() ?? [.. targets.Where(target => target.IsDefault)];
        if (names is not null)
        {
            foreach (var target in wanted)
                target.Invoked = true;
        }

        var planned = new HashSet<ExecutableTarget>();
        foreach (var target in wanted)
            Include(target, planned);

        var plan = order.Where(planned.Contains).ToList();
        foreach (var target in plan)
            target.Status = ExecutionStatus.Scheduled;

        return plan;
    }

    private static void Include(ExecutableTarget target, HashSet<ExecutableTarget> planned)
    {
        if (!planned.Add(target))
            return;

        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers))
            Include(other, planned);
    }

    /// <summary>
    /// NUKE's order: take, again and again, the first declared target that nothing left comes after, and put it last. Targets that have nothing
    /// to do with each other therefore run in the reverse order of their declaration.
    /// </summary>
    private static List<ExecutableTarget> Order(IReadOnlyList<ExecutableTarget> targets)
    {
        var left = targets.ToList();
        var order = new List<ExecutableTarget>();
        while (left.Count > 0)
        {
            var needed = left.SelectMany(target => target.AllDependencies).ToHashSet();
            var last = left.Find(target => !needed.Contains(target)) ?? throw Circular(left);
            left.Remove(last);
            order.Add(last);
        }

        order.Reverse();
        return order;
    }

    // Everything left is needed by something left, so walking to whatever needs a target must come round.
    private static UsageException Circular(List<ExecutableTarget> left)
    {
        var path = new List<ExecutableTarget> { left[0] };
        while (true)
        {
            var needing = left.First(target => target.AllDependencies.Contains(path[^1]));
            var start = path.IndexOf(needing);
            path.Add(needing);
            if (start < 0)
                continue;

            var cycle = path.Skip(start).Reverse().Select(target => target.Name);
            return new($"Targets wait for each other. Nothing was run.\n  found  {string.Join(" -> ", cycle)}");
        }
    }

    private static ExecutableTarget Named(IReadOnlyList<ExecutableTarget> targets, string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal);
        return targets.FirstOrDefault(target => target.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(
                $"""
                 There is no target '{name}'. Nothing was run.
                   valid  {string.Join(", ", targets.Select(target => target.Name).Order(StringComparer.Ordinal))}
                 """);
    }
}
