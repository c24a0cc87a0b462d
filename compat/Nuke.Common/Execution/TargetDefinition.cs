using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Writes down what the definition of a target says.</summary>
internal sealed class TargetDefinition(NukeBuild build, PropertyInfo property, ExecutableTarget target) : ITargetDefinition
{
    private Type? _baseLevel = property.DeclaringType!.BaseType;

    public List<Delegate> Dependencies { get; } = [];

    public List<Delegate> Dependents { get; } = [];

    public List<Delegate> Successors { get; } = [];

    public List<Delegate> Predecessors { get; } = [];

    public List<Delegate> Triggered { get; } = [];

    public List<Delegate> Triggering { get; } = [];

    public ITargetDefinition Description(string description) => Then(() => target.Description = description);

    public ITargetDefinition Executes(params Action[] actions) => Then(() => target.Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(() => { action(); });

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn(params Target[] targets) => Then(() => Dependencies.AddRange(targets));

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => DependsOn(Of(targets));

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => build is T ? DependsOn(targets) : this;

    public ITargetDefinition DependentFor(params Target[] targets) => Then(() => Dependents.AddRange(targets));

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => DependentFor(Of(targets));

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => build is T ? DependentFor(targets) : this;

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null) =>
        Then(() => target.DynamicConditions.Add((Readable(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null) =>
        Then(() => target.StaticConditions.Add((Readable(conditionExpression), condition)));

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class? =>
        Then(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct =>
        Then(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        Then(() => target.DelegateRequirements.AddRange([requirement, .. requirements]));

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => Then(() => target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition Before(params Target[] targets) => Then(() => Successors.AddRange(targets));

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Before(Of(targets));

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => build is T ? Before(targets) : this;

    public ITargetDefinition After(params Target[] targets) => Then(() => Predecessors.AddRange(targets));

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => After(Of(targets));

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => build is T ? After(targets) : this;

    public ITargetDefinition Triggers(params Target[] targets) => Then(() => Triggered.AddRange(targets));

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Triggers(Of(targets));

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => build is T ? Triggers(targets) : this;

    public ITargetDefinition TriggeredBy(params Target[] targets) => Then(() => Triggering.AddRange(targets));

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy(Of(targets));

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => build is T ? TriggeredBy(targets) : this;

    public ITargetDefinition AssuredAfterFailure() => Then(() => target.AssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => Then(() => target.ProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => Then(() => target.Listed = false);

    public ITargetDefinition Base()
    {
        for (; _baseLevel is not null; _baseLevel = _baseLevel.BaseType)
        {
            if (_baseLevel.GetProperty(target.Name, Parameters.MemberOf.Everything | BindingFlags.DeclaredOnly) is not { } overridden)
                continue;

            _baseLevel = _baseLevel.BaseType;
            return Inherit(DefaultOf(overridden));
        }

        throw new UsageException($"The target {target.Name} has no base target. Take over that of a component with Inherit<T>().");
    }

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var inherited in targets)
            inherited(this);

        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets) =>
        Inherit([.. (targets.Length == 0 ? [Single<T>()] : targets.Select(Parameters.MemberOf.Expression).Cast<PropertyInfo>()).Select(DefaultOf)]);

    private Target[] Of<T>(Func<T, Target>[] targets)
    {
        if (build is not T component)
            throw new UsageException($"The target {target.Name} needs the component {typeof(T).Name}, which {build.GetType().Name} does not implement.");

        return targets.Length > 0 ? [.. targets.Select(of => of(component))] : [(Target)Single<T>().GetValue(build)!];
    }

    private PropertyInfo Single<T>()
    {
        var targets = typeof(T).GetProperties(Parameters.MemberOf.Everything).Where(member => member.PropertyType == typeof(Target)).ToList();
        return targets is [var single]
            ? single
            : throw new UsageException(
                $"The target {target.Name} names the component {typeof(T).Name} without saying which of its targets is meant: it has " +
                $"{(targets.Count == 0 ? "none" : string.Join(", ", targets.Select(member => member.Name)))}.");
    }

    // A delegate over the method's own address is not dispatched to what overrides it.
    private Target DefaultOf(PropertyInfo inherited) =>
        ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, inherited.GetMethod!.MethodHandle.GetFunctionPointer())!)();

    // The text of "() => Retries > 100" without its arrow, on one line.
    private static string Readable(string? condition)
    {
        var text = string.Join(' ', (condition ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.StartsWith("() => ", StringComparison.Ordinal) ? text["() => ".Length..] : text;
    }

    private TargetDefinition Then(Action change)
    {
        change();
        return this;
    }
}
