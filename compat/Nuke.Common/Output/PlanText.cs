using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>What <c>--plan</c> prints: the targets in their order, and why each has its place.</summary>
internal static class PlanText
{
    public static string Of(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var width = plan.Max(target => target.Name.Length);
        var lines = plan.Select((target, index) =>
            $"  {(index + 1).ToString(CultureInfo.InvariantCulture),3}  {target.Name.PadRight(width)}  {string.Join("; ", Reasons(target, plan))}".TrimEnd());

        return $"Plan of {plan.Count} target{(plan.Count == 1 ? "" : "s")}, in this order:\n\n{string.Join('\n', lines)}\n";
    }

    private static IEnumerable<string> Reasons(ExecutableTarget target, IReadOnlyCollection<ExecutableTarget> plan)
    {
        if (target.Skipped is { } skipped)
            yield return $"skipped {skipped}";
        if (Names(target.ExecutionDependencies) is { Length: > 0 } needed)
            yield return $"needs {needed}";
        if (Names(target.OrderDependencies.Where(plan.Contains)) is { Length: > 0 } earlier)
            yield return $"after {earlier}";
        if (Names(target.TriggerDependencies.Where(plan.Contains)) is { Length: > 0 } triggering)
            yield return $"triggered by {triggering}";
    }

    private static string Names(IEnumerable<ExecutableTarget> targets) => string.Join(", ", targets.Select(target => target.Name));
}
