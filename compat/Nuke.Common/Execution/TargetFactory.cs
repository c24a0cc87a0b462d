using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>Builds the targets of a build, and ties them together.</summary>
internal static class TargetFactory
{
    public static IReadOnlyList<ExecutableTarget> Create(NukeBuild build, IReadOnlyCollection<LambdaExpression> defaults)
    {
        var targets = TargetMembers.Of(build.GetType()).Select(property => Define(build, property)).ToList();

        foreach (var factory in defaults.Select(expression => Value(build, expression)))
            Find(targets, factory, "The default target").IsDefault = true;

        foreach (var target in targets)
            Tie(target, targets);

        return targets;
    }

    private static ExecutableTarget Define(NukeBuild build, PropertyInfo property)
    {
        var factory = (Target?)property.GetValue(build) ?? throw new UsageException($"The target {property.Name} has no definition.");
        var target = new ExecutableTarget(property, property.Name, factory);
        target.Definition = new TargetDefinition(build, property, target);
        factory(target.Definition);
        return target;
    }

    private static void Tie(ExecutableTarget target, List<ExecutableTarget> all)
    {
        var (definition, name) = (target.Definition, $"A target named by {target.Name}");

        foreach (var other in definition.Dependencies.Select(factory => Find(all, factory, name)))
            Add(target.ExecutionDependencies, other, target);
        foreach (var other in definition.Dependents.Select(factory => Find(all, factory, name)))
            Add(other.ExecutionDependencies, target, other);
        foreach (var other in definition.Predecessors.Select(factory => Find(all, factory, name)))
            Add(target.OrderDependencies, other, target);
        foreach (var other in definition.Successors.Select(factory => Find(all, factory, name)))
            Add(other.OrderDependencies, target, other);
        foreach (var other in definition.Triggered.Select(factory => Find(all, factory, name)))
            Trigger(target, other);
        foreach (var other in definition.Triggering.Select(factory => Find(all, factory, name)))
            Trigger(other, target);
    }

    private static void Trigger(ExecutableTarget first, ExecutableTarget then)
    {
        Add(first.Triggers, then, first);
        Add(then.TriggerDependencies, first, then);
    }

    private static void Add(List<ExecutableTarget> list, ExecutableTarget other, ExecutableTarget target)
    {
        if (other == target)
            throw new UsageException($"The target {target.Name} depends on itself.");
        if (!list.Contains(other))
            list.Add(other);
    }

    private static ExecutableTarget Find(List<ExecutableTarget> all, Delegate factory, string role) =>
        all.Find(target => target.Factory.Equals(factory))
        ?? throw new UsageException($"{role} is no target of this build: a member of the same name may have replaced it.");

    // Reading the property is enough for "x => x.Compile" and "x => ((IShip)x).Deploy", and much quicker than compiling the lambda.
    private static Delegate Value(NukeBuild build, LambdaExpression expression) =>
        (Delegate)(MemberOf.TryExpression(expression) is PropertyInfo property
            ? property.GetValue(build)!
            : expression.Compile(preferInterpretation: true).DynamicInvoke(build)!);
}
