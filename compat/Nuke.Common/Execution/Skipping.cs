namespace Nuke.Common.Execution;

/// <summary>Takes targets out of a plan, with the dependencies and triggered targets that nothing else needs.</summary>
internal static class Skipping
{
    /// <summary>What <c>--skip</c> asks for: the named targets, or without names all that were not invoked.</summary>
    public static void ByCaller(IReadOnlyCollection<ExecutableTarget> plan, IReadOnlyList<string>? names)
    {
        if (names is null)
            return;

        var plain = names.Select(name => name.Replace("-", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var target in plan.Where(target => plain.Count == 0 || plain.Contains(target.Name)))
            Skip(plan, target, "via parameter");
    }

    /// <summary>What the conditions that are asked in advance rule out.</summary>
    public static void ByStaticConditions(IReadOnlyCollection<ExecutableTarget> plan)
    {
        foreach (var target in plan)
        {
            if (Unmet(target, target.StaticConditions) is not { } condition)
                continue;

            target.OnlyWhen = condition;
            Skip(plan, target, reason: null);
        }
    }

    /// <summary>The conditions that do not hold, or null when all do.</summary>
    public static string? Unmet(ExecutableTarget target, List<(string Text, Func<bool> Delegate)> conditions)
    {
        try
        {
            var unmet = conditions.Where(condition => !condition.Delegate()).Select(condition => condition.Text).ToList();
            return unmet.Count > 0 ? string.Join(" && ", unmet) : null;
        }
        catch (Exception exception)
        {
            throw new ConditionException(target, exception);
        }
    }

    // A target that the caller named stays: its own dependencies may go all the same.
    private static void Skip(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget target, string? reason)
    {
        if (target.Status != ExecutionStatus.Scheduled)
            return;

        if (!target.Invoked)
        {
            target.Status = ExecutionStatus.Skipped;
            target.Skipped ??= reason;
        }

        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;

        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers).Where(other => !IsNeeded(plan, other, target)))
            Skip(plan, other, $"because of {target.Name}");
    }

    private static bool IsNeeded(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget other, ExecutableTarget except) =>
        plan.Any(target => target != except
            && target.Status == ExecutionStatus.Scheduled
            && (target.ExecutionDependencies.Contains(other) || target.Triggers.Contains(other)));
}

/// <summary>A condition threw instead of answering.</summary>
internal sealed class ConditionException(ExecutableTarget target, Exception inner)
    : Exception($"A condition of {target.Name} threw {inner.GetType().Name}: {inner.Message}", inner);
